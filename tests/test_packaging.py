"""The package that people install.

1. The wheel holds the five names and nothing else of ours, and every content file.
2. The wheel, installed where nothing else of this repository is, runs.
3. None of the five names belongs to another installed package.
4. Every library that the program imports is declared; every declared one is pinned.
5. What is pinned is what the tests run with.
"""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
OURS = ("cli.py", "pipeline", "schemas", "sheet_templates", "reports")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
#: Name of a package -> the name under which it is imported, where they differ.
IMPORTED_AS = {"google-auth": "google", "python-calamine": "python_calamine"}
CONTENT = {".toml", ".csv", ".md", ".txt", ".json"}


def normal(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required(line: str) -> str:
    """The package of a requirement."""
    return normal(re.split(r"[\s\[<>=!~;]", line, maxsplit=1)[0])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as pip builds it, without fetching anything."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        folder,
        ROOT,
    ]
    subprocess.run(command, check=True, capture_output=True, text=True)
    [made] = folder.glob("*.whl")
    return made


def test_the_wheel_holds_the_five_names_and_every_content_file(wheel: Path):
    """1."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    content = {
        path.relative_to(ROOT).as_posix()
        for folder in OURS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in {*CONTENT, ".py"}
    }

    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == set(OURS)
    assert content <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests/")]
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_installed_wheel_runs_without_the_repository(wheel: Path, tmp_path: Path):
    """2."""
    target = tmp_path / "installed"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", target, wheel]
    subprocess.run(command, check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": f"{target}{os.pathsep}{sysconfig.get_path('purelib')}"}

    def run(*words: str) -> str:
        door = [sys.executable, "-S", "-c", "import cli; print(cli.__file__, flush=True); cli.main()", *words]
        return subprocess.run(door, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout

    assert run("--version").splitlines() == [str(target / "cli.py"), f"pipeline, version {PROJECT['version']}"]
    run("new", "campaign")
    assert (tmp_path / "campaign" / "campaign.toml").is_file()
    run("-C", "campaign", "check")
    run("-C", "campaign", "provision")
    assert (tmp_path / "campaign" / "sheets" / "example-fr.xlsx").is_file()


def test_no_other_package_owns_one_of_our_names():
    """3."""
    names = {name.removesuffix(".py") for name in OURS}
    owners = importlib.metadata.packages_distributions()

    assert {name: owner for name in names if (owner := set(owners.get(name, ())) - {"pipeline-ess"})} == {}


def imported() -> set[str]:
    """Top names of everything the program imports."""
    found = set()
    for folder in OURS:
        for path in [ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module.partition(".")[0])
    return found


def test_every_library_that_is_imported_is_declared():
    """4. In the dependencies, or in an extra that is not the developers'."""
    extras = {name: lines for name, lines in PROJECT["optional-dependencies"].items() if name != "dev"}
    lines = [*PROJECT["dependencies"], *(line for group in extras.values() for line in group)]
    declared = {IMPORTED_AS.get(required(line), required(line).replace("-", "_")) for line in lines}
    ours = {name.removesuffix(".py") for name in OURS}

    assert imported() - set(sys.stdlib_module_names) - ours - declared == set()


def test_every_declared_library_is_used():
    """4. What nobody imports is not asked for."""
    declared = {IMPORTED_AS.get(required(line), required(line).replace("-", "_")) for line in PROJECT["dependencies"]}

    assert declared - imported() == {"tzdata"}


def pins() -> dict[str, str]:
    """Package -> version, from constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {normal(line.partition("==")[0]): line.partition("==")[2] for line in lines if "==" in line}


def test_everything_that_is_asked_for_is_pinned():
    """4."""
    lines = [*PROJECT["dependencies"], *(line for group in PROJECT["optional-dependencies"].values() for line in group)]

    assert {required(line) for line in lines} - set(pins()) == set()


def test_the_tests_run_with_what_is_pinned():
    """5."""
    here = {normal(one.metadata["Name"]): one.version for one in importlib.metadata.distributions()}

    assert {name: here[name] for name, version in pins().items() if name in here and here[name] != version} == {}
