"""Words: the same keys in every language, nothing empty, nothing left in the lead language, the same placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from schemas.problem import CATALOGUE
from sheet_templates.findings import Findings, did_you_mean
from sheet_templates.lints.content import Content, Table

#: Rightly the same as in the lead language: the file says which words of which file.
SAME = "same.toml"
_PARTS = ("what", "accepted", "do")
_LEVELS = range(5)
#: Placeholders that may stand in the words of a check, by content folder.
_IN_CHECKS = {"context": {"left", "right", "low", "high"}, "plan": {"left", "right", "limit", "name"}}
#: And in the words of a problem: what `Problem.values` may hold, and its place.
IN_PROBLEMS = {
    "found", "about", "lock", "other", "territory", "size", "limit", "version", "kept", "before", "now", "expected", "differs",
    "accepts", "suggestion", "low", "high", "label", "missing", "choices", "alone",
}  # fmt: skip
_DETAIL = re.compile(r"variables\.(?P<id>[^.]+)\.detail_(?P<name>\w+)\Z")


def languages(content: Content, findings: Findings) -> None:
    """Every fault of the files of words."""
    if not content.languages:
        return
    lead, *others = content.languages
    for stem, expected in _expected(content).items():
        first = _texts(content, findings, _file(stem, lead))
        if expected is not None:
            _compare(findings, _file(stem, lead), first, expected, "the structure file")
        _placeholders_known(findings, stem, _file(stem, lead), first)
        for language in others:
            file = _file(stem, language)
            theirs = _texts(content, findings, file)
            _compare(findings, file, theirs, first, _file(stem, lead))
            _placeholders(findings, file, theirs, first)
            _translated(content, findings, file, theirs, first)
    _apart(content, findings)


def flat(table: Table, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every text of a file of words by its dotted key; items of a list are numbered from 0."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            yield from ((f"{prefix}{key}.{number}", one) for number, one in enumerate(value))
        else:
            yield prefix + key, value


def placeholders(text: str) -> set[str]:
    """The names in braces, without the two forms that may follow one; ValueError when the braces do not match."""
    names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    for name in names:
        if name.count("|") not in {0, 2}:
            message = f"“{name}” needs two forms: {{n|one|many}}"
            raise ValueError(message)
    return {name.partition("|")[0] for name in names}


def _file(stem: str, language: str) -> str:
    folder, _, name = stem.rpartition("/")
    return f"{folder}/{name}{language}.toml"


def _expected(content: Content) -> dict[str, dict[str, str] | None]:
    """Stem of the files of words -> the keys that the structure asks for; None where the lead language decides."""
    stems: dict[str, dict[str, str] | None] = {
        f"{folder}/": dict.fromkeys(_keys(content, folder, name), "") if name != "frame" else None
        for folder, name in content.folders.items()
    }
    return {**stems, "words/": None, "words/report.": None}


def _keys(content: Content, folder: str, name: str) -> Iterator[str]:
    file = f"{folder}/{name}.toml"
    if name == "block":
        yield from ("name", "short", "purpose")
        for one in content.ids(file, "indicator"):
            yield from (f"indicators.{one}.{part}" for part in ("label", "question", "help", "evidence", "who"))
            yield from (f"indicators.{one}.levels.{level}" for level in _LEVELS)
        yield from _each(content.ids(file, "recommendation"), "recommendations", ("action", "lead", "risk"))
        yield from _each(content.ids(file, "case"), "cases", ("place", "text"))
    elif name == "context":
        yield from _context_keys(content, file)
    elif name == "scenarios":
        yield from _each(content.ids(file, "scenario"), "scenarios", ("name", "archetype", "reads_like", "why", "risk"))
    elif name == "plan":
        yield from _each(content.ids(file, "column"), "columns", ("label", "help"))
        yield from _each(content.ids(file, "check"), "checks", ("what", "do"))
        yield from ("block_reason.label", "block_reason.help")
        yield from (f"criteria.{key}" for key in content.table(file).get("criteria", ()))
        rows = content.rows(file, "column")
        choices = [key for row in rows for part in ("choices", "extra") for key in row.get(part, ())]
        yield from (f"choices.{key}" for key in dict.fromkeys(choices))


def _context_keys(content: Content, file: str) -> Iterator[str]:
    rows = content.rows(file, "variable")
    yield from _each(content.ids(file, "variable"), "variables", ("label", "help"))
    yield from _each(content.ids(file, "check"), "checks", ("what", "do"))
    yield from (f"groups.{key}" for key in content.table(file).get("groups", ()))
    yield from (f"units.{unit}" for unit in dict.fromkeys(row["unit"] for row in rows) if unit)
    yield from (f"details.{key}" for key in dict.fromkeys(one for row in rows for one in row["detail"]))
    yield from (f"choices.{key}" for key in dict.fromkeys(one for row in rows for one in row.get("choices", ())))


def _each(ids: list[str], table: str, parts: tuple[str, ...]) -> Iterator[str]:
    return (f"{table}.{one}.{part}" for one in ids for part in parts)


def _texts(content: Content, findings: Findings, file: str) -> dict[str, str]:
    texts = {}
    for key, value in flat(content.table(file)):
        if not isinstance(value, str):
            findings.add(file, key, "must be a text")
        elif not value.strip():
            findings.add(file, key, "is empty")
        texts[key] = str(value)
    return texts


def _compare(findings: Findings, file: str, texts: Mapping[str, str], wanted: Mapping[str, str], where: str) -> None:
    details = {key for key in texts if (match := _DETAIL.match(key)) and f"details.{match['name']}" in wanted}
    extra = [key for key in texts if key not in wanted and not (where == "the structure file" and key in details)]
    missing = [key for key in wanted if key not in texts]
    for key in extra:
        findings.add(file, key, f"is not in {where}{did_you_mean(key, missing)}")
    for key in missing:
        findings.add(file, key, "is missing")


def _placeholders(findings: Findings, file: str, texts: Mapping[str, str], lead: Mapping[str, str]) -> None:
    for key, text in texts.items():
        if "{" not in text and "{" not in lead.get(key, ""):
            continue
        try:
            mine, wanted = placeholders(text), placeholders(lead.get(key, text))
        except ValueError as broken:
            findings.add(file, key, f"has braces that do not match ({broken})")
            continue
        for name in sorted(mine - wanted):
            near = did_you_mean(name, wanted - mine)
            findings.add(file, key, f"has the placeholder {{{name}}}, which the lead language does not have{near}")
        for name in sorted(wanted - mine):
            findings.add(file, key, f"lacks the placeholder {{{name}}}")


def _placeholders_known(findings: Findings, stem: str, file: str, texts: Mapping[str, str]) -> None:
    """The lead language: only placeholders that the program fills in."""
    in_checks = _IN_CHECKS.get(stem.removesuffix("/"))
    for key, text in texts.items():
        known = in_checks if key.startswith("checks.") else IN_PROBLEMS if key.startswith("problems.") else None
        try:
            names = placeholders(text) if "{" in text else set()
        except ValueError as broken:
            findings.add(file, key, f"has braces that do not match ({broken})")
            continue
        if known is not None:
            findings.unknowns(file, key, sorted(names - known), known, "placeholder of these words")


def _translated(
    content: Content, findings: Findings, file: str, texts: Mapping[str, str], lead: Mapping[str, str]
) -> None:
    allowed = set(content.table(SAME).get(file, ()))
    same = {key for key, text in texts.items() if text == lead.get(key) and any(map(str.isalpha, _bare(text)))}
    for key in sorted(same - allowed):
        text = texts[key] if len(texts[key]) <= 60 else texts[key][:59] + "…"  # noqa: PLR2004
        findings.add(file, key, f"is the same as in the lead language ('{text}'); if that is right, list it in {SAME}")
    for key in sorted(allowed - same):
        findings.add(SAME, file, f"'{key}' is not the same as in the lead language{did_you_mean(key, same - allowed)}")


def _bare(text: str) -> str:
    return re.sub(r"\{[^}]*\}", "", text)


def _apart(content: Content, findings: Findings) -> None:
    """Files that are read as one must not share a key; every problem has its words and every word its problem."""
    for language in content.languages:
        files = (f"words/{language}.toml", f"words/report.{language}.toml", f"frame/{language}.toml")
        owner: dict[str, str] = {"context": "context", "plan": "plan", "scenarios": "scenarios"}
        for file in files:
            for key in content.table(file):
                if key in owner:
                    findings.add(file, key, f"is also in {owner[key]}; one would hide the other")
                owner[key] = file
        worded = content.table(files[0]).get("problems", {})
        for code in CATALOGUE:
            for part in _PARTS:
                if not str(worded.get(code, {}).get(part, "")).strip():
                    findings.add(
                        files[0],
                        f"problems.{code}.{part}",
                        f"is missing{did_you_mean(code, set(worded) - set(CATALOGUE))}",
                    )
        findings.unknowns(files[0], "problems", worded, CATALOGUE, "problem")
