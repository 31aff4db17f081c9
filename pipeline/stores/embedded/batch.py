"""batchUpdate: every request in order on one draft, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pipeline.stores.embedded import (
    kinds_cells,
    kinds_dimensions,
    kinds_fill,
    kinds_filters,
    kinds_metadata,
    kinds_objects,
    kinds_paste,
    kinds_ranges,
    kinds_rules,
    kinds_sheets,
    kinds_tables,
)
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.model import Json
from pipeline.stores.embedded.refusals import Refusal, invalid, unimplemented

Kind: TypeAlias = Callable[[Draft, Json], Json]

KINDS: dict[str, Kind] = {
    "addBanding": kinds_rules.add_banding,
    "addChart": kinds_objects.add_chart,
    "addConditionalFormatRule": kinds_rules.add_rule,
    "addDimensionGroup": kinds_dimensions.add_dimension_group,
    "addFilterView": kinds_filters.add_view,
    "addNamedRange": kinds_ranges.add_named_range,
    "addProtectedRange": kinds_ranges.add_protected_range,
    "addSheet": kinds_sheets.add_sheet,
    "addSlicer": kinds_objects.add_slicer,
    "addTable": kinds_tables.add_table,
    "appendCells": kinds_cells.append_cells,
    "appendDimension": kinds_dimensions.append_dimension,
    "autoFill": kinds_fill.auto_fill,
    "autoResizeDimensions": kinds_dimensions.auto_resize_dimensions,
    "clearBasicFilter": kinds_filters.clear_basic_filter,
    "copyPaste": kinds_paste.copy_paste,
    "createDeveloperMetadata": kinds_metadata.create_metadata,
    "cutPaste": kinds_paste.cut_paste,
    "deleteBanding": kinds_rules.delete_banding,
    "deleteConditionalFormatRule": kinds_rules.delete_rule,
    "deleteDeveloperMetadata": kinds_metadata.delete_metadata,
    "deleteDimension": kinds_dimensions.delete_dimension,
    "deleteDimensionGroup": kinds_dimensions.delete_dimension_group,
    "deleteDuplicates": kinds_paste.delete_duplicates,
    "deleteEmbeddedObject": kinds_objects.delete_object,
    "deleteFilterView": kinds_filters.delete_view,
    "deleteNamedRange": kinds_ranges.delete_named_range,
    "deleteProtectedRange": kinds_ranges.delete_protected_range,
    "deleteRange": kinds_dimensions.delete_range,
    "deleteSheet": kinds_sheets.delete_sheet,
    "deleteTable": kinds_tables.delete_table,
    "duplicateFilterView": kinds_filters.duplicate_view,
    "duplicateSheet": kinds_sheets.duplicate_sheet,
    "findReplace": kinds_cells.find_replace,
    "insertDimension": kinds_dimensions.insert_dimension,
    "insertRange": kinds_dimensions.insert_range,
    "mergeCells": kinds_ranges.merge_cells,
    "moveDimension": kinds_dimensions.move_dimension,
    "pasteData": kinds_paste.paste_data,
    "randomizeRange": kinds_fill.randomize_range,
    "repeatCell": kinds_cells.repeat_cell,
    "setBasicFilter": kinds_filters.set_basic_filter,
    "setDataValidation": kinds_cells.set_data_validation,
    "sortRange": kinds_cells.sort_range,
    "textToColumns": kinds_fill.text_to_columns,
    "trimWhitespace": kinds_cells.trim_whitespace,
    "unmergeCells": kinds_ranges.unmerge_cells,
    "updateBanding": kinds_rules.update_banding,
    "updateBorders": kinds_cells.update_borders,
    "updateCells": kinds_cells.update_cells,
    "updateChartSpec": kinds_objects.update_chart_spec,
    "updateConditionalFormatRule": kinds_rules.update_rule,
    "updateDeveloperMetadata": kinds_metadata.update_metadata,
    "updateDimensionGroup": kinds_dimensions.update_dimension_group,
    "updateDimensionProperties": kinds_dimensions.update_dimension_properties,
    "updateEmbeddedObjectBorder": kinds_objects.update_border,
    "updateEmbeddedObjectPosition": kinds_objects.update_position,
    "updateFilterView": kinds_filters.update_view,
    "updateNamedRange": kinds_ranges.update_named_range,
    "updateProtectedRange": kinds_ranges.update_protected_range,
    "updateSheetProperties": kinds_sheets.update_sheet_properties,
    "updateSlicerSpec": kinds_objects.update_slicer_spec,
    "updateSpreadsheetProperties": kinds_sheets.update_spreadsheet_properties,
    "updateTable": kinds_tables.update_table,
}
"""Request kind → what carries it out. Google has more: data sources, which live in BigQuery, and threads of comments."""


def replies(draft: Draft, requests: list[Json]) -> list[Json]:
    """Carry out the requests and return one reply for each.

    Raises:
        Refusal: on the first that cannot be done; the draft is then to be thrown away.

    """
    if not requests:
        message = "Must specify at least one request."
        raise invalid(message)
    checked = [_checked(request, index) for index, request in enumerate(requests)]
    return [_done(draft, kind, body, index) for index, (kind, body) in enumerate(checked)]


def _checked(request: Json, index: int) -> tuple[str, Json]:
    """The kind and the body of one request.

    Raises:
        Refusal: 501 for a kind of Google's that is not implemented, 400 for none or several.

    """
    if len(request) != 1:
        known = "must set exactly one request." if request else "No request set."
        message = f"Invalid requests[{index}]: {known}"
        raise invalid(message)
    ((kind, body),) = request.items()
    if kind not in KINDS:
        raise unimplemented(what=f"the request kind {kind}")
    return kind, body


def _done(draft: Draft, kind: str, body: Json, index: int) -> Json:
    try:
        reply = KINDS[kind](draft, body)
        draft.check_room()
    except Refusal as refusal:
        if refusal.status != 400 or "details" in refusal.payload["error"]:  # noqa: PLR2004 - the number speaks for itself
            raise
        message = f"Invalid requests[{index}].{kind}: {refusal.message}"
        raise invalid(message) from refusal
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"Invalid requests[{index}].{kind}: {type(error).__name__} {error}"
        raise invalid(message) from error
    return reply
