"""A strict reading of a workbook's XML: what a lenient reader mends in silence is named."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

from defusedxml import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def broken(path: Path) -> list[str]:
    """Every part that is not whole: relations, shared texts, styles, the order of rows, empty formulas."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    trees = {
        name: ElementTree.fromstring(content) for name, content in parts.items() if name.endswith((".xml", ".rels"))
    }
    texts = trees.get("xl/sharedStrings.xml")
    n_texts = len(texts.findall(f"{_MAIN}si")) if texts is not None else 0
    n_styles = len(trees["xl/styles.xml"].find(f"{_MAIN}cellXfs") or ())
    found = []
    for name, tree in trees.items():
        if name.endswith(".rels"):
            home = Path(name).parent.parent
            for one in tree:
                if one.get("TargetMode") != "External":
                    target = str(one.get("Target")).lstrip("/")
                    full = Path(target) if str(one.get("Target")).startswith("/") else home / target
                    clean = re.sub(r"[^/]+/\.\./", "", full.as_posix())
                    found += [] if clean in parts else [f"{name}: nothing at {clean}"]
        if not name.startswith("xl/worksheets/sheet"):
            continue
        rows = [int(row.get("r", "0")) for row in tree.iter(f"{_MAIN}row")]
        found += [] if rows == sorted(set(rows)) else [f"{name}: rows out of order"]
        for cell in tree.iter(f"{_MAIN}c"):
            value = cell.find(f"{_MAIN}v")
            if cell.get("t") == "s" and not (value is not None and 0 <= int(value.text or "-1") < n_texts):
                found.append(f"{name}!{cell.get('r')}: no such text")
            if int(cell.get("s", "0")) >= n_styles:
                found.append(f"{name}!{cell.get('r')}: no such style")
            if (formula := cell.find(f"{_MAIN}f")) is not None and not formula.text:
                found.append(f"{name}!{cell.get('r')}: an empty formula")
    return found
