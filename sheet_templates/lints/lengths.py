"""Lengths and titles: what fits into a tab, a chart, a drop-down and a table, and can be told apart there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from schemas.kinds import fold
from sheet_templates.findings import Findings
from sheet_templates.lints.content import Content, Table
from sheet_templates.lints.languages import flat

_TAB, _LIST_ENTRY = 31, 255
_NOT_IN_TABS = set("[]:*?/\\")
#: Folder and end of a key -> most characters of the text.
_MOST: Mapping[str, Mapping[tuple[str, str], int]] = {
    "blocks": {
        ("", "name"): 100, ("", "short"): 20, ("", "purpose"): 300,
        ("indicators", "label"): 50, ("indicators", "question"): 170, ("indicators", "help"): 220,
        ("indicators", "levels"): 130, ("indicators", "evidence"): 160, ("indicators", "who"): 120,
        ("recommendations", "action"): 160, ("recommendations", "lead"): 140, ("recommendations", "risk"): 140,
        ("cases", "place"): 60, ("cases", "text"): 700,
    },
    "context": {
        ("variables", "label"): 50, ("variables", "help"): 200, ("choices", ""): 60, ("units", ""): 40,
        ("groups", ""): 40, ("details", ""): 40, ("checks", "what"): 200, ("checks", "do"): 200,
    },
    "plan": {
        ("columns", "label"): 40, ("columns", "help"): 200, ("choices", ""): 60, ("checks", "what"): 200,
        ("checks", "do"): 200,
    },
    "scenarios": {
        ("scenarios", "name"): 40, ("scenarios", "archetype"): 110, ("scenarios", "reads_like"): 240,
        ("scenarios", "why"): 240, ("scenarios", "risk"): 160,
    },
    "frame": {
        ("levels", "name"): 20, ("actor_types", ""): 40, ("lead_types", ""): 40, ("drivers", "name"): 50,
        ("agencies", "short"): 12, ("answers", "short"): 4, ("bands", "name"): 14,
        ("groupings", "label"): 32,
    },
}  # fmt: skip


def lengths(content: Content, findings: Findings) -> None:
    """Texts that are too long for their place, titles that spreadsheets refuse, entries that look alike."""
    for folder in content.folders:
        limits = _MOST[folder.partition("/")[0]]
        for language in content.languages:
            file = f"{folder}/{language}.toml"
            for key, text in flat(content.table(file)):
                most = _most(limits, key)
                if most and len(str(text)) > most:
                    findings.add(file, key, f"has {len(str(text))} characters; at most {most} fit")
    for language in content.languages:
        for where, titles in _titles(content, language):
            _tabs(findings, where, titles)
    _lists(content, findings)


def _most(limits: Mapping[tuple[str, str], int], key: str) -> int | None:
    parts = [part for part in key.split(".") if not part.isdigit() or key.startswith("choices")]
    first = parts[0] if len(parts) > 1 else ""
    return limits.get((first, parts[-1])) or limits.get((first, ""))


def _titles(content: Content, language: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The titles that stand side by side in one workbook, by key: questionnaire, feedback, results."""
    shorts = {
        f"blocks/{name}: short": str(content.table(f"blocks/{name}/{language}.toml").get("short", ""))
        for name in content.table("guideline.toml").get("blocks", ())
    }
    words, report = content.table(f"words/{language}.toml"), content.table(f"words/report.{language}.toml")
    sheet: Table = words.get("sheet", {})
    feedback = {key: str(sheet.get("feedback", {}).get(key, "")) for key in ("coverage", "to_discuss")}
    yield f"words/{language}.toml", {**_named("sheet.tab", sheet.get("tab", {})), **shorts}
    yield f"words/{language}.toml", _named("sheet.feedback", feedback)
    yield f"words/report.{language}.toml", {**_named("report.tabs", report.get("report", {}).get("tabs", {})), **shorts}


def _named(prefix: str, table: Table) -> dict[str, str]:
    return {f"{prefix}.{key}": str(text) for key, text in table.items()}


def _tabs(findings: Findings, file: str, titles: Mapping[str, str]) -> None:
    seen: dict[str, str] = {}
    for key, title in titles.items():
        if len(title) > _TAB:
            findings.add(file, key, f"the title '{title}' has {len(title)} characters; a tab takes {_TAB}")
        if _NOT_IN_TABS & set(title) or title.startswith("'") or title.endswith("'"):
            findings.add(file, key, f"the title '{title}' has a character that no tab may have")
        other = seen.setdefault(title.casefold(), key)
        if other != key:
            findings.add(file, key, f"the title '{title}' is also that of {other}")


def _lists(content: Content, findings: Findings) -> None:
    """Entries of one drop-down: short enough, and no label means two things in any of the languages."""
    for folder, entry in (("context", "variable"), ("plan", "column")):
        wordings = {
            f"{folder}/{language}.toml": content.table(f"{folder}/{language}.toml").get("choices", {})
            for language in content.languages
        }
        for row in content.rows(f"{folder}/{folder}.toml", entry):
            own = [*row.get("choices", ()), *row.get("extra", ())]
            _told_apart(findings, row["id"], own, wordings, several=row["kind"] == "multi_choice")
    frames = {f"frame/{language}.toml": content.table(f"frame/{language}.toml") for language in content.languages}
    for part in ("actor_types", "lead_types"):
        _told_apart(findings, part, content.keys(part), {file: table.get(part, {}) for file, table in frames.items()})
    for row in content.rows("frame/frame.toml", "grouping"):
        labels = {
            file: table.get("groupings", {}).get(row["id"], {}).get("choices", {}) for file, table in frames.items()
        }
        _told_apart(findings, row["id"], row["choices"], labels)


def _told_apart(
    findings: Findings,
    here: str,
    keys: Iterable[str],
    wordings: Mapping[str, Mapping[str, str]],
    *,
    several: bool = False,
) -> None:
    meaning: dict[str, str] = {fold(key): key for key in keys}
    for file, words in wordings.items():
        for key in keys:
            label = str(words.get(key, ""))
            other = meaning.setdefault(fold(label), key) if label else key
            if other != key:
                findings.add(file, f"choices.{key}", f"'{label}' also stands for {other} in {here}")
            if len(label) > _LIST_ENTRY:
                findings.add(file, f"choices.{key}", f"has {len(label)} characters; a list entry takes {_LIST_ENTRY}")
            if several and ";" in label:
                findings.add(file, f"choices.{key}", "has a semicolon, which separates several answers")
