"""The content files as the lints see them: tables by file name, before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sheet_templates.near import did_you_mean

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

    @cached_property

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


@dataclass(slots=True)
class Findings:
    """Faults, one line each: file, key, what is wrong, what was perhaps meant."""

    lines: list[str] = field(default_factory=list)

    def add(self, file: str, key: str, text: str) -> None:
        """Note one fault."""
        self.lines.append(f"sheet_templates/{file}{', ' + key if key else ''}: {text}")

    def unknown(self, file: str, key: str, given: object, known: Iterable[str], kind: str) -> None:
        """Note that `given` names nothing, unless it is among `known`."""
        names = list(known)
        if given not in names:
            self.add(file, key, f"'{given}' is no {kind}{did_you_mean(str(given), names)}")

    def unknowns(self, file: str, key: str, given: Iterable[object], known: Iterable[str], kind: str) -> None:
        """The same for every one of `given`."""
        names = list(known)
        for one in given:
            self.unknown(file, key, one, names, kind)

    def repeated(self, file: str, key: str, given: Iterable[str]) -> None:
        """Note what is there twice."""
        seen: set[str] = set()
        for one in given:
            if one in seen:
                self.add(file, key, f"'{one}' is there twice")
            seen.add(one)
