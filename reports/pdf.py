"""Workbooks as PDF files, printed by LibreOffice where it is installed.

A private profile keeps it apart from a LibreOffice somebody has open, and a time limit from waiting for ever.
Unlike the workbooks, PDF files differ from run to run: LibreOffice writes the time into them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from schemas.errors import OutputError

#: A workbook of 250 territories takes 12 seconds on an idle machine (WORKBOOK 3.2); starting takes up to 20.
SECONDS_TO_START, SECONDS_PER_FILE = 60, 120
#: Where it is installed without being on the search path (macOS, Windows).
USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_MISSING = "LibreOffice, which makes the PDF files, was not found"
_INSTALL = (
    "Install it (Debian, Ubuntu: `sudo apt install libreoffice-calc`; macOS, Windows: libreoffice.org), "
    "then run `pipeline report --pdf`. Or open a workbook and choose File, Export as PDF."
)


def office(path: str | None = None) -> str:
    """The LibreOffice program on the search path `path` (the system's by default) or in its usual places.

    OutputError with what to install where there is none.
    """
    found = shutil.which("soffice", path=path) or shutil.which("libreoffice", path=path)
    if found is None and path is None:
        found = next((one for one in USUAL_PLACES if Path(one).is_file()), None)
    if found is None:
        raise OutputError(_MISSING, _INSTALL)
    return found


def printable(paths: Sequence[Path]) -> list[Path]:
    """Those of the paths that are worth printing: the accessible tables are for screens."""
    return [path for path in paths if path.suffix == ".xlsx" and not path.stem.endswith("-tables")]


def print_pdfs(workbooks: Sequence[Path], program: str, seconds: float | None = None) -> list[Path]:
    """Print each workbook as a PDF file beside it; return their paths in the same order.

    Raises:
        OutputError: LibreOffice failed or took longer than `seconds` (by default by the number of workbooks), or a
            file could not be written. What was printed before stays.
    """
    limit = seconds if seconds is not None else SECONDS_TO_START + SECONDS_PER_FILE * len(workbooks)
    written = []
    with TemporaryDirectory(prefix="pipeline-pdf-") as scratch:
        for folder, books in _by_folder(workbooks).items():
            printed = _print(program, books, Path(scratch), limit)
            written += [_moved(one, folder) for one in printed]
    return [path.with_suffix(".pdf") for path in workbooks if path.with_suffix(".pdf") in written]


def _by_folder(workbooks: Sequence[Path]) -> dict[Path, list[Path]]:
    """Workbooks of the same name in different folders must not be printed into the same one."""
    folders: dict[Path, list[Path]] = {}
    for path in workbooks:
        folders.setdefault(path.parent, []).append(path)
    return folders


def _print(program: str, books: Sequence[Path], scratch: Path, limit: float) -> list[Path]:
    into = scratch / "pdf"
    profile = (scratch / "profile").resolve().as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "pdf"]
    command += ["--outdir", str(into), *(str(path.resolve()) for path in books)]
    try:
        subprocess.run(command, check=True, timeout=limit, stdin=subprocess.DEVNULL, capture_output=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as failed:
        message = f"LibreOffice could not print {books[0].name}: {failed}"
        raise OutputError(message, "Open the workbook in LibreOffice and choose File, Export as PDF.") from failed
    printed = [into / f"{path.stem}.pdf" for path in books]
    for path in printed:
        if not path.is_file():
            message = f"LibreOffice printed no {path.name}"
            raise OutputError(message, "Open the workbook in LibreOffice: it says what it cannot read.")
    return printed


def _moved(path: Path, folder: Path) -> Path:
    target, part = folder / path.name, folder / f".{path.name}.part"
    try:
        shutil.copyfile(path, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError as blocked:
        message = f"{target} could not be written: {blocked}"
        raise OutputError(message, f"Close {target.name} if it is open, then run `pipeline report --pdf`.") from blocked
    finally:
        part.unlink(missing_ok=True)
    path.unlink()
    return target
