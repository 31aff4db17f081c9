"""The content files as the lints see them: tables by file name, before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Table = Mapping[str, Any]
FOLDERS = {"frame": "frame", "context": "context", "plan": "plan", "scenarios": "scenarios"}


@dataclass(frozen=True)
class Content:
    """Every content file by its name below sheet_templates ("blocks/01_legal/fr.toml")."""

    tables: Mapping[str, Table]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the guideline; the first one leads."""
        return tuple(self.table("guideline.toml").get("languages", ()))

    @cached_property
    def folders(self) -> dict[str, str]:
        """Folder -> name of its structure file, blocks in their order."""
        blocks = {f"blocks/{name}": "block" for name in self.table("guideline.toml").get("blocks", ())}
        return {**blocks, **FOLDERS}

    @cached_property
    def blocks(self) -> dict[str, Table]:
        """Structure file -> table, of every block."""
        return {
            f"{folder}/{name}.toml": self.table(f"{folder}/{name}.toml")
            for folder, name in self.folders.items()
            if name == "block"
        }

    def table(self, file: str) -> Table:
        """The table of a file, empty when there is none."""
        return self.tables.get(file, {})

    def rows(self, file: str, name: str) -> Sequence[Table]:
        """The entries `[[name]]` of a file."""
        found: Sequence[Table] = self.table(file).get(name, ())
        return found

    def of_blocks(self, name: str) -> Iterator[tuple[str, Table, Table]]:
        """Every entry `[[name]]` of every block, with its file and its block."""
        for file, block in self.blocks.items():
            for row in block.get(name, ()):
                yield file, block, row

    def keys(self, part: str) -> tuple[str, ...]:
        """A list of keys of the frame: `keys("drivers")`."""
        return tuple(self.table("frame/frame.toml").get(part, {}).get("keys", ()))

    def ids(self, file: str, name: str) -> list[str]:
        """The ids of the entries `[[name]]` of a file, in order."""
        return [str(row.get("id", "")) for row in self.rows(file, name)]
