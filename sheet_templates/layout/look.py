"""What the layout must know about styles to leave enough room: how large, how bold, wrapped or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sheet_templates.layout.measure import cell_points, text_height, text_points
from sheet_templates.load import read_toml


@dataclass(frozen=True, slots=True)
class Look:
    """The letters of a style: size in points, bold, and whether text is wrapped within the cell."""

    size: float
    bold: bool
    wrap: bool

    def height(self, text: str, width: float) -> float:
        """Points `text` needs from top to bottom in a cell of `width` characters."""
        return text_height(text if self.wrap else "", width, self.size, bold=self.bold)

    def breaks_word(self, text: str, width: float) -> bool:
        """Whether some word of `text` is longer than a line of a cell of `width` characters."""
        longest = max((text_points(word, self.size, bold=self.bold) for word in text.split()), default=0)
        return longest > cell_points(width)


@cache
def look(style: str) -> Look:
    """The look of a style of the theme."""
    theme = read_toml("theme.toml")
    own = {**theme["base"], **theme["styles"][style]}
    return Look(float(own["size"]), bool(own.get("bold")), bool(own.get("wrap")))
