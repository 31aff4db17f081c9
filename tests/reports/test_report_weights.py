"""The live sheet.

1. Before any recalculation it shows our own figures: index, first blocks, shares.
2. Only the choice and the weights can be changed, each with its rule; nothing is hidden, volatile or linked.
3. LibreOffice's forced recalculation gives the same within 1e-9, as published and after a reader's change.
4. A withheld index stays withheld; above the limit of territories there is no live sheet, and the method says so.
5. The names of the blocks to look at first are those of the outcome, whatever the ties.
6. A block whose gap is measured to a target of its own is measured to it here too, before and after a recalculation.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from reports import book, workbook
from reports.sections import weights, what_if
from reports.view import View, view
from schemas.frames import BlockScores, Index
from sheet_templates import load
from tests.reports import factory
from tests.reports.factory_trust import trusted
from tests.reports.office import SOFFICE, converted, edited

pytestmark = pytest.mark.slow

SAY = load.words("en")
LIVE, STEPS = SAY("report.tabs.weights"), SAY("report.tabs.working")
OWN = (0.0, 0.0, 50.0, 10.0, 10.0, 10.0, 50.0, 10.0)


@pytest.fixture(scope="module")
def seen() -> View:
    """The consolidated view in English."""
    return view(factory.outcome(depth="core"), None, "en")


@pytest.fixture(scope="module")
def path(seen: View, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workbook."""
    return book.write(tmp_path_factory.mktemp("live") / "live.xlsx", workbook.sheets(seen), workbook.facts(seen))


@pytest.fixture(scope="module")
def own_targets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook in which gaps of LEG are measured to 95, all others to the level aimed at."""
    made = trusted()
    legal = made.block_notes["block_id"] == "LEG"
    notes = made.block_notes.assign(target_points=made.block_notes["target_points"].mask(legal, 95.0))
    found = view(replace(made, block_notes=notes), None, "en")
    return book.write(tmp_path_factory.mktemp("own") / "own.xlsx", workbook.sheets(found), workbook.facts(found))


def test_a_target_of_its_own_stands_in_its_column(own_targets: Path):
    """Requirement 6."""
    rows = _table(load_workbook(own_targets), STEPS, "Working_targets")

    assert {row[1:3] for row in rows} == {(95, "=weights_target")}


def _table(read: Workbook, tab: str, name: str) -> list[tuple[object, ...]]:
    sheet = read[tab]
    return [tuple(cell.value for cell in row) for row in sheet[sheet.tables[name].ref]][1:]


def _named(path: Path, name: str) -> str:
    return str(load_workbook(path).defined_names[name].attr_text)


def test_the_figures_shown_first_are_ours(seen: View, path: Path):
    """Requirement 1."""
    read = load_workbook(path, data_only=True)
    rows = _table(read, LIVE, "Weights_index")

    assert [one.name for one in seen.territories] == [row[0] for row in rows]
    for one, row in zip(seen.territories, rows, strict=True):
        ours = seen.index[one.territory_id].index
        assert ("[w]" if ours is None else ours, "[w]" if ours is None else 0) == (row[3], row[4])
        assert what_if.first_blocks(seen, one) == [name for name in row[5:8] if name]
    for one, row in zip(seen.territories, _table(read, STEPS, "Working_used"), strict=True):
        assert what_if.weights(seen, one) == pytest.approx(row[1:], rel=0, abs=1e-12)


def test_only_entries_can_be_changed(seen: View, path: Path):
    """Requirement 2."""
    read = load_workbook(path)
    sheet = read[LIVE]
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    ruled = {str(one.sqref) for one in sheet.data_validations.dataValidation}

    assert len(seen.blocks) + 1 == len(unlocked)
    assert unlocked == ruled
    assert sheet.protection.sheet
    assert read[STEPS].protection.sheet
    assert {"list", "decimal"} == {one.type for one in sheet.data_validations.dataValidation}


def test_a_withheld_index_stays_withheld(path: Path):
    """Requirement 4."""
    row = next(row for row in _table(load_workbook(path), LIVE, "Weights_index") if row[0] == "Leeds")

    assert row[2:5] == ("[w]", "[w]", "[w]")


def test_too_many_territories_have_no_live_sheet(seen: View):
    """Requirement 4."""
    policy = replace(seen.guideline.policy, workbook_territories=5)
    large = replace(seen, guideline=replace(seen.guideline, policy=policy))

    sheets = workbook.sheets(large)

    assert not weights.possible(large)
    assert "weights" not in {one.key for one in sheets}
    said = SAY("report.weights.many", most=5)
    assert said in {getattr(part, "text", "") for one in sheets for part in one.parts}


def test_ties_go_to_the_first_block_of_the_guideline():
    """Requirement 5: equal gaps under equal weights keep the order of the questionnaire."""
    plain = factory.outcome(depth="core")
    scores = plain.block_scores.assign(
        score=plain.block_scores["score"].mask(plain.block_scores["score"].notna(), 50.0)
    )
    territories = plain.territories.assign(scenario="S0", overlay="")
    even = replace(
        plain, block_scores=BlockScores.validate(scores), index=Index.validate(plain.index), territories=territories
    )
    seen = view(even, None, "en")

    assert [seen.local(block.short) for block in seen.blocks[:3]] == what_if.first_blocks(seen, seen.territories[0])


def _same(ours: list[tuple[object, ...]], theirs: list[tuple[object, ...]]) -> None:
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        for mine, found in zip(one, other, strict=True):
            if isinstance(mine, int | float):
                assert mine == pytest.approx(found, rel=1e-9, abs=1e-9)
            else:
                assert (mine or "") == (found or "")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("targets", ["path", "own_targets"])
def test_a_forced_recalculation_gives_our_figures(targets: str, request: pytest.FixtureRequest, tmp_path: Path):
    """Requirements 3 and 6."""
    path = request.getfixturevalue(targets)
    place = _named(path, "weights_mode").rsplit("!", 1)[1].replace("$", "")
    ours, theirs = load_workbook(path, data_only=True), load_workbook(converted(path, tmp_path), data_only=True)

    assert ours[LIVE][place].value == theirs[LIVE][place].value == 1
    for tab, names in (
        (LIVE, ("Weights_blocks", "Weights_list", "Weights_index", "Weights_first")),
        (STEPS, ("Working_scores", "Working_used", "Working_targets", "Working_gaps")),
    ):
        for name in names:
            area = ours[tab].tables[name].ref
            _same(*([tuple(cell.value for cell in row) for row in read[tab][area]] for read in (ours, theirs)))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_other_weights_give_what_we_would_compute(seen: View, path: Path, tmp_path: Path):
    """Requirement 3: weights typed by a reader, among them two of 0."""
    read = load_workbook(path)
    sheet = f"xl/worksheets/sheet{read.sheetnames.index(LIVE) + 1}.xml"
    choice = _named(path, "weights_choice").rsplit("!", 1)[1].replace("$", "")
    first = int(_named(path, "weights_own").rsplit("!", 1)[1].split(":")[0].rsplit("$", 1)[1])
    typed = {f"B{first + row}": f"><v>{weight:g}</v>" for row, weight in enumerate(OWN)}
    typed[choice] = f' t="inlineStr"><is><t>{SAY("report.weights.own")}</t></is>'
    changed = edited(path, tmp_path / "changed.xlsx", sheet, typed)

    theirs = load_workbook(converted(changed, tmp_path), data_only=True)[LIVE]

    shares = [weight / sum(OWN) for weight in OWN]
    area = read[LIVE].tables["Weights_index"].ref
    rows = [tuple(cell.value for cell in row) for row in theirs[area]][1:]
    for one, row in zip(seen.territories, rows, strict=True):
        scores = [seen.block_scores[(one.territory_id, block.id)].score for block in seen.blocks]
        known = [(score, share) for score, share in zip(scores, shares, strict=True) if score is not None]
        if seen.index[one.territory_id].index is None:
            assert row[3] == "[w]"
            continue
        expected = sum(score * share for score, share in known) / sum(share for _, share in known)
        assert expected == pytest.approx(row[3], rel=1e-9)
        gaps = [
            max(0.0, 75 - score) * share if score is not None else 0.0
            for score, share in zip(scores, shares, strict=True)
        ]
        order = sorted((place for place in range(8) if gaps[place] > 1e-8), key=lambda place: (-gaps[place], place))
        assert [seen.local(seen.blocks[place].short) for place in order[:3]] == [name for name in row[5:8] if name]
