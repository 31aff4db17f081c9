"""What a cell value means.

1. A level is read from its figure, its label in any language, or its name; what could be two levels is asked back.
2. Don't know, not applicable, blank and invalid are four states.
3. A number is read with the decimal comma or point; what could be two numbers is asked back.
4. A date is read day first; years and months are read from dates.
5. Any value whatever gives exactly one value, one blank or one problem, and never an exception.
6. A level as we print it is that level.
7. What messages quote is one line without anything invisible.
8. What a formula left instead of a value is an error of that cell in every kind, never a text.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.kinds import (
    NOT_CALCULATED,
    Choices,
    LevelReader,
    Parsed,
    fold,
    parse_choice,
    parse_choices,
    parse_date,
    parse_evidence,
    parse_month,
    parse_number,
    parse_text,
    parse_year,
    parse_yes_no,
    quoted,
)
from schemas.problem import CATALOGUE
from sheet_templates.load import guideline, words

_GUIDELINE = guideline()
_LANGUAGES = _GUIDELINE.languages
_NAMES = {fold(words(language)(f"levels.{level}.name")): level for language in _LANGUAGES for level in range(5)}
_LEVEL = LevelReader(_GUIDELINE.spellings, _NAMES)
_AGREED = LevelReader(_GUIDELINE.spellings, _NAMES, halves=True)
_MONTHS = {fold(words(language)(f"months.{month}")): month for language in _LANGUAGES for month in range(1, 13)}
_CHOICES = Choices({"city": {"fr": "Ville", "en": "City"}, "rural": {"fr": "Rural, isolé", "en": "Rural"}})
_KINDS = {
    "level": _LEVEL,
    "agreed": _AGREED,
    "evidence": parse_evidence,
    "yes_no": lambda value: parse_yes_no(value, _GUIDELINE.spellings),
    "number": parse_number,
    "year": parse_year,
    "month": lambda value: parse_month(value, _MONTHS),
    "date": lambda value: parse_date(value, _MONTHS),
    "choice": lambda value: parse_choice(value, _CHOICES),
    "choices": lambda value: parse_choices(value, _CHOICES),
    "text": parse_text,
}
_ANYTHING = st.one_of(
    st.text(st.characters()),
    st.text(st.sampled_from("0123456789,.-–/ %eE+#!:;()\n\u00a0\u202e\ud800\x00٣３²½")),
    st.floats(),
    st.integers(-(10**18), 10**18),
    st.booleans(),
    st.none(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(["#REF!", "#N/A", "Err:502", NOT_CALCULATED]),
)


@pytest.mark.parametrize(
    ("value", "level"),
    [
        (0, 0),
        (4.0, 4),
        ("3", 3),
        ("3,0", 3),
        (" 3. ", 3),
        ("3 (Opérationnel)", 3),
        ("OPÉRATIONNEL", 3),
        ("nível 2", 2),
        ("N2", 2),
    ],
)
def test_a_level_is_read_from_its_figure_or_its_name(value: object, level: int) -> None:
    """Requirement 1."""
    assert _LEVEL(value) == Parsed("level", level)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (5, "LEVEL_OUT_OF_RANGE"),
        ("-1", "LEVEL_OUT_OF_RANGE"),
        (float("nan"), "LEVEL_OUT_OF_RANGE"),
        (2.5, "LEVEL_AMBIGUOUS"),
        ("2/3", "LEVEL_AMBIGUOUS"),
        ("2 à 3", "LEVEL_AMBIGUOUS"),
        ("3 – Initial", "LEVEL_AMBIGUOUS"),
        ("3 – Opérationnel mais pas partout", "LEVEL_AMBIGUOUS"),
        ("non", "LEVEL_YES_NO"),
        (dt.date(2021, 3, 2), "LEVEL_IS_DATE"),
        ("très bien", "LEVEL_UNREADABLE"),
    ],
)
def test_what_could_be_two_levels_or_none_is_asked_back(value: object, code: str) -> None:
    """Requirement 1."""
    assert _LEVEL(value) == Parsed("invalid", None, code)


@pytest.mark.parametrize(
    ("value", "code", "meant"),
    [("trois", "LEVEL_IN_WORDS", "3"), ("two", "LEVEL_IN_WORDS", "2"), ("sete", "LEVEL_OUT_OF_RANGE", "")],
)
def test_a_level_in_words_is_asked_back_with_the_figure_it_may_mean(value: str, code: str, meant: str) -> None:
    """Requirement 1."""
    assert _LEVEL(value) == Parsed("invalid", None, code, meant)


def test_an_agreed_level_may_lie_between_two() -> None:
    """Requirement 1."""
    assert [_AGREED(value).value for value in (2.5, "2,5", 3, "1.5")] == [2.5, 2.5, 3, 1.5]


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("NSP", "dont_know"),
        ("Don't know", "dont_know"),
        ("n/a", "not_applicable"),
        ("", "blank"),
        (" \u00a0\n", "blank"),
        (None, "blank"),
        ("?!", "invalid"),
    ],
)
def test_the_four_states_without_a_level(value: object, state: str) -> None:
    """Requirement 2."""
    assert _LEVEL(value).state == state


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("3,5", 3.5),
        ("1 234,5", 1234.5),
        ("1\u202f234", 1234),
        ("1'234.5", 1234.5),
        ("1.234.567", 1234567),
        ("12 %", 12),
        ("-4", -4),
        ("4,5 km²", 4.5),
        (7, 7),
    ],
)
def test_a_number_is_read_with_comma_or_point(value: object, number: float) -> None:
    """Requirement 3."""
    assert parse_number(value) == Parsed("value", float(number))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1,234", "NUMBER_AMBIGUOUS"),
        ("1.234", "NUMBER_AMBIGUOUS"),
        ("1e5", "VALUE_UNREADABLE"),
        ("12-15", "VALUE_UNREADABLE"),
        ("%", "VALUE_UNREADABLE"),
        (True, "VALUE_UNREADABLE"),
        (float("inf"), "VALUE_UNREADABLE"),
    ],
)
def test_a_number_that_could_be_another_is_asked_back(value: object, code: str) -> None:
    """Requirement 3."""
    assert parse_number(value) == Parsed("invalid", None, code)


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("01/06/2021", "2021-06-01"),
        ("1.6.2021", "2021-06-01"),
        ("2021-06-01", "2021-06-01"),
        ("1er juin 2021", "2021-06-01"),
        ("1 de junho de 2021", "2021-06-01"),
        (dt.datetime(2021, 6, 1, 12), "2021-06-01"),  # noqa: DTZ001 - cells know no zones
    ],
)
def test_a_date_is_read_day_first(value: object, iso: str) -> None:
    """Requirement 4."""
    assert parse_date(value, _MONTHS) == Parsed("value", iso)
    assert parse_month(value, _MONTHS) == Parsed("value", iso[:7])


@pytest.mark.parametrize("value", ["31/02/2021", "06/2021", "44348", "tomorrow", 44348])
def test_what_is_no_whole_date_is_asked_back(value: object) -> None:
    """Requirement 4."""
    assert parse_date(value, _MONTHS) == Parsed("invalid", None, "VALUE_UNREADABLE")


@pytest.mark.parametrize(("value", "year"), [(2021, 2021), ("2021", 2021), (dt.date(2021, 6, 1), 2021)])
def test_a_year_is_read_from_a_number_or_a_date(value: object, year: int) -> None:
    """Requirement 4."""
    assert parse_year(value) == Parsed("value", float(year))


@pytest.mark.parametrize(
    ("value", "parsed"),
    [
        ("E2 – Document cité", Parsed("value", 2, "", "Document cité")),
        ("e3", Parsed("value", 3)),
        (1, Parsed("value", 1)),
        ("2 documents", Parsed("invalid", None, "EVIDENCE_UNREADABLE")),
        ("E0-E1", Parsed("invalid", None, "EVIDENCE_UNREADABLE")),
    ],
)
def test_words_beside_a_grade_name_the_evidence(value: object, parsed: Parsed) -> None:
    """Requirement 1, for evidence: what is written beside the grade is not lost."""
    assert parse_evidence(value) == parsed


def test_a_choice_is_found_by_its_label_in_any_language() -> None:
    """Requirement 1, for lists: also by its key, in any case; an unknown one is named."""
    found = [parse_choice(value, _CHOICES).value for value in ("ville", "CITY", "rural", "Rural, isolé")]

    assert found == ["city", "city", "rural", "rural"]
    assert parse_choices("Ville; Rural", _CHOICES) == Parsed("value", "city;rural")
    assert parse_choices("Ville, lune", _CHOICES) == Parsed("invalid", None, "CHOICE_UNKNOWN", "lune")


@pytest.mark.parametrize("kind", _KINDS)
@given(value=_ANYTHING)
def test_any_value_gives_one_value_one_blank_or_one_problem(kind: str, value: object) -> None:
    """Requirement 5."""
    parsed = _KINDS[kind](value)
    has_value = parsed.state in {"value", "level"}

    assert (parsed.state == "invalid") == bool(parsed.code)
    assert (parsed.value is not None) == has_value
    assert not parsed.code or parsed.code in CATALOGUE


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("level", range(5))
def test_a_level_as_we_print_it_is_that_level(level: int, language: str) -> None:
    """Requirement 6."""
    printed = f"{level} – {words(language)(f'levels.{level}.name')}"

    assert _LEVEL(printed) == Parsed("level", level)


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("state", ["dont_know", "not_applicable"])
def test_a_state_as_we_print_it_is_that_state(state: str, language: str) -> None:
    """Requirement 6."""
    assert _LEVEL(words(language)(f"answers.{state}.label")).state == state


@given(_ANYTHING)
def test_what_messages_quote_is_one_visible_line(value: object) -> None:
    """Requirement 7."""
    line = quoted(value)

    assert len(line) <= 120
    assert not set(line) & set("\n\r\t\x00\x07\u202e\u2066\u200b\ud800")
    assert line == line.strip()
    assert line.encode("utf-8").decode("utf-8") == line


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize(
    ("value", "code"), [("#REF!", "CELL_ERROR"), ("Err:502", "CELL_ERROR"), (NOT_CALCULATED, "FORMULA_NOT_CALCULATED")]
)
def test_what_a_formula_left_is_never_a_value(kind: str, value: str, code: str) -> None:
    """Requirement 8."""
    assert _KINDS[kind](value) == Parsed("invalid", None, code)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_ordinary_text_is_kept_in_any_script(text: str) -> None:
    """Requirement 5: nothing but the space around it goes, and accents are composed."""
    parsed = parse_text(text)

    assert parsed.suggestion in {"", "cleaned"}
    assert parsed.code or fold(str(parsed.value or "")) == fold(text.translate({0xFFFE: None, 0xFFFF: None}).strip())
