"""Every kind of file the program writes, through every layer that catches something (the study of the workbook, 7).

1. A strict reading of the XML: every part well formed, every style, shared text and relation there, rows in order.
2. Two readers, calamine and openpyxl, find the same values; openpyxl saves what it read and opens it again.
3. The rules of the Open XML SDK, by openxml-audit: nothing to mend.
4. LibreOffice opens it, saves it, and the values are the same: also through its own format.
5. The accessibility rules that apply to the kind, in each of the four languages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.reports.every_file import FORMS, REPORTS, TWINS, one_file
from tests.reports.lint import findings
from tests.reports.lint_tables import ods_findings, xlsx_findings
from tests.reports.office import SOFFICE, converted
from tests.reports.strict import broken

LANGUAGES = ("fr", "en", "es", "pt")
FORM_LANGUAGES = ("fr", *(pytest.param(one, marks=pytest.mark.slow) for one in LANGUAGES[1:]))
READ = (*REPORTS, *TWINS)
#: What is read is larger than what is filled in, and tested for its own sake elsewhere.
WORKBOOKS = (*FORMS, *(pytest.param(one, marks=pytest.mark.slow) for one in (*REPORTS, TWINS[0])))
#: Rules that forms break on purpose: they are filled in, not read. Their author is who fills them in (2). Merged cells
#: carry long explanations (30). Hidden are the marks by which a tab is known again, in small letters in A1 (16, 31, 35),
#: the keys of rows (31) and the lists of choices (12); a cursor stands where one begins to type (9), and formulas count
#: what is filled in, on sheets that stay open (45).
FORM_RULES = {"2", "9", "12", "16", "30", "31", "35", "45"}


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The file of a kind in a language, each made when it is first asked for."""
    return cache(lambda kind, language="fr": one_file(kind, language, tmp_path_factory.mktemp(language)))


def _values(path: Path) -> dict[str, list[list[object]]]:
    """Tab -> rows of numbers and texts, without empty cells at the end."""
    read = CalamineWorkbook.from_path(path)
    return {name: read.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in read.sheet_names}


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_every_part_is_whole(file: Callable[..., Path], kind: str):
    """Requirement 1."""
    assert broken(file(kind)) == []


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_two_readers_find_the_same(file: Callable[..., Path], kind: str, tmp_path: Path):
    """Requirement 2."""
    read, other = load_workbook(file(kind), data_only=True), _values(file(kind))

    assert read.sheetnames == list(other)
    for sheet in read.worksheets:
        for row, values in zip(sheet.iter_rows(values_only=True), other[sheet.title], strict=False):
            for one, found in zip(row, values, strict=False):
                if isinstance(one, int | float) and not isinstance(one, bool):
                    assert found == pytest.approx(one)
                elif isinstance(one, str) and "_x00" not in one:
                    assert found == one
    read.save(tmp_path / "again.xlsx")
    assert load_workbook(tmp_path / "again.xlsx").sheetnames == read.sheetnames


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*WORKBOOKS, TWINS[1]])
def test_the_rules_of_the_sdk_find_nothing(file: Callable[..., Path], kind: str):
    """Requirement 3."""
    audit = pytest.importorskip("openxml_audit")
    path = file(kind)
    judge = audit.OdfValidator() if path.suffix == ".ods" else audit.OpenXmlValidator()

    found = judge.validate(str(path)).errors

    assert [str(one) for one in found if one.severity is audit.ValidationSeverity.ERROR] == []


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("through", ["xlsx", "ods"])
@pytest.mark.parametrize("kind", [*WORKBOOKS, TWINS[1]])
def test_libreoffice_keeps_the_values(file: Callable[..., Path], kind: str, through: str, tmp_path: Path):
    """Requirement 4."""
    ours, theirs = _values(file(kind)), _values(converted(file(kind), tmp_path, through))

    assert list(theirs) == list(ours)
    for tab, rows in ours.items():
        for row, values in zip(rows, theirs[tab], strict=False):
            for one, found in zip(row, values, strict=False):
                if isinstance(one, float):
                    assert found == pytest.approx(one, rel=1e-9)
                elif isinstance(one, str) and one and "_x00" not in one:
                    assert str(found).split() == one.split()


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", READ)
def test_reports_keep_every_rule(file: Callable[..., Path], kind: str, language: str):
    """Requirement 5."""
    path = file(kind, language)
    rules = {TWINS[0]: lambda: xlsx_findings(path, language), TWINS[1]: lambda: ods_findings(path)}

    assert rules.get(kind, lambda: findings(path))() == []


@pytest.mark.parametrize("language", FORM_LANGUAGES)
@pytest.mark.parametrize("kind", FORMS)
def test_forms_keep_the_rules_that_apply(file: Callable[..., Path], kind: str, language: str):
    """Requirement 5."""
    found = [one for one in findings(file(kind, language)) if one.split()[0] not in FORM_RULES]

    assert found == []
