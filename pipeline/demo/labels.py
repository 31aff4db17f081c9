"""What people choose from the drop-downs of their own questionnaire, by key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.demo.panel import Change, Typed
from schemas.guideline import Guideline, one_of
from sheet_templates.layout.lists_tab import level_label
from sheet_templates.load import words

MANY = "; "


@dataclass(frozen=True, slots=True)
class Labels:
    """The entries of the lists in one language."""

    guideline: Guideline
    language: str

    def level(self, level: int) -> str:
        """A level, such as "3 – Opérationnel"."""
        return level_label(words(self.language), level)

    def evidence(self, grade: int) -> str:
        """A grade of evidence, such as "E2 – Document cité"."""
        return f"E{grade} – {words(self.language)(f'evidence.E{grade}.label')}"

    def yes(self) -> str:
        """The word for yes."""
        return words(self.language)("answers.yes.label")

    def actor_type(self, key: str) -> str:
        """A type of actor."""
        return words(self.language)(f"actor_types.{key}")

    def asked(self, grouping: str, said: str) -> str:
        """What a person is asked about: the entry of the list, or the words themselves where they are no key of it."""
        choices = one_of(self.guideline.groupings, grouping).choices
        return choices[said][self.language] if said in choices else said

    def context(self, variable_id: str, key: str) -> str:
        """An entry of a variable's list; the key itself where the variable has no list."""
        choices = one_of(self.guideline.variables, variable_id).choices
        return choices[key][self.language] if choices else key

    def plan(self, column_id: str, *keys: str) -> str:
        """Entries of a plan column's list, as people join several."""
        choices = one_of(self.guideline.plan_columns, column_id).choices
        return MANY.join(choices[key][self.language] for key in keys)

    def several(self, variable_id: str, keys: Iterable[str]) -> str:
        """Several entries of a variable's list."""
        return MANY.join(self.context(variable_id, key) for key in keys)

    def typed(self, change: Change) -> Typed:
        """What a change puts into its cell."""
        if change.kind == "level":
            return self.level(int(change.value))
        if change.kind == "choice":
            key = str(change.value)
            return self.context(change.row, key) if change.tab == "context" else self.plan(change.column, key)
        return change.value
