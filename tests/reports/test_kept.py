"""Files are written again when something in them is new, and only then.

1. A second run with the same inputs writes nothing and tells the same paths. What is made again and comes out as it was
   stays the very same file, with its date.
2. A changed answer, word, number of the policy, language, version of the program or title makes again what it touches.
3. What a person changed, deleted or damaged is written again; everything is made again when the list of files is lost.
4. A territory's own workbook stays as it is while nothing that is seen in it changes, even when others answer.
5. Several processes write the same bytes as one; a file that is blocked is named and does not stop the others.
6. A territory's workbook holds the numbers as they are shown.
7. A file that belongs to nobody any more is taken away when everything is written, unless somebody changed it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from reports import kept, programme, theme
from reports.cuts import Cuts
from reports.deliver import KINDS, deliver
from reports.orders import TERRITORY, WORKBOOK
from reports.sheet import Cell, Column, Sheet, table
from reports.shown import as_shown
from schemas.errors import OutputError
from schemas.outcome import Outcome
from tests.reports import factory, factory_trust

pytestmark = pytest.mark.slow

Change = Callable[[Outcome], Outcome]


def _in_one_language(made_up: Outcome) -> Outcome:
    return replace(made_up, campaign=replace(made_up.campaign, languages=("fr",), agencies=()))


def _small() -> Outcome:
    return _in_one_language(Cuts(factory_trust.trusted()).of(["praia", "zarzis", "cordoba"]))


@pytest.fixture(scope="module")
def small() -> Outcome:
    """Three territories with intervals, and one consolidated workbook."""
    return _small()


@pytest.fixture(scope="module")
def first(small: Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything is written already, not to be changed."""
    folder = tmp_path_factory.mktemp("first")
    deliver(small, folder, (WORKBOOK, TERRITORY))
    return folder


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return copytree(first, tmp_path / "out")


def _written(folder: Path, act: Callable[[], object]) -> set[str]:
    """The workbooks that `act` put in place; every other one is the very same file as before."""
    before = {path: path.stat().st_ino for path in folder.rglob("*.xlsx")}
    act()
    return {path.stem for path in folder.rglob("*.xlsx") if before.get(path) != path.stat().st_ino}


def test_nothing_new_writes_nothing(small: Outcome, folder: Path):
    """Requirement 1."""
    kinds = (WORKBOOK, TERRITORY)
    list_before = (folder / kept.NAME).read_bytes()

    assert _written(folder, lambda: deliver(_small(), folder, kinds)) == set()
    names = [path.relative_to(folder).as_posix() for path in deliver(small, folder, kinds)]
    assert names == ["consolidated-fr.xlsx", *(f"territories/{one}.xlsx" for one in ("zarzis", "cordoba", "praia"))]
    assert (folder / kept.NAME).read_bytes() == list_before


def _answered(outcome: Outcome) -> Outcome:
    comment = outcome.positions["comment"].astype("str").mask(outcome.positions["territory_id"] == "praia", "Nouveau.")
    return replace(outcome, positions=outcome.positions.assign(comment=comment))


def _decided(outcome: Outcome) -> Outcome:
    policy = replace(outcome.guideline.policy, min_voices_shown=4)
    return replace(outcome, guideline=replace(outcome.guideline, policy=policy))


def _translated(outcome: Outcome) -> Outcome:
    territories = tuple(
        replace(one, language="en") if one.id == "praia" else one for one in outcome.campaign.territories
    )
    return replace(outcome, campaign=replace(outcome.campaign, territories=territories))


def _reworded(outcome: Outcome) -> Outcome:
    first, *rest = outcome.guideline.blocks
    short = {language: f"{word}!" for language, word in first.short.items()}
    return replace(outcome, guideline=replace(outcome.guideline, blocks=(replace(first, short=short), *rest)))


ALL = {"consolidated-fr", "zarzis", "cordoba", "praia"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_answered, {"consolidated-fr", "praia"}),
        (_translated, {"praia"}),
        (_decided, ALL),
        (_reworded, ALL),
    ],
    ids=["an answer", "a language", "the policy", "a word"],
)
def test_what_is_new_is_written(small: Outcome, folder: Path, change: Change, expected: set[str]):
    """Requirement 2."""
    changed = change(small)

    assert _written(folder, lambda: deliver(changed, folder, (WORKBOOK, TERRITORY))) == expected
    assert _written(folder, lambda: deliver(changed, folder, (WORKBOOK, TERRITORY))) == set()


def test_another_version_of_the_program_makes_everything_again(
    small: Outcome, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    """Requirements 1, 2: code and content are parts of the version, whatever number it has."""
    mark = programme.programme()
    programme.programme.cache_clear()
    monkeypatch.setattr(programme, "_PACKAGES", ("reports", "schemas"))

    try:
        assert programme.programme() != mark
        before = kept.kept(folder)
        assert _written(folder, lambda: deliver(small, folder, (WORKBOOK, TERRITORY))) == set()
        after = kept.kept(folder)
        assert {Path(path).stem for path, (made_from, _) in after.items() if before[path][0] != made_from} == {"", *ALL}
    finally:
        programme.programme.cache_clear()


def test_what_was_changed_by_hand_is_written_again(small: Outcome, folder: Path):
    """Requirement 3."""
    (folder / "territories/praia.xlsx").unlink()
    with (folder / "territories/zarzis.xlsx").open("ab") as file:
        file.write(b" ")

    assert _written(folder, lambda: deliver(small, folder, (TERRITORY,))) == {"praia", "zarzis"}


@pytest.mark.parametrize("content", [None, "{", '{"a": 1}'])
def test_without_its_list_everything_is_made_again(small: Outcome, folder: Path, content: str | None):
    """Requirements 1, 3: a workbook that somebody wrote in, beside one that comes out as it was."""
    (folder / kept.NAME).unlink()
    if content is not None:
        (folder / kept.NAME).write_text(content)
    with (folder / "territories/praia.xlsx").open("ab") as file:
        file.write(b" ")

    assert _written(folder, lambda: deliver(small, folder, (WORKBOOK, TERRITORY))) == {"praia"}
    assert {Path(path).stem for path in kept.kept(folder)} == {"", *ALL}


def test_others_do_not_touch_a_workbook(small: Outcome, folder: Path):
    """Requirement 4: what nobody can see of a pooled figure, and the time of another territory's reading."""
    assert small.intervals["low"].notna().any()
    wide, nearly = (small.intervals.assign(low=small.intervals["low"] - less) for less in (0.1, 0.1001))
    deliver(replace(small, intervals=wide), folder, (TERRITORY,))
    later = replace(_answered(small), intervals=nearly, made_at=small.made_at.replace(year=2027), fingerprint="other")

    assert _written(folder, lambda: deliver(later, folder, (TERRITORY,))) == {"praia"}


def test_a_blocked_file_is_named_and_the_others_are_written(small: Outcome, tmp_path: Path):
    """Requirement 5."""
    for name in ("zarzis", "praia"):
        (tmp_path / f"territories/{name}.xlsx").mkdir(parents=True)

    with pytest.raises(OutputError) as raised:
        deliver(small, tmp_path, (TERRITORY,))

    assert "zarzis.xlsx" in raised.value.message
    assert "praia.xlsx" in raised.value.message
    assert (tmp_path / "territories/cordoba.xlsx").is_file()
    (tmp_path / "territories/zarzis.xlsx").rmdir()
    (tmp_path / "territories/praia.xlsx").rmdir()
    assert _written(tmp_path, lambda: deliver(small, tmp_path, (TERRITORY,))) == {"zarzis", "praia"}


@pytest.mark.parametrize("kinds", [KINDS, (TERRITORY,)], ids=["everything", "territories only"])
def test_what_belongs_to_nobody_is_taken_away(small: Outcome, folder: Path, kinds: tuple[str, ...]):
    """Requirement 7: two territories less, one of whose workbooks somebody wrote in; and a file that is not ours."""
    with (folder / "territories/zarzis.xlsx").open("ab") as file:
        file.write(b" ")
    (folder / "territories/note.xlsx").write_bytes(b"mine")

    deliver(Cuts(small).of(["praia"]), folder, kinds)

    here = {path.stem for path in (folder / "territories").iterdir()}
    assert here == {"praia", "zarzis", "note", *(() if kinds == KINDS else ("cordoba",))}
    assert (folder / "consolidated-fr.xlsx").is_file()
    assert ("territories/cordoba.xlsx" in kept.kept(folder)) == (kinds != KINDS)


@pytest.mark.slow
def test_processes_write_the_same_bytes(tmp_path: Path):
    """Requirement 5."""
    many = _in_one_language(factory.outcome(60, "core"))
    kinds = (WORKBOOK, TERRITORY)

    alone = deliver(many, tmp_path / "one", kinds, n_processes=1)
    together = deliver(many, tmp_path / "two", kinds, n_processes=2)

    assert [path.name for path in alone] == [path.name for path in together]
    assert [path.read_bytes() for path in alone] == [path.read_bytes() for path in together]


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [(62.5, "0", 63.0), (2.25, "0.0", 2.3), (0.125, "0%", 0.13), (0.1254, "0.0%", 0.125), (63.4, '0" · 5/7.5"', 63.0),
     (3, "0", 3), (None, "0", None), ("x", "0", "x"), (2.34567, "", 2.34567)],
)  # fmt: skip
def test_numbers_are_what_is_shown(value: float | str | None, number_format: str, expected: float | str | None):
    """Requirement 6."""
    style = theme.Style("centre", number_format)
    sheet = Sheet("k", "T", "H", (table("T", [Column("A", 9, style), Column("B")], [(value, Cell(value, style))]),))

    (row,) = as_shown(sheet).parts[0].rows  # type: ignore[union-attr]

    assert (row[0], row[1].value) == (expected, expected)
