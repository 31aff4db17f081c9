"""One sheet of the workbook per file: what stands on it, made from a view."""
