"""Which fields the messages of the API have: what is unknown is refused, as Google does."""

from __future__ import annotations

from pipeline.stores.embedded.model import Json
from pipeline.stores.embedded.refusals import Refusal, invalid, unimplemented, unknown_name, violations

FIELDS = {
    "addBanding": "bandedRange",
    "addConditionalFormatRule": "index rule",
    "addDimensionGroup": "range",
    "addNamedRange": "namedRange",
    "addProtectedRange": "protectedRange",
    "addSheet": "properties",
    "appendCells": "fields rows sheetId tableId",
    "appendDimension": "dimension length sheetId",
    "autoResizeDimensions": "dataSourceSheetDimensions dimensions",
    "clearBasicFilter": "sheetId",
    "copyPaste": "destination pasteOrientation pasteType source",
    "createDeveloperMetadata": "developerMetadata",
    "cutPaste": "destination pasteType source",
    "deleteBanding": "bandedRangeId",
    "deleteConditionalFormatRule": "index sheetId",
    "deleteDeveloperMetadata": "dataFilter",
    "deleteDimension": "range",
    "deleteDimensionGroup": "range",
    "deleteDuplicates": "comparisonColumns range",
    "deleteNamedRange": "namedRangeId",
    "deleteProtectedRange": "protectedRangeId",
    "deleteRange": "range shiftDimension",
    "deleteSheet": "sheetId",
    "duplicateSheet": "insertSheetIndex newSheetId newSheetName sourceSheetId",
    "findReplace": "allSheets find includeFormulas matchCase matchEntireCell range replacement searchByRegex sheetId",
    "insertDimension": "inheritFromBefore range",
    "insertRange": "range shiftDimension",
    "mergeCells": "mergeType range",
    "moveDimension": "destinationIndex source",
    "pasteData": "coordinate data delimiter html type",
    "repeatCell": "cell fields range",
    "setBasicFilter": "filter",
    "setDataValidation": "filteredRowsIncluded range rule",
    "sortRange": "range sortSpecs",
    "trimWhitespace": "range",
    "unmergeCells": "range",
    "updateBanding": "bandedRange fields",
    "updateBorders": "bottom innerHorizontal innerVertical left range right top",
    "updateCells": "fields range rows start",
    "updateConditionalFormatRule": "index newIndex rule sheetId",
    "updateDeveloperMetadata": "dataFilters developerMetadata fields",
    "updateDimensionGroup": "dimensionGroup fields",
    "updateDimensionProperties": "dataSourceSheetRange fields properties range",
    "updateNamedRange": "fields namedRange",
    "updateProtectedRange": "fields protectedRange",
    "updateSheetProperties": "fields properties",
    "updateSpreadsheetProperties": "fields properties",
}
"""The request kinds of batchUpdate that the service implements, with their fields."""

UNIMPLEMENTED = frozenset(
    [
        "addChart",
        "addCommentReply",
        "addDataSource",
        "addFilterView",
        "addSlicer",
        "addTable",
        "autoFill",
        "cancelDataSourceRefresh",
        "deleteComment",
        "deleteCommentReply",
        "deleteDataSource",
        "deleteEmbeddedObject",
        "deleteFilterView",
        "deleteTable",
        "duplicateFilterView",
        "insertComment",
        "randomizeRange",
        "refreshDataSource",
        "textToColumns",
        "updateChartSpec",
        "updateCommentPost",
        "updateDataSource",
        "updateEmbeddedObjectBorder",
        "updateEmbeddedObjectPosition",
        "updateFilterView",
        "updateSlicerSpec",
        "updateTable",
    ]
)
"""The kinds that Google has and this service answers 501 to."""

BODIES = {
    "batchUpdate": "commentsViewMode includeSpreadsheetInResponse requests responseIncludeGridData responseRanges",
    "values": "majorDimension range values",
    "values:batchUpdate": "data includeValuesInResponse responseDateTimeRenderOption "
    "responseValueRenderOption valueInputOption",
    "values:batchClear": "ranges",
    "values:batchClearByDataFilter": "dataFilters",
    "values:batchGetByDataFilter": "dataFilters dateTimeRenderOption majorDimension valueRenderOption",
    "values:batchUpdateByDataFilter": "data includeValuesInResponse responseDateTimeRenderOption "
    "responseValueRenderOption valueInputOption",
    "developerMetadata:search": "dataFilters",
    "getByDataFilter": "commentsViewMode dataFilters excludeTablesInBandedRanges includeGridData",
    "copyTo": "destinationSpreadsheetId",
}


def checked_kind(request: Json, index: int) -> tuple[str, Json]:
    """The kind and the body of one request of a batchUpdate.

    Raises:
        Refusal: 501 for a kind not implemented, 400 for one Google does not have either.

    """
    place = f"requests[{index}]"
    if len(request) != 1:
        known = "must set exactly one request." if request else "No request set."
        message = f"Invalid {place}: {known}"
        raise invalid(message)
    ((kind, body),) = request.items()
    if kind in UNIMPLEMENTED:
        raise unimplemented(what=f"the request kind {kind}")
    if kind not in FIELDS:
        raise unknown_name(kind, place)
    _check(body, FIELDS[kind], f"{place}.{_snake(kind)}")
    return kind, body


def checked_body(body: Json, name: str, place: str = "") -> Json:
    """The body of a method, when it has only known fields."""
    _check(body, BODIES[name], place)
    return body


def checked_values(body: Json, place: str) -> list[list[object]]:
    """The rows of a ValueRange.

    Raises:
        Refusal: 400 in the words of Google's JSON reader when they are not lists of lists.

    """
    _check(body, BODIES["values"], place)
    values = body.get("values", [])
    if not isinstance(values, list):
        raise _not_lists([(f"{place}.values", values)])
    wrong = [(f"{place}.values[{n}]", row) for n, row in enumerate(values) if not isinstance(row, list)]
    if wrong:
        raise _not_lists(wrong)
    return values


def _not_lists(found: list[tuple[str, object]]) -> Refusal:
    kind = "type.googleapis.com/google.protobuf.ListValue"
    shown = [(field, f'"{value}"' if isinstance(value, str) else str(value)) for field, value in found]
    return violations([(field, f"Invalid value at '{field}' ({kind}), {text}") for field, text in shown])


def _check(body: object, names: str, place: str) -> None:
    if not isinstance(body, dict):
        message = f"Invalid value at '{place}', an object was expected."
        raise invalid(message, place)
    for name in body:
        if name not in names.split():
            raise unknown_name(name, place)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
