"""What is made when it is asked for: lookups over the frames of an outcome, and the rows of long tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

Found = TypeVar("Found")
#: Times that all parts may be walked through one after the other before they are kept.
_WALKS = 4


class Later(Mapping[Any, Found]):
    """What `make` gives, made when it is first asked for: most workbooks look at few of the frames."""

    __slots__ = ("_held", "_make")

    def __init__(self, make: Callable[[], Mapping[Any, Found]]) -> None:
        self._make: Callable[[], Mapping[Any, Found]] | None = make
        self._held: Mapping[Any, Found] = {}

    def get(self, key: Any, default: Any = None) -> Any:
        """What stands under `key`, else `default`."""
        return (self._held or self._made()).get(key, default)

    def __getitem__(self, key: Any) -> Found:
        """What stands under `key`."""
        return (self._held or self._made())[key]

    def __contains__(self, key: object) -> bool:
        """Whether something stands under `key`."""
        return key in (self._held or self._made())

    def __iter__(self) -> Iterator[Any]:
        """The keys, in order."""
        return iter(self._held or self._made())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._held or self._made())

    def _made(self) -> Mapping[Any, Found]:
        if self._make is not None:
            self._held, self._make = self._make(), None
        return self._held


class Parted(Later[Found]):
    """Like `Later` for what is walked through part by part: one part is held at a time.

    `part` tells a key's part, `make_part` gives what stands in it. Who jumps from part to part gets all of them kept:
    memory is lost then, and not hours.
    """

    __slots__ = ("_make_part", "_now", "_part", "_turns_left")

    def __init__(
        self, parts: Sequence[str], part: Callable[[Any], str], make_part: Callable[[str], Mapping[Any, Found]]
    ) -> None:
        super().__init__(lambda: {key: one for name in parts for key, one in make_part(name).items()})
        self._part, self._make_part = part, make_part
        self._now: tuple[str, Mapping[Any, Found]] = ("", {})
        self._turns_left = _WALKS * len(parts)

    def get(self, key: Any, default: Any = None) -> Any:
        """What stands under `key`, else `default`."""
        if self._turns_left <= 0:
            return super().get(key, default)
        part = self._part(key)
        if part != self._now[0]:
            self._now = ("", {})
            self._now = (part, self._make_part(part))
            self._turns_left -= 1
        return self._now[1].get(key, default)

    def __getitem__(self, key: Any) -> Found:
        """What stands under `key`."""
        found: Found | None = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        """Whether something stands under `key`."""
        return self.get(key) is not None


class Rows(Sequence[Any]):
    """A row for each of `things`, made when it is asked for, so that long tables are never held whole."""

    __slots__ = ("_row", "_things")

    def __init__(self, row: Callable[[Any], Any], things: Sequence[Any]) -> None:
        self._row, self._things = row, things

    def __getitem__(self, place: Any) -> Any:
        """The row of that place, or the rows of a slice."""
        if isinstance(place, slice):
            return [self._row(one) for one in self._things[place]]
        return self._row(self._things[place])

    def __iter__(self) -> Iterator[Any]:
        """Every row, one after the other."""
        return map(self._row, self._things)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._things)
