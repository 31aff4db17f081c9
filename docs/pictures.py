# ruff: noqa: INP001 - a script beside the documents, not a package
"""Pictures of the demo's workbooks, as LibreOffice prints them: `python docs/pictures.py demo`.

Needs LibreOffice and poppler (pdftoppm, pdftotext). Writes docs/pictures/*.png, each at most 150 kB.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sheet_templates import load

FOLDER = Path(__file__).parent / "pictures"
#: Language, words of the tab's title ("=" before a title as it stands), page within the tab, name of the picture.
WANTED = (
    ("fr", "report.tabs.overview", 0, "overview-fr"),
    ("fr", "=Jendouba", 0, "territory-fr"),
    ("fr", "report.tabs.matrix", 0, "blocks-and-drivers-fr"),
    ("en", "report.tabs.intervals", 0, "precision-en"),
    ("es", "report.tabs.weights", 0, "weights-es"),
    ("pt", "report.tabs.advice", 0, "recommendations-pt"),
)
DPI, MOST_BYTES, LAST_PAGE = (78, 70, 62, 54, 46), 150_000, 110


def main() -> None:
    """Draw every picture wanted from the workbooks of the campaign folder named on the command line."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "demo") / "out"
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        for language in dict.fromkeys(one[0] for one in WANTED):
            pdf = _pdf(out / f"consolidated-{language}.xlsx", Path(work))
            feet = [_foot(page) for page in _run("pdftotext", "-layout", str(pdf), "-").split("\f")]
            for wanted, title, page, name in WANTED:
                if wanted == language:
                    tab = title[1:] if title.startswith("=") else load.words(language)(title)
                    _draw(pdf, [at for at, foot in enumerate(feet, 1) if f"  {tab}  " in foot][page], FOLDER / name)


def _pdf(path: Path, work: Path) -> Path:
    pages = f'pdf:calc_pdf_Export:{{"PageRange":{{"type":"string","value":"1-{LAST_PAGE}"}}}}'
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    _run("soffice", profile, "--headless", "--convert-to", pages, "--outdir", str(work), str(path))
    return work / f"{path.stem}.pdf"


def _foot(page: str) -> str:
    lines = [line for line in page.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _draw(pdf: Path, page: int, target: Path) -> None:
    """The sharpest picture that is small enough."""
    for dpi in DPI:
        at = ("-f", str(page), "-l", str(page), "-singlefile")
        _run("pdftoppm", "-png", "-r", str(dpi), *at, str(pdf), str(target))
        if target.with_suffix(".png").stat().st_size <= MOST_BYTES:
            break


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words


if __name__ == "__main__":
    main()
