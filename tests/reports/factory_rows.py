"""Rows of every frame of the test outcome, territory by territory."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pandas as pd

from schemas import frames
from schemas.campaign import Campaign, Territory
from schemas.frames.base import typed
from schemas.guideline import Guideline
from schemas.outcome import Outcome
from tests.reports.factory_words import EMAIL, PERSON, PHONE, ROLE, WILD, actions, problems

PULLED_AT = datetime(2026, 6, 1, 14, 30, tzinfo=UTC)
FINGERPRINT = "6f1d2c9a"
_ACTORS = ("municipality", "municipality", "municipality", "sse_network", "university")


def _wild(number: int) -> str:
    """One of the wild texts; a frame may be kept in UTF-8 and then holds no lone surrogate."""
    return WILD[number % len(WILD)].replace("\ud800", "\ufffd")


def _frame(model: type[frames.Answers], rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """A validated frame; columns added to a model after the ones told here stay empty."""
    types = list(model.empty().dtypes)
    return model.validate(typed(model, [(*row, *(_EMPTY.get(str(one)) for one in types[len(row) :])) for row in rows]))


_EMPTY = {"str": "", "boolean": False, "Int64": 0}
_FRAMES = [
    "Territories",
    "Pulls",
    "Answers",
    "Positions",
    "Respondents",
    "Context",
    "Actions",
    "IndicatorScores",
    "BlockScores",
    "DriverScores",
    "Index",
    "Coverage",
    "Recommendations",
    "Problems",
]


class Build:
    """Rows of every frame, territory by territory."""

    def __init__(self, held: Campaign, content: Guideline) -> None:
        self.campaign, self.content = held, content
        self.rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in _FRAMES}

    def run(self) -> None:
        """Add the rows of every territory."""
        for number, territory in enumerate(self.campaign.territories):
            self._territory(number, territory)

    def outcome(self) -> Outcome:
        """The outcome of all rows."""
        made = {name: _frame(getattr(frames, name), rows) for name, rows in self.rows.items()}
        fields = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower(): frame for name, frame in made.items()}
        return Outcome(
            campaign=self.campaign, guideline=self.content, made_at=PULLED_AT, fingerprint=FINGERPRINT, **fields
        )

    def _territory(self, number: int, territory: Territory) -> None:
        here, silent = territory.id, territory.id == "leeds"
        pull = f"{here}-p1"
        n_levels = 0
        for block_number, block in enumerate(self.content.blocks):
            values: list[float | None] = []
            counts = [0] * 6
            discussed = agreed_count = 0
            asked = [one for one in block.indicators if one.core or self.campaign.depth == "full"]
            drivers: dict[str, list[float | None]] = {driver: [] for driver in self.content.drivers}
            for place, indicator in enumerate(asked):
                levels: list[int] = []
                column = ["n_levels", "n_dont_know", "n_not_applicable", "n_blank", "n_invalid"]
                state_counts = dict.fromkeys(column, 0)
                for respondent in range(5):
                    state, level = self._answer(number, block_number, place, respondent, silent=silent)
                    if level is not None:
                        levels.append(level)
                    state_counts["n_levels" if state == "level" else f"n_{state}"] += 1
                    found = _wild(number + place + block_number) if state == "invalid" else ""
                    if level is not None:
                        found = f"{level} – " + self.content.id
                    cell = f"{chr(70 + respondent)}{place + 7}"
                    self.rows["Answers"].append(
                        (here, block.id, indicator.id, f"R{respondent + 1}", state, level, found,
                         block.short[territory.language], cell, pull, PULLED_AT)
                    )  # fmt: skip
                value = sum(levels) / len(levels) if levels else None
                agreed = float(round(value)) if value is not None and place % 2 == 0 and not silent else None
                value = agreed if agreed is not None else value
                spread = float(max(levels) - min(levels)) if levels else None
                discuss = bool(spread and spread >= 2)
                discussed, agreed_count = discussed + discuss, agreed_count + (agreed is not None)
                wild = _wild(number * 7 + block_number * 5 + place)
                comment = f"{wild}" if place == 0 else f"Dit {PERSON}, {EMAIL}, {PHONE}" if place == 1 else ""
                self.rows["Positions"].append(
                    (here, block.id, indicator.id, "level" if agreed is not None else "blank", agreed,
                     2 if agreed is not None else None, "Délibération 2021-14" if agreed is not None else "", comment,
                     True if place == 2 else None, "", block.short[territory.language],
                     f"K{place + 7}", f"L{place + 7}", f"M{place + 7}")
                )  # fmt: skip
                status = "scored" if value is not None else "unanswered"
                label = "too_few_voices" if len(levels) < 3 else "contested" if discuss else "agreed"
                self.rows["IndicatorScores"].append(
                    (here, block.id, indicator.id, status,
                     "agreed" if agreed is not None else "respondents" if levels else "none",
                     value, None if value is None else value * 25, agreed,
                     sum(levels) / len(levels) if levels else None,
                     float(sorted(levels)[len(levels) // 2]) if levels else None,
                     len(levels), state_counts["n_dont_know"], state_counts["n_not_applicable"],
                     state_counts["n_blank"], state_counts["n_invalid"], spread, 1.5 if discuss else 0.0,
                     0.5 if len(levels) > 1 else None, label if levels else "", discuss,
                     2 if agreed is not None else None, "")
                )  # fmt: skip
                values.append(value)
                for driver in indicator.drivers:
                    drivers[driver].append(value)
                for at, name in enumerate(column):
                    counts[at] += state_counts[name]
            n_levels += counts[0]
            self._block(here, block.id, values, counts)
            for driver, found_values in drivers.items():
                known = [one for one in found_values if one is not None]
                self.rows["DriverScores"].append(
                    (
                        here,
                        block.id,
                        driver,
                        25 * sum(known) / len(known) if known else None,
                        len(found_values),
                        len(known),
                    )
                )
            expected = 5 * len(asked)
            self.rows["Coverage"].append(
                (
                    here,
                    block.id,
                    expected,
                    *counts[:5],
                    100 * (expected - counts[3] - counts[4]) / expected,
                    agreed_count,
                    discussed,
                )
            )
            self._advice(here, block, values)
        self._rest(territory, pull, n_levels)

    @staticmethod
    def _answer(number: int, block: int, place: int, respondent: int, *, silent: bool) -> tuple[str, int | None]:
        if silent and (block, place) not in {(0, 0), (0, 1), (3, 1)}:
            return "blank", None
        dice = number * 31 + block * 17 + place * 7 + respondent * 3
        if dice % 29 == 0:
            return "invalid", None
        if dice % 23 == 0:
            return "dont_know", None
        if dice % 31 == 0:
            return "not_applicable", None
        if number == 2 and block == 7 and place > 1:
            return "blank", None
        return "level", max(
            0,
            min(4, (number * 3 + block * 2) % 5 + place % 2 - (respondent % 3) * (place % 4 == 3)),
        )

    def _block(self, here: str, block_id: str, values: list[float | None], counts: list[int]) -> None:
        known = [one for one in values if one is not None]
        enough = len(known) >= 2 and len(known) / len(values) >= 2 / 3
        mean = sum(known) / len(known) if known else None
        band = "" if not enough or mean is None else "low" if mean < 1.5 else "mid" if mean < 2.75 else "high"
        missing = len(values) - len(known)
        self.rows["BlockScores"].append(
            (here, block_id, "scored" if enough else "withheld", "" if enough else "too_few",
             25 * mean if enough and mean is not None else None,
             25 * sum(known) / len(values), 25 * (sum(known) + 4 * missing) / len(values),
             mean if enough else None, band, len(known) / len(values), len(values), len(values), len(known),
             counts[0], "LEG-1" if enough and block_id == "LEG" else "")
        )  # fmt: skip

    def _advice(self, here: str, block: object, values: list[float | None]) -> None:
        known = [one for one in values if one is not None]
        if not known:
            return
        mean = sum(known) / len(known)
        band = "low" if mean < 1.5 else "mid" if mean < 2.75 else "high"
        taken = [one for one in block.recommendations if one.band == band]  # type: ignore[attr-defined]
        for place, one in enumerate(taken):
            first = one.indicators[0]
            self.rows["Recommendations"].append(
                (here, one.id, one.block_id, ("do", "discuss", "collect_first")[place % 3], place + 1, place < 2,
                 0.25 + place / 10, 1.0, 0.125, 1.0, 0.8, one.horizon, one.lead_type, ";".join(one.agencies),
                 "; ".join(f"{name}=1.5" for name in one.indicators), f"Onglet!G7; {first}!G8",
                 0.7, "", "8.3;16.6", one.agencies[0], "BAND@1")
            )  # fmt: skip

    def _rest(self, territory: Territory, pull: str, n_levels: int) -> None:
        here, silent = territory.id, territory.id == "leeds"
        blocks = [row for row in self.rows["BlockScores"] if row[0] == here]
        known = [float(str(row[4])) for row in blocks if row[4] is not None]
        enough = len(known) >= 6
        chosen = [self.content.scenario(one) for one in (territory.scenario, territory.overlay) if one]
        weights = [sum(one.weights[str(row[1])] for one in chosen) for row in blocks if row[4] is not None]
        weighed = sum(score * weight for score, weight in zip(known, weights, strict=True))
        index = weighed / sum(weights) if enough else None
        lower = sum(float(str(row[5])) for row in blocks) / len(blocks)
        upper = sum(float(str(row[6])) for row in blocks) / len(blocks)
        status = "withheld" if not enough else "complete" if len(known) == len(blocks) else "partial"
        self.rows["Index"].append(
            (here, territory.scenario, status, "", index, index, lower, upper, len(known), len(blocks),
             "LEG;PLA;DAT", "PLA;LEG;DAT" if enough else "LEG;PLA;DAT")
        )  # fmt: skip
        self.rows["Territories"].append(
            (here, territory.name, territory.country, territory.language, territory.scenario, territory.overlay,
             "stale" if here == "praia" else "pulled", "FILE_OPEN" if here == "praia" else "", pull, PULLED_AT,
             5, n_levels, 1, 1, 0)
        )  # fmt: skip
        self.rows["Pulls"].append((pull, here, "ab" * 32, f"{here}.xlsx", "r1", n_levels, PULLED_AT))
        for respondent, actor in enumerate(_ACTORS):
            self.rows["Respondents"].append(
                (
                    here,
                    f"R{respondent + 1}",
                    f"Organisation {respondent + 1}",
                    actor,
                    ROLE,
                    0 if silent else 20,
                    "Répondants",
                    f"B{respondent + 5}",
                )
            )
        for variable in self.content.variables:
            self.rows["Context"].append(
                (
                    here,
                    variable.id,
                    "blank",
                    "",
                    None,
                    None,
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "Contexte",
                    "C5",
                )
            )
        self.rows["Problems"] += problems(here)
        if not silent:
            self.rows["Actions"] += actions(here)
