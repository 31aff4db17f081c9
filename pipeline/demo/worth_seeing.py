"""A few lines for a newcomer: what to open, what to look at there, how to go on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from pipeline.demo.folder import COPIES, SHEETS
from schemas.campaign import Campaign
from schemas.frames.base import records
from schemas.grouping import ACTORS
from schemas.outcome import Outcome


def lines(directory: Path, outcome: Outcome) -> Iterator[str]:
    """The lines to print after the demo was played in `directory`."""
    campaign = outcome.campaign
    n_answers = int(outcome.territories["n_answers"].sum())
    languages = ", ".join(f"-{one}" for one in campaign.languages[1:])
    agency, files = campaign.agencies[0].id, _by_file(campaign)
    as_file, as_sheet = _example(outcome, files), _example(outcome, {one.id for one in campaign.territories} - files)
    yield (
        f"{len(campaign.territories)} territories, {len(campaign.languages)} languages, two sessions, "
        f"{n_answers} answers. Facts have their sources; scores, people and comments are invented."
    )
    yield "Open:"
    yield f"  {directory / 'out' / f'consolidated-{campaign.languages[0]}.xlsx'}   everything, in French (also {languages})"
    yield f"  {directory / 'out' / f'{agency}.xlsx'}   what one agency receives ({_others(outcome)})"
    if as_sheet:
        yield f"  {directory / COPIES / f'{as_sheet}.xlsx'}   a questionnaire as its spreadsheet stands, with what the tool answers"
    yield f"  {directory / SHEETS / f'{as_file}.xlsx'}   a questionnaire as it came back by file ..."
    yield f"  {directory / SHEETS / f'{as_file}.feedback.xlsx'}   ... and what the tool answers"
    yield "Worth seeing:"
    yield from (f"  {line}" for line in _stories(outcome))
    yield "Go on:"
    yield f"  pipeline -C {directory} status          who has filled in what"
    yield f"  pipeline -C {directory} problems        what is still to be mended, in each territory's language"
    yield f"  change an answer in {directory / SHEETS / f'{as_file}.xlsx'}, save, then: pipeline -C {directory} sync"
    if as_sheet:
        yield f"  pipeline rehearse --serve --open {directory}   opens the spreadsheets to any client of Google's Sheets API"
        yield f"  {directory / COPIES} holds copies, made at the end of the exercise: nothing is read from there"


def _by_file(campaign: Campaign) -> frozenset[str]:
    """The territories that answer by file."""
    return frozenset(one.id for one in campaign.territories if (one.store or campaign.store).startswith("folder:"))


def _example(outcome: Outcome, among: Collection[str]) -> str:
    """Of these, the territory in the lead language with most to mend: its feedback has something to say; "" for none."""
    rows = outcome.territories[outcome.territories["territory_id"].isin(among)]
    lead = rows[rows["language"] == outcome.campaign.languages[0]]
    return str(lead.sort_values("n_errors", ascending=False)["territory_id"].iloc[0]) if len(lead) else ""


def _others(outcome: Outcome) -> str:
    return "also " + ", ".join(one.id for one in outcome.campaign.agencies[1:])


def _stories(outcome: Outcome) -> Iterator[str]:
    """One line per thing that happens in every real exercise, with the numbers of this one."""
    answered = {}
    for row in records(outcome.territories):
        mine = outcome.coverage[outcome.coverage["territory_id"] == row["territory_id"]]
        given = mine[["n_levels", "n_dont_know", "n_not_applicable"]].to_numpy().sum()
        answered[row["territory_id"]] = 100 * given / mine["n_expected"].sum()
    for row in records(outcome.index):
        if row["status"] == "partial":
            name = outcome.campaign.territory(row["territory_id"]).name
            share = answered[row["territory_id"]]
            yield f'{name}: {share:.0f}% answered, {row["n_blocks"]} of {row["n_applicable"]} blocks scored, so its index is "partial"'
    files = _by_file(outcome.campaign)
    away = "file was open" if "pistoia-it" in files else "spreadsheet was in the bin"
    yield f"Pistoia: on LEG-4 the answers lie 3 levels apart; its {away} during the second sync and was read later"
    yield "Montréal: two counts of organisations with different perimeters, and one answer changed after the deadline"
    yield "Barcelona: one organisation answered twice and counts once; Taoyuan: questions that do not apply, with the reason"
    alone = " answered by file, the others in spreadsheets;" if len(files) == 1 else ""
    yield f"Jendouba:{alone} Arabic and French together, yes and no instead of levels; Praia: decimal commas"
    yield "Córdoba: formulas pasted into the budget column, each answered in the feedback"
    gaps = outcome.group_gaps[outcome.group_gaps["grouping"] != ACTORS]
    yield (
        f"Women and men, centre and periphery: {gaps['territory_id'].nunique()} territories are told in their feedback; "
        "the workbooks tell the mean"
    )
