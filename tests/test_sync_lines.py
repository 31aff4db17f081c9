"""What stands at the keyboard about files.

1. Few files of a folder are listed by name, many by their folder and number; none is left out of the count.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.sync_lines import LISTED, file_lines


@pytest.mark.parametrize("n_parts", [1, LISTED, LISTED + 1, 400])
def test_many_files_of_a_folder_are_one_line(n_parts: int):  # 1
    index = str(Path("out") / "unrisd.xlsx")
    parts = [str(Path("out") / "unrisd-territories" / f"{one}.xlsx") for one in range(n_parts)]
    lines = list(file_lines([index, *parts]))
    assert lines[0] == index
    folder = str(Path(parts[0]).parent)
    if n_parts > LISTED:
        assert [line.startswith(folder) and f"({n_parts} files)" in line for line in lines[1:]] == [True]
    else:
        assert lines[1:] == parts
