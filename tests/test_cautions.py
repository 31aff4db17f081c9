"""Bad input, or too little: told in a sentence, in the feedback and in the workbook; never an empty cell or a crash.

1. Nobody gave a level; one voice; no weight on what is scored; tied blocks; one territory only; people who disagree on
   whether a question applies: each is a caution, with the blocks or questions concerned.
2. A caution is told in the feedback and on the territory's page of the workbook, in the language of the reader; what
   concerns the whole territory stands on the overview as well.
3. A level that cannot be read is a problem at its cell, never a guess; it stands in the workbook.
4. A weight that is no number stops the program with a hint, and so does a number of the policy that makes no sense.
5. The reason why there is no index is told: no answer, too few blocks, a mandatory block, no weight.
6. Without anything odd there is no caution.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from pipeline.by_territory import Outcomes
from pipeline.campaign_folder import new_campaign, open_campaign
from pipeline.method import Step, aggregated_scores, weighted_mean
from pipeline.said import Teller
from reports import book, workbook
from reports.view import view
from schemas.errors import CampaignError
from schemas.frames.cautions import CAUTIONS
from schemas.guideline import Guideline
from schemas.outcome import Outcome
from sheet_templates.load import guideline, words
from tests.books import answers, outcome

ALL = [one.id for one in guideline().indicators()]
VARIED = {one: [n % 5, (n * 3 + 1) % 5, (n * 7) % 5] for n, one in enumerate(ALL)}
SAY = words("en")


def weightless() -> Guideline:
    """A guideline whose scenario gives all weight to the last block."""
    content = guideline()
    zero = replace(content.scenarios[0], weights={**dict.fromkeys(content.scenarios[0].weights, 0.0), "DAT": 1.0})
    return replace(content, scenarios=(zero, *content.scenarios[1:]))


@pytest.fixture(scope="module")
def odd() -> Outcome:
    """Territories with one oddity each."""
    typed = {
        "empty": {},
        "single": answers({one: values[:1] for one, values in VARIED.items()}),
        "tied": answers(dict.fromkeys(ALL, [2, 2])),
        "contested": answers({**VARIED, "LEG-1": ["SO", 1, 2], "COC-2": ["SO", 3, 3]}),
        "unreadable": answers({**VARIED, "LEG-1": ["trois ou quatre", 1, 2]}),
        "plain": answers(VARIED),
    }
    return outcome(typed)


@pytest.fixture(scope="module")
def alone() -> Outcome:
    """One territory, and no weight on what it has answered."""
    return outcome({"a": answers({one: [2, 3] for one in ALL if not one.startswith("DAT")})}, content=weightless())


def codes(found: Outcome, territory_id: str) -> list[str]:
    frame = found.cautions
    return list(frame[frame["territory_id"] == territory_id]["code"])


def told(found: Outcome, territory_id: str) -> list[str]:
    return [text for _, text in Teller(Outcomes(found), found.campaign.territory(territory_id)).sentences()]


def pages(found: Outcome, folder: Path) -> dict[str, list[str]]:
    """Every text of the consolidated workbook in English, by sheet."""
    seen = view(found, None, "en")
    read = load_workbook(book.write(folder / "x.xlsx", workbook.sheets(seen), workbook.facts(seen)), read_only=True)
    return {
        tab.title: [str(value) for row in tab.iter_rows(values_only=True) for value in row if value is not None]
        for tab in read
    }


def spoken(key: str, texts: list[str]) -> bool:
    """Whether the sentence stands in the texts; its placeholders may hold anything."""
    parts = [part for part in SAY(key, questions="\0").split("\0") if part.strip()]
    return all(part.strip() in " ".join(texts) for part in parts)


@pytest.mark.parametrize(
    ("territory_id", "expected"),
    [
        ("empty", ["all_missing"]),
        ("single", ["one_respondent"]),
        ("tied", ["ties"]),
        ("contested", ["applicability_contested"]),
        ("unreadable", []),
        ("plain", []),
    ],
)
def test_each_oddity_is_a_caution(odd: Outcome, territory_id: str, expected: list[str]):
    """1, 6."""
    assert [one for one in codes(odd, territory_id) if territory_id == "tied" or one != "ties"] == expected


def test_a_caution_names_what_it_is_about(odd: Outcome):
    """1."""
    frame = odd.cautions.set_index(["territory_id", "code"])["about"]

    assert frame["contested", "applicability_contested"] == "LEG-1;COC-2"
    assert frame["tied", "ties"].split(";") == [block.id for block in guideline().blocks]
    assert frame["empty", "all_missing"] == ""


def test_no_weight_and_nobody_to_compare_with(alone: Outcome):
    """1, 5."""
    assert codes(alone, "a") == ["zero_weights", "ties", "one_territory"]
    assert list(alone.index["reason"]) == ["no_weight"]
    assert {words("fr")("trust.bad.zero_weights"), words("fr")("trust.bad.one_territory")} <= set(told(alone, "a"))


@pytest.mark.slow
def test_the_workbook_says_each_caution(odd: Outcome, alone: Outcome, tmp_path: Path):
    """2. Between them the two outcomes have every caution there is."""
    several, one = pages(odd, tmp_path), pages(alone, tmp_path)
    overview = several[SAY("report.tabs.overview")] + one[SAY("report.tabs.overview")]
    own = {name.lower(): texts for name, texts in (several | one).items()}
    where = {
        "all_missing": "empty", "one_respondent": "single", "ties": "tied", "applicability_contested": "contested",
        "zero_weights": "a", "one_territory": "a",
    }  # fmt: skip

    assert set(where) == set(CAUTIONS)
    assert [code for code, place in where.items() if not spoken(f"trust.bad.{code}", own[place])] == []
    assert [code for code in CAUTIONS if code != "ties" and not spoken(f"trust.bad.{code}", overview)] == []


def test_the_feedback_names_the_questions(odd: Outcome):
    """2."""
    assert words("fr")("trust.bad.applicability_contested", questions="LEG-1, COC-2") in told(odd, "contested")


@pytest.mark.slow
def test_a_level_as_text_is_told_at_its_cell_and_stands_in_the_workbook(odd: Outcome, tmp_path: Path):
    """3."""
    found = odd.problems[(odd.problems["territory_id"] == "unreadable") & (odd.problems["about"] == "LEG-1")]
    scores = odd.indicator_scores.set_index(["territory_id", "indicator_id"])

    assert found["found"].tolist() == ["trois ou quatre"]
    assert scores.loc[("unreadable", "LEG-1"), "n_voices"] == 2
    assert "trois ou quatre" in " ".join(pages(odd, tmp_path)[SAY("report.tabs.problems")])


def test_a_weight_that_is_no_number_is_an_error_with_a_hint():
    """4."""
    with pytest.raises(ValueError, match="contain NaN: give every item a weight"):
        weighted_mean([1.0, 2.0], [1.0, float("nan")])
    with pytest.raises(ValueError, match="contain NaN"):
        aggregated_scores([[1.0, 2.0]], [Step([0, 0], [1.0, float("nan")])])


@pytest.mark.parametrize(
    "line", ["interval_level = nan", "weight_noise = 3", 'interval_method = "guess"', "prior_df = -1"]
)
def test_a_senseless_number_of_the_policy_is_named(tmp_path: Path, line: str):
    """4."""
    folder = tmp_path / "c"
    new_campaign(folder)
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + f"\n[policy]\n{line}\n", encoding="utf-8")

    with pytest.raises(CampaignError):
        open_campaign(folder)


def test_why_there_is_no_index():
    """5."""
    most = [one for one in ALL if not one.startswith("LEG")]
    content = replace(guideline(), policy=replace(guideline().policy, mandatory_blocks=("LEG",)))
    typed = {"most": answers(dict.fromkeys(most, [2])), "few": answers({"LEG-1": [2]}), "none": {}}
    found = outcome(typed, content=content).index.set_index("territory_id")["reason"]

    assert found.to_dict() == {"most": "mandatory_missing", "few": "no_answers", "none": "no_answers"}
    assert outcome({"two": answers({one: [2] for one in ALL if one[:3] in {"LEG", "COC"}})}).index[
        "reason"
    ].tolist() == ["too_few_blocks"]


def test_infinite_bounds_of_nothing_do_not_exist(odd: Outcome):
    """1. Whatever is missing is missing in every frame; no infinity comes out of a division by nothing."""
    for name in ("block_scores", "index", "intervals", "block_notes", "index_notes", "across", "reliability"):
        numbers = getattr(odd, name).select_dtypes("Float64").to_numpy(dtype=float, na_value=np.nan)

        assert not np.isinf(numbers).any(), name
