"""LibreOffice as a judge: what it makes of a workbook when it recalculates every formula."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

SOFFICE = shutil.which("soffice")
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def converted(path: Path, folder: Path, kind: str = "xlsx") -> Path:
    """`path` as LibreOffice saves it after recalculating everything, in `folder`."""
    profile, out = folder / "profile", folder / "out"
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    command = [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    done = subprocess.run(
        [*command, "--convert-to", kind, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=180
    )
    made = out / f"{path.stem}.{kind}"
    assert made.exists(), done.stderr.decode()
    return made


def edited(path: Path, target: Path, sheet: str, cells: dict[str, str]) -> Path:
    """A copy of `path` in which cells of the part `sheet` hold other contents (XML of the value), as if typed."""
    with ZipFile(path) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == sheet:
                text = content.decode()
                for place, value in cells.items():
                    text, n_found = re.subn(
                        rf'<c r="{place}"([^>]*?)( t="\w+")?><v>[^<]*</v></c>', rf'<c r="{place}"\1{value}</c>', text
                    )
                    assert n_found == 1, place
                content = text.encode()
            copy.writestr(name, content)
    return target
