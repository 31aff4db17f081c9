"""The mark in the corner of every tab: which tab of which book of which guideline this is."""

from __future__ import annotations

from dataclasses import dataclass

START = "#sse"
_PARTS = 6


@dataclass(frozen=True, slots=True)
class Marker:
    """What a tab is, whatever its title: key, guideline id and version, territory, language."""

    tab_key: str
    guideline_id: str
    version: str
    territory_id: str
    language: str

    def text(self) -> str:
        """The marker as it stands in the cell."""
        return f"{START}|{self.tab_key}|{self.guideline_id}|{self.version}|{self.territory_id}|{self.language}"


def read_marker(value: object) -> Marker | None:
    """The marker in a cell value, or None when the cell holds something else."""
    if not isinstance(value, str) or not value.startswith(START + "|"):
        return None
    parts = value.strip().split("|")
    return Marker(*parts[1:]) if len(parts) == _PARTS else None


def block_key(block_id: str) -> str:
    """The key of a block's tab: "block:LEG"."""
    return f"block:{block_id}"
