"""The house rules that a reader relies on.

1. Arrows: schemas <- sheet_templates <- {pipeline, reports} <- cli; pipeline and reports do not know each other.
2. Each outside library has one home.
3. Clock, waiting, chance and environment are touched in few places, all named here with the reason.
4. Files stay readable: at most 300 lines; every module, public class and function says what the caller gets.
5. `pipeline --help` loads nothing heavy.
6. Nothing happens at import but definitions: modules do not open files or print.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("schemas", "sheet_templates", "pipeline", "reports")
#: Layer -> the layers it may import.
ARROWS = {
    "schemas": {"schemas"},
    "sheet_templates": {"sheet_templates", "schemas"},
    "pipeline": {"pipeline", "sheet_templates", "schemas"},
    "reports": {"reports", "sheet_templates", "schemas"},
}
#: Library -> the files that may import it, as patterns below the root.
HOMES = {
    "gspread": ("pipeline/stores/google*.py", "pipeline/doctor.py"),  # the doctor only knows its addresses
    "google": ("pipeline/stores/google*.py",),
    "requests": ("pipeline/stores/google*.py", "pipeline/stores/embedded/adapter.py"),
    "urllib3": ("pipeline/stores/google*.py",),
    "python_calamine": ("pipeline/stores/workbook_files.py",),
    "xlsxwriter": (
        "pipeline/stores/draw.py",
        "pipeline/stores/embedded/export_xlsx.py",
        "reports/book.py",
        "reports/pen.py",
        "reports/charts.py",
        "reports/accessible*.py",
        "reports/language_tag.py",
        "reports/stream.py",  # rows that leave memory as they are written
        "reports/whole.py",  # only the error of a file that cannot be made
    ),
    "openpyxl": (),
    "sqlalchemy": ("pipeline/state*.py",),
    "sqlite3": ("pipeline/stores/embedded/*.py", "pipeline/state*.py", "pipeline/limiter.py"),
    "filelock": ("pipeline/state*.py", "pipeline/stores/google*.py"),
    "defusedxml": ("pipeline/stores/*.py", "pipeline/stores/embedded/*.py"),
    "scipy": ("pipeline/method/*.py", "pipeline/trust*.py"),
    "click": ("cli.py",),
    "rich": ("cli.py",),
    "lxml": (),
    "yaml": (),
    "pickle": (),
    "subprocess": ("reports/pdf.py",),  # LibreOffice makes the PDF files
}
#: What makes a result differ from run to run -> where it may be asked for, and why.
OUTSIDE = {
    "cli.py": "the door: it asks for the time once and hands it in",
    "pipeline/outside.py": "the one object that hands clock, waiting and chance to the stores; tests bring their own",
    "pipeline/stores/embedded/server.py": "the rehearsal service is a program of its own",
    "pipeline/stores/embedded/__main__.py": "the rehearsal service is a program of its own",
}
CLOCKS = {
    "time.time", "time.monotonic", "time.perf_counter", "time.sleep", "datetime.now", "datetime.utcnow",
    "datetime.today", "date.today", "os.environ", "os.getenv", "uuid.uuid4", "uuid.uuid1", "random.random",
    "random.choice", "random.shuffle", "random.randint", "random.uniform", "random.Random", "secrets.randbits",
    "secrets.token_hex", "default_rng",
}  # fmt: skip
#: Statements at the top of a module that are more than definitions -> why.
AT_IMPORT = {"schemas/frames/__init__.py": "how text is kept must be settled before pandera is imported"}
HEAVY = {
    "pandas",
    "numpy",
    "gspread",
    "google",
    "requests",
    "xlsxwriter",
    "sqlalchemy",
    "scipy",
    "pandera",
    "python_calamine",
}
LONGEST = 300
#: cli.py lists every command, one after the other; each is short.
LONGEST_DOOR, LONGEST_COMMAND = 700, 40


def sources() -> list[Path]:
    """Every module of the program."""
    return [ROOT / "cli.py", *(path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py")))]


def name(path: Path) -> str:
    """A file's name below the root, with slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the program by its name below the root."""
    return {name(path): ast.parse(path.read_text(encoding="utf-8")) for path in sources()}


@cache
def imports(file: str) -> tuple[str, ...]:
    """Dotted names of everything a module imports, wherever the import stands."""
    found: list[str] = []
    for node in ast.walk(trees()[file]):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append(node.module)
    return tuple(found)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_what_lies_below_it(layer: str):
    """1."""
    ours = {"cli", *LAYERS}
    wrong = [
        f"{file} imports {target}"
        for file in trees()
        if file.startswith(f"{layer}/")
        for target in imports(file)
        if (top := target.partition(".")[0]) in ours and top not in ARROWS[layer]
    ]

    assert wrong == []


def test_imports_are_absolute():
    """1. A relative import would hide an arrow."""
    wrong = [
        file
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]

    assert wrong == []


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_at_home_only(library: str):
    """2."""
    wrong = [
        file
        for file in trees()
        if any(target.partition(".")[0] == library for target in imports(file))
        and not any(Path(file).match(home) for home in HOMES[library])
    ]

    assert wrong == []


def test_few_places_open_content_files():
    """2. Content is opened by the loader and the lints; drawing asks the loader."""
    readers = {file for file in trees() if "tomllib" in imports(file)}

    assert readers == {
        "sheet_templates/load.py",
        "sheet_templates/check.py",
        "pipeline/campaign_folder.py",
        "reports/export_tables.py",
    } | {file for file in readers if file.startswith("pipeline/demo")}


@cache
def uses(file: str) -> set[str]:
    """The last two parts of every dotted name that a module uses: "datetime.now"."""
    found = set()
    for node in ast.walk(trees()[file]):
        if isinstance(node, ast.Attribute):
            before = node.value
            owner = (
                before.attr if isinstance(before, ast.Attribute) else before.id if isinstance(before, ast.Name) else ""
            )
            found |= {f"{owner}.{node.attr}", node.attr}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_clock_chance_and_environment_stay_outside():
    """3."""
    asking = {file for file in trees() if CLOCKS & uses(file)}

    assert asking - set(OUTSIDE) == set()


def test_the_list_of_places_that_touch_the_clock_is_not_stale():
    """3."""
    assert [file for file in OUTSIDE if file in trees() and "__main__" not in file and not CLOCKS & uses(file)] == []


@pytest.mark.parametrize("folder", [".", *LAYERS, "tests", "benchmarks"])
def test_files_stay_readable(folder: str):
    """4."""
    paths = [ROOT / "cli.py"] if folder == "." else sorted((ROOT / folder).rglob("*.py"))
    limit = LONGEST_DOOR if folder == "." else LONGEST
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}

    assert {file: length for file, length in lengths.items() if length > limit} == {}


def test_every_command_is_short():
    """4. Options, one call, print."""
    lengths = {
        node.name: (node.end_lineno or 0) - node.lineno
        for node in trees()["cli.py"].body
        if isinstance(node, ast.FunctionDef)
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_COMMAND} == {}


def undocumented(file: str, holder: ast.Module | ast.ClassDef) -> Iterator[str]:
    """What a reader may call and is not told about; functions inside functions are nobody else's."""
    if not ast.get_docstring(holder):
        yield f"{file}: {getattr(holder, 'name', 'the module')}"
    for node in holder.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            if isinstance(node, ast.ClassDef):
                yield from undocumented(file, node)
            elif not ast.get_docstring(node):
                yield f"{file}: {node.name}"


def test_everything_public_says_what_the_caller_gets():
    """4."""
    assert [line for file, tree in trees().items() for line in undocumented(file, tree)] == []


def test_help_loads_nothing_heavy():
    """5."""
    code = (
        "import json, sys, cli\n"
        "from click.testing import CliRunner\n"
        "result = CliRunner().invoke(cli.main, ['--help'])\n"
        "assert result.exit_code == 0, result.output\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {module.partition(".")[0] for module in json.loads(run.stdout)}

    assert loaded & HEAVY == set()
    assert not loaded & {"schemas", "sheet_templates", "pipeline", "reports"}


def test_nothing_happens_at_import():
    """6. At the top of a module stand definitions and constants; nothing is printed, opened or connected."""
    wrong = []
    for file, tree in trees().items():
        for node in tree.body if file not in AT_IMPORT else ():
            guarded = (
                isinstance(node, ast.If)
                and "TYPE_CHECKING" not in ast.unparse(node.test)
                and "__name__" not in ast.unparse(node.test)
            )
            called = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
            if guarded or called or isinstance(node, (ast.For, ast.While, ast.With, ast.Try)):
                wrong.append(f"{file}:{node.lineno}")

    assert wrong == []
