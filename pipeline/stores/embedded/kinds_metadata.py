"""Developer metadata: created, found, changed, and what ranges it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline.stores.embedded.a1 import Box, box_from
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.kinds_sheets import required_mask
from pipeline.stores.embedded.model import Book, Json, Metadata
from pipeline.stores.embedded.ranges import resolved
from pipeline.stores.embedded.refusals import invalid
from pipeline.stores.embedded.render import metadata_json


def create_metadata(draft: Draft, body: Json) -> Json:
    """`createDeveloperMetadata`."""
    wanted = body.get("developerMetadata", {})
    if not wanted.get("metadataKey") or "visibility" not in wanted:
        message = "A metadata key and a visibility must be specified."
        raise invalid(message)
    taken = {item.id for item in draft.book.metadata}
    number = int(wanted.get("metadataId", 0)) or draft.ids.number(taken)
    if number in taken:
        message = f"Developer metadata with id {number} already exists."
        raise invalid(message)
    new = Metadata(number, wanted["metadataKey"], wanted.get("metadataValue", ""), wanted["visibility"])
    new = _located(draft, new, wanted.get("location", {}))
    draft.book.metadata += (new,)
    return {"createDeveloperMetadata": {"developerMetadata": metadata_json(new)}}


def update_metadata(draft: Draft, body: Json) -> Json:
    """`updateDeveloperMetadata`: all that the filters match."""
    wanted, mask = body.get("developerMetadata", {}), required_mask(body, "DeveloperMetadata")
    found = matched(draft.book, body.get("dataFilters", []))
    if not found:
        message = "No matching developer metadata found."
        raise invalid(message)
    changed = {item.id: _changed(draft, item, wanted, list(mask)) for item in found}
    draft.book.metadata = tuple(changed.get(item.id, item) for item in draft.book.metadata)
    listed = [metadata_json(item) for item in changed.values()]
    return {"updateDeveloperMetadata": {"developerMetadata": listed}}


def delete_metadata(draft: Draft, body: Json) -> Json:
    """`deleteDeveloperMetadata`: all that the filter matches."""
    found = matched(draft.book, [body.get("dataFilter", {})])
    gone = {item.id for item in found}
    draft.book.metadata = tuple(item for item in draft.book.metadata if item.id not in gone)
    listed = [metadata_json(item) for item in found]
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": listed} if listed else {}}


def matched(book: Book, filters: Iterable[Json]) -> list[Metadata]:
    """The metadata that any of the DataFilters selects, in the book's order."""
    tests = [_test(book, item) for item in filters]
    return [item for item in book.metadata if any(test(item) for test in tests)]


def boxes_of(book: Book, data_filter: Json) -> list[Box]:
    """The bounded ranges that a DataFilter stands for: its range, or where its metadata is."""
    if "developerMetadataLookup" in data_filter:
        return [box for item in matched(book, [data_filter]) if (box := _box(book, item))]
    return [_range(book, data_filter)]


def _range(book: Book, data_filter: Json) -> Box:
    if "a1Range" in data_filter:
        return resolved(book, data_filter["a1Range"])
    if "gridRange" in data_filter:
        box = box_from(data_filter["gridRange"])
        sheet = book.sheet(box.sheet)
        if sheet is not None:
            return box.within(sheet.rows, sheet.columns)
        message = f"No grid with id: {box.sheet}"
        raise invalid(message)
    message = "A data filter must set a1Range, gridRange or developerMetadataLookup."
    raise invalid(message)


def _box(book: Book, item: Metadata) -> Box | None:
    sheet = book.sheet(item.sheet) if item.sheet is not None else None
    if sheet is None:
        return None
    if item.dimension == "ROWS":
        return replace(sheet.box, top=item.index, bottom=item.index + 1)
    if item.dimension == "COLUMNS":
        return replace(sheet.box, left=item.index, right=item.index + 1)
    return sheet.box


def _test(book: Book, data_filter: Json) -> Callable[[Metadata], bool]:
    if "developerMetadataLookup" in data_filter:
        return _lookup(data_filter["developerMetadataLookup"])
    box = _range(book, data_filter)

    def inside(item: Metadata) -> bool:
        place = _box(book, item)
        return place is not None and box.covers(place)

    return inside


def _lookup(wanted: Json) -> Callable[[Metadata], bool]:
    known = {"metadataId", "metadataKey", "metadataValue", "visibility", "locationType"}

    def test(item: Metadata) -> bool:
        shape = metadata_json(item)
        own = {
            **shape,
            "metadataValue": item.value,
            "locationType": shape["location"]["locationType"],
        }
        if any(name in wanted and wanted[name] != own[name] for name in known):
            return False
        place = wanted.get("metadataLocation")
        return place is None or _lies(item, place, wanted.get("locationMatchingStrategy", ""))

    return test


def _lies(item: Metadata, place: Json, strategy: str) -> bool:
    exact = strategy == "EXACT_LOCATION"
    if place.get("spreadsheet"):
        return item.sheet is None or not exact
    if "sheetId" in place:
        same = item.sheet == int(place["sheetId"])
        return same and (item.dimension is None or not exact)
    run = place.get("dimensionRange", {})
    same = item.sheet == int(run.get("sheetId", 0)) and item.dimension == run.get("dimension")
    return same and int(run.get("startIndex", 0)) <= item.index < int(run.get("endIndex", 1))


def _located(draft: Draft, item: Metadata, place: Json) -> Metadata:
    if place.get("spreadsheet"):
        return replace(item, sheet=None, dimension=None, index=0)
    if "sheetId" in place:
        sheet = draft.sheet(int(place["sheetId"]))
        return replace(item, sheet=sheet.id, dimension=None, index=0)
    run = place.get("dimensionRange", {})
    start, end = int(run.get("startIndex", 0)), int(run.get("endIndex", 0))
    if run.get("dimension") not in {"ROWS", "COLUMNS"} or end - start != 1:
        message = "A metadata location must be the spreadsheet, a sheet, one row or one column."
        raise invalid(message)
    sheet = draft.sheet(int(run.get("sheetId", 0)))
    if end > (sheet.rows if run["dimension"] == "ROWS" else sheet.columns):
        message = f"The metadata location is beyond the {run['dimension'].lower()} of the sheet."
        raise invalid(message)
    return replace(item, sheet=sheet.id, dimension=run["dimension"], index=start)


def _changed(draft: Draft, item: Metadata, wanted: Json, names: list[str]) -> Metadata:
    every = not names
    new = item
    if every or "metadataKey" in names:
        new = replace(new, key=wanted.get("metadataKey", item.key))
    if every or "metadataValue" in names:
        new = replace(new, value=wanted.get("metadataValue", ""))
    if every or "visibility" in names:
        new = replace(new, visibility=wanted.get("visibility", item.visibility))
    if "location" in names:
        new = _located(draft, new, wanted.get("location", {}))
    return new
