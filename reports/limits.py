"""Limits of the workbooks: those of the file format, and those we choose so that a reader is served well."""

from __future__ import annotations

#: Format limits (measured, WORKBOOK 3.1-3.2). XlsxWriter passes several of them without a word.
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_TEXT_UNITS = 32_767
MAX_TITLE_UNITS = 31
MAX_LINKS_PER_SHEET = 65_000
MAX_FORMATS = 60_000
MAX_URL = 2_000
MAX_BREAKS = 1_000
MAX_FORMULA = 8_000
MAX_RULE_TITLE = 32
MAX_RULE_TEXT = 255
MAX_HEADER_TEXT = 250
MAX_FOOTER_UNITS = 200

#: No figure over several territories is printed from fewer than this: each could be guessed (SCORING 2.11).
PEERS = 5
#: Charts with a mark per territory are drawn up to here; beyond, their labels run into each other.
CHART_TERRITORIES = 40
