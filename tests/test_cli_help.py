"""The help of the command line.

1. Every command has a help that ends with a working example.
2. Every command answers `--help`.
3. The help names the exit codes.
4. `completion` prints a script for the usual shells.
5. In a folder that is no campaign, every command says how to make one.
"""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli import main


def commands() -> dict[str, click.Command]:
    """Every command by its name."""
    return main.commands


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_ends_its_help_with_an_example_that_parses(name: str):
    """1."""
    text = (commands()[name].help or "").strip()
    example = text.rpartition("Example:")[2].strip()
    words = example.partition(" >")[0].split()

    assert words[0] == "pipeline"
    assert name in words
    assert parsed(words[1:]) == name


def parsed(words: list[str]) -> str:
    """The command that these words name; click complains when they do not fit it."""
    context = main.make_context("pipeline", list(words), resilient_parsing=False)
    name, command, rest = main.resolve_command(context, [*context._protected_args, *context.args])
    assert command is not None
    command.make_context(name, rest, parent=context)
    return str(name)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_answers_help(name: str):
    """2."""
    result = CliRunner().invoke(main, [name, "--help"])

    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_help_names_the_exit_codes():
    """3."""
    assert "3 some territories failed" in CliRunner().invoke(main, ["--help"]).output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str):
    """4."""
    assert "_PIPELINE_COMPLETE" in CliRunner().invoke(main, ["completion", shell]).stdout


@pytest.mark.parametrize("command", ["status", "sync", "report", "problems", "provision"])
def test_without_a_campaign_the_hint_says_what_to_do(tmp_path: Path, command: str):
    """5."""
    result = CliRunner().invoke(main, ["-C", str(tmp_path), command])

    assert result.exit_code == 2
    assert "pipeline new" in result.stderr
    assert result.stdout == ""
