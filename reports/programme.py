"""The version of everything that decides how results look: code, words, content, and the library that writes files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGES = ("reports", "schemas", "sheet_templates")
_READ = (".py", ".toml")


@cache
def programme() -> str:
    """A mark of the files of this program that results depend on, and of the writer's version."""
    found = sha256(version("xlsxwriter").encode())
    for package in _PACKAGES:
        for content in _contents(files(package), package):
            found.update(content)
    return found.hexdigest()


def _contents(folder: Traversable, name: str) -> Iterator[bytes]:
    for one in sorted(folder.iterdir(), key=lambda each: each.name):
        path = f"{name}/{one.name}"
        if one.is_dir() and not one.name.startswith("__"):
            yield from _contents(one, path)
        elif one.name.endswith(_READ):
            yield path.encode() + b"\0" + one.read_bytes() + b"\0"
