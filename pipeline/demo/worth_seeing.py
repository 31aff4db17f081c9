"""A few lines for a newcomer: what to open, what to look at there, how to go on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from schemas.frames.base import records
from schemas.outcome import Outcome


def lines(directory: Path, outcome: Outcome) -> Iterator[str]:
    """The lines to print after the demo was played in `directory`."""
    campaign = outcome.campaign
    n_answers = int(outcome.territories["n_answers"].sum())
    languages = ", ".join(f"-{one}" for one in campaign.languages[1:])
    example, agency = _example(outcome), campaign.agencies[0].id
    yield (
        f"{len(campaign.territories)} territories, {len(campaign.languages)} languages, two sessions, "
        f"{n_answers} answers. Facts have their sources; scores, people and comments are invented."
    )
    yield "Open:"
    yield f"  {directory / 'out' / f'consolidated-{campaign.languages[0]}.xlsx'}   everything, in French (also {languages})"
    yield f"  {directory / 'out' / f'{agency}.xlsx'}   what one agency receives ({_others(outcome)})"
    yield f"  {directory / 'sheets' / f'{example}.xlsx'}   a questionnaire as it came back ..."
    yield f"  {directory / 'sheets' / f'{example}.feedback.xlsx'}   ... and what the tool answers"
    yield "Worth seeing:"
    yield from (f"  {line}" for line in _stories(outcome))
    yield "Go on:"
    yield f"  pipeline -C {directory} status          who has filled in what"
    yield f"  pipeline -C {directory} problems        what is still to be mended, in each territory's language"
    yield f"  change an answer in {directory / 'sheets'}, save, then: pipeline -C {directory} sync"


def _example(outcome: Outcome) -> str:
    """The territory in the lead language with most to mend: its feedback has something to say."""
    lead = outcome.territories[outcome.territories["language"] == outcome.campaign.languages[0]]
    return str(lead.sort_values("n_errors", ascending=False)["territory_id"].iloc[0])


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
            yield f'{name}: {share:.0f} % answered, {row["n_blocks"]} of {row["n_applicable"]} blocks scored, so its index is "partial"'
    yield "Pistoia: on LEG-4 the answers lie 3 levels apart; its file was open during the second sync and was read later"
    yield "Montréal: two counts of organisations with different perimeters, and one answer changed after the deadline"
    yield "Barcelona: one organisation answered twice and counts once; Taoyuan: questions that do not apply, with the reason"
    yield "Jendouba: Arabic and French in one sheet, yes and no instead of levels; Praia: decimal commas"
    yield "Córdoba: formulas pasted into the budget column, each answered in the feedback"
