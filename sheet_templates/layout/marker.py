"""The mark in the corner of every tab: which tab of which book of which guideline this is."""

from __future__ import annotations

import re
from dataclasses import dataclass

START = "#sse"
#: What questionnaires hold, counted up when a tab, column or row is added. 2: points over the blocks, priorities,
#: what the territory declares. A file of an earlier edition is read without asking for what it never had.
EDITION = 2
#: The edition of what a campaign may ask or not: none has it for certain, so nobody is asked where it went.
ON_WISH = 1000
_PARTS = 6
_COUNTED = re.compile(r"[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Marker:
    """What a tab is, whatever its title: key, guideline id and version, territory, language, edition."""

    tab_key: str
    guideline_id: str
    version: str
    territory_id: str
    language: str
    edition: int = EDITION

    def text(self) -> str:
        """The marker as it stands in the cell."""
        named = (START, self.tab_key, self.guideline_id, self.version, self.territory_id, self.language)
        return "|".join((*named, str(self.edition)))


def read_marker(value: object) -> Marker | None:
    """The marker in a cell value, or None when the cell holds something else."""
    if not isinstance(value, str) or not value.startswith(START + "|"):
        return None
    parts = value.strip().split("|")
    if len(parts) == _PARTS:
        parts.append("1")  # the first edition did not say so
    if len(parts) != _PARTS + 1 or not _COUNTED.fullmatch(parts[-1]):
        return None
    _, tab_key, guideline_id, version, territory_id, language, edition = parts
    return Marker(tab_key, guideline_id, version, territory_id, language, int(edition))


def block_key(block_id: str) -> str:
    """The key of a block's tab: "block:LEG"."""
    return f"block:{block_id}"
