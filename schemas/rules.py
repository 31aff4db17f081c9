"""Policy and guideline -> pandera schemas of what people may answer; every check carries the code of its problem.

The frames they read are the stage's own, joined beforehand so that one row holds all that a rule compares.
Each schema is validated once over all territories, lazily; a row that fails gives one problem per code.
"""

from __future__ import annotations

from collections.abc import Callable

import schemas.frames  # noqa: F401 - settles how text is kept before pandera is imported

# isort: split
import pandas as pd
import pandera.pandas as pa

from schemas.guideline import NOT_APPLICABLE, Guideline, Variable

Mask = Callable[[pd.DataFrame], "pd.Series[bool]"]
_NAMED_GRADE = 2


def rules(checks: dict[str, Mask]) -> pa.DataFrameSchema:
    """A schema with one row-wise check per code; `checks` say where a row is *wrong*."""
    return pa.DataFrameSchema(checks=[pa.Check(_right(wrong), error=code) for code, wrong in checks.items()])


def _right(wrong: Mask) -> Mask:
    def right(frame: pd.DataFrame) -> pd.Series[bool]:
        return ~wrong(frame).fillna(value=False).astype(bool)

    return right


def findings(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of `frame` that break a rule, with its code: columns `row` (position) and `code`, in order, no doubles."""
    indexed = frame.reset_index(drop=True)
    try:
        schema.validate(indexed, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        found: pd.DataFrame = cases[cases["index"].notna()][["index", "check"]].drop_duplicates()
        found.columns = pd.Index(["row", "code"])
        return found.astype({"row": "int64"}).sort_values(["row", "code"], ignore_index=True)
    return pd.DataFrame({"row": pd.Series(dtype="int64"), "code": pd.Series(dtype="str")})


def position_rules(guideline: Guideline) -> pa.DataFrameSchema:
    """Rules of one indicator's line: reasons, evidence, and the agreed level beside the answers.

    Reads the frame `Positions` with `highest`, `lowest` (levels given) and `n_not_applicable` joined.
    """
    high = guideline.policy.unsupported_level

    def unsupported(frame: pd.DataFrame) -> pd.Series[bool]:
        in_use = frame["level"].fillna(frame["highest"])
        return (in_use >= high) & (frame["evidence_grade"].fillna(0) == 0) & (frame["evidence"] == "")

    return rules(
        {
            "REASON_MISSING": lambda frame: (
                ((frame["n_not_applicable"] > 0) | (frame["state"] == NOT_APPLICABLE)) & (frame["comment"] == "")
            ),
            "EVIDENCE_MISSING": unsupported,
            "EVIDENCE_NOT_NAMED": lambda frame: (frame["evidence_grade"] >= _NAMED_GRADE) & (frame["evidence"] == ""),
            "AGREED_OUTSIDE": lambda frame: (
                ((frame["level"] < frame["lowest"]) | (frame["level"] > frame["highest"])) & (frame["comment"] == "")
            ),
        }
    )


def respondent_rules() -> pa.DataFrameSchema:
    """Rules of the respondents' list: who answers has an organisation and a type. Reads the frame `Respondents`."""
    return rules(
        {
            "RESPONDENT_UNNAMED": lambda frame: (
                (frame["n_answers"] > 0) & ((frame["organisation"] == "") | (frame["actor_type"] == ""))
            )
        }
    )


def context_rules() -> pa.DataFrameSchema:
    """Rules of single context values. Reads the frame `Context` with `low`, `high`, `soft_low`, `soft_high` joined."""
    return rules(
        {
            "VALUE_OUT_OF_RANGE": lambda frame: (frame["number"] < frame["low"]) | (frame["number"] > frame["high"]),
            "VALUE_UNUSUAL": lambda frame: (
                (frame["number"] >= frame["low"].fillna(frame["number"]))
                & (frame["number"] <= frame["high"].fillna(frame["number"]))
                & ((frame["number"] < frame["soft_low"]) | (frame["number"] > frame["soft_high"]))
            ),
            "DETAIL_MISSING": lambda frame: frame["missing"] != "",
        }
    )


def needs_detail(variable: Variable, value: str) -> tuple[str, ...]:
    """The details that must stand beside this value of `variable`."""
    return () if value in variable.no_detail_for else variable.required_with
