"""A problem in the words of the reader, whatever language its territory works in."""

from __future__ import annotations

import json

from reports.rows import Record
from reports.view import View
from sheet_templates.messages import number_in_plan, wording


def message(view: View, problem: Record) -> tuple[str, str, str]:
    """What is wrong and what to do, in one text, what is accepted, what was found; quotes held back where agreed."""
    values: dict[str, str] = json.loads(problem.values) if problem.values else {}
    said = wording(
        view.words,
        view.guideline,
        code=problem.code,
        found=view.redaction.quote(problem.found),
        about=number_in_plan(problem.about, problem.territory_id),
        values={name: view.redaction.public(str(value)) for name, value in values.items()},
    )
    return " ".join(part for part in (said.what, said.do) if part), said.accepted, said.found
