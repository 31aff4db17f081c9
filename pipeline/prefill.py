"""Known values from an earlier campaign, put into the cells of new questionnaires: context and respondents.

Answers, points and votes are not carried over: a new round asks anew, so that change can be seen.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.campaign_folder import CampaignFolder, open_campaign
from pipeline.state import open_state
from pipeline.story import rebuild
from sheet_templates.load import words

if TYPE_CHECKING:
    from sheet_templates.layout.parts import Prefill

_DETAILS = ("currency", "source", "text")


def earlier_values(earlier: Path, folder: CampaignFolder) -> dict[str, Prefill]:
    """Values by territory for the questionnaires of `folder`, from the last round of the campaign at `earlier`."""
    before = open_campaign(earlier)
    state = open_state(before.state)
    try:
        outcome = rebuild(before.guideline, before.campaign, state)
    finally:
        state.close()
    wanted = {territory.id for territory in folder.campaign.territories}
    values: dict[str, dict[tuple[str, str, str], str | float | int | bool]] = {one: {} for one in wanted}
    for row in outcome.context.to_dict("records"):
        if row["territory_id"] in wanted and row["state"] == "value":
            mine, key = values[row["territory_id"]], row["variable_id"]
            mine["context", key, "value"] = row["found"]
            when = row["year"] if not pd.isna(row["year"]) else row["month"] or row["date"]
            for name, value in (("when", when), *((name, row[name]) for name in _DETAILS)):
                if value != "":
                    mine["context", key, name] = value
    labels = _actor_labels(folder)
    for row in outcome.respondents.to_dict("records"):
        if row["territory_id"] in wanted:
            mine = values[row["territory_id"]]
            language = folder.campaign.territory(row["territory_id"]).language
            known = {"organisation": row["organisation"], "actor_type": labels.get((row["actor_type"], language), "")}
            for name, value in known.items():
                if value:
                    mine["respondents", row["respondent_id"], name] = value
    return dict(values)


def _actor_labels(folder: CampaignFolder) -> dict[tuple[str, str], str]:
    guideline = folder.guideline
    return {
        (key, language): words(language)(f"actor_types.{key}")
        for key in guideline.actor_types
        for language in guideline.languages
    }
