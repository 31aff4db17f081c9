"""What the documents say is so.

1. Every `pipeline` line in a code block is a command that the program takes.
2. Every command stands in the README.
3. Every link inside the documents leads somewhere, headings included.
4. Every test that a promise names is there.
5. Every `make` target and every file that is named is there; Windows gets the same installation as make.
6. The documents name no machine and no e-mail address; the changelog has its form.
7. A command that the program tells somebody to run is one that it has.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import main

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "benchmarks" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LAYERS = ("pipeline", "reports", "schemas", "sheet_templates")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def name(path: Path) -> str:
    """A document's name below the root."""
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> Iterator[str]:
    """Lines inside code blocks without a language, and whole commands in running text."""
    text = path.read_text(encoding="utf-8")
    for block in re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL):
        yield from (line.strip() for line in block.splitlines())
    yield from re.findall(r"`(pipeline [^`\n]+)`", text)


def command_lines() -> list[tuple[str, str]]:
    """Every `pipeline ...` line of every document."""
    return [
        (name(path), line)
        for path in DOCUMENTS
        for line in lines(path)
        if line.startswith("pipeline ") and line != "pipeline --help"
    ]


@pytest.mark.parametrize(("document", "line"), command_lines())
def test_a_command_line_is_one_that_the_program_takes(document: str, line: str):
    """1."""
    words = shlex.split(line.partition(" #")[0].partition(" >")[0])[1:]
    context = main.make_context("pipeline", words)
    command_name, command, rest = main.resolve_command(context, [*context._protected_args, *context.args])
    given = [{"SHELL": "bash"}.get(word, word) for word in rest]
    if command_name == "rehearse":
        given.append("--serve")

    assert command is not None, document
    if not ("--from" in given and not Path(given[given.index("--from") + 1]).exists()):
        command.make_context(str(command_name), given, parent=context)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_stands_in_the_readme(command: str):
    """2."""
    assert f"`pipeline {command}" in README


def test_the_program_names_only_commands_that_it_has():
    """7. In its messages, its words in every language, and the files it makes."""
    named = {
        command
        for path in (ROOT / "cli.py", *(file for layer in LAYERS for file in (ROOT / layer).rglob("*.*")))
        if path.suffix in {".py", ".toml", ".csv"}
        for command in re.findall(r"`pipeline (?:-C \S+ )?([a-z][a-z-]*)", path.read_text(encoding="utf-8"))
    }

    assert named >= {"sync", "provision"}
    assert named - set(main.commands) == set()


def anchors(path: Path) -> set[str]:
    """The headings of a document as links name them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document: Path):
    """3."""
    broken = []
    for target in re.findall(r"\]\(([^)]+)\)", document.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        file, _, anchor = target.partition("#")
        path = (document.parent / file).resolve() if file else document
        if not path.exists() or (anchor and anchor not in anchors(path)):
            broken.append(target)

    assert broken == []


def test_every_test_that_a_promise_names_is_there():
    """4."""
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", README)

    assert len(named) >= 8
    for file, function in named:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not function or f"def {function}(" in text, f"{file}::{function}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_make_targets_are_there(document: Path):
    """5."""
    targets = set(re.findall(r"^(\w+):", MAKEFILE, re.MULTILINE))
    asked = {line.split()[1] for line in lines(document) if re.match(r"make \w", line)}
    asked |= set(re.findall(r"`make (\w+)`", document.read_text(encoding="utf-8")))

    assert asked <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_files_that_are_named_are_there(document: Path):
    """5. Files of the program; those of a campaign are made by it."""
    named = re.findall(
        r"`((?:schemas|sheet_templates|pipeline|reports|tests|benchmarks|docs)/[\w./]+\.\w+)`",
        document.read_text(encoding="utf-8"),
    )

    assert [file for file in named if not (ROOT / file).exists()] == []


def test_windows_installs_what_make_installs():
    """5."""
    made = re.findall(r"pip install (.*)$", MAKEFILE, re.MULTILINE)
    ready = made[0].replace("--quiet --disable-pip-version-check ", "")

    assert ready == "-c constraints.txt -e ."
    assert f".venv\\Scripts\\python -m pip install {ready}" in README
    assert "py -3.11 -m venv .venv" in README


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_documents_name_no_machine_and_no_person_to_write_to(document: Path):
    """6."""
    text = document.read_text(encoding="utf-8")

    assert not re.search(r"(?<![\w.`])/(?:home|root|tmp|work|Users)/", text)
    assert not re.search(r"[\w.]+@(?!example\.org)[\w-]+\.\w+", text)


def test_the_changelog_has_its_form():
    """6."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}

    assert "## [Unreleased]" in text
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= kinds


def test_the_pinned_versions_name_no_address():
    """5. Exact versions of packages, nothing else."""
    pins = [
        line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]

    assert pins
    assert [pin for pin in pins if not re.fullmatch(r"[\w.\-]+==[\w.]+", pin)] == []
