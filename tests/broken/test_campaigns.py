"""Spoiled campaign folders: each is refused with exit code 2 and a line that names the file and the fault.

1. Every fault of a folder is named with its file, in one go; nothing is made and nothing is synced.
2. What a spreadsheet program does to a CSV file by itself is no fault.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli

_SETTINGS = 'id = "c"\ntitle = "Camp"\nlanguages = ["fr"]\n'
_TERRITORIES = "id,name,country,language\npraia-cv,Praia,CV,fr\n"
_AGENCIES = "id,name,language\nundp,UNDP,en\n"
_INDICATOR = """id = "LEG-90"
block = "LEG"
"""


@dataclass(frozen=True)
class FolderCase:
    """A way to spoil a campaign folder: files with their content, and what the refusal says."""

    name: str
    said: tuple[str, ...]
    files: dict[str, str | bytes] = field(default_factory=dict)
    missing: str = ""


def _settings(text: str) -> dict[str, str | bytes]:
    return {"campaign.toml": text}


def _lines(*lines: str) -> dict[str, str | bytes]:
    return {"territories.csv": "\n".join(["id,name,country,language", *lines])}


def _id(territory_id: str) -> dict[str, str | bytes]:
    return _lines(f'"{territory_id}",Praia,CV,fr')


_CASES = (
    FolderCase("no campaign here", ("campaign.toml",), missing="campaign.toml"),
    FolderCase("territories missing", ("territories.csv",), missing="territories.csv"),
    FolderCase("agencies missing", ("agencies.csv",), missing="agencies.csv"),
    FolderCase("broken toml", ("campaign.toml", "line 2"), _settings('id = "c"\ntitle = "open\n')),
    FolderCase("toml with a key twice", ("campaign.toml",), _settings('id = "c"\nid = "d"\n')),
    FolderCase("toml in another encoding", ("campaign.toml", "UTF-8"), _settings("") | {"campaign.toml": 'title = "\u00e9"'.encode("cp1252")}),
    FolderCase("setting misspelt", ("campaign.toml", "dept", "depth"), _settings(_SETTINGS + 'dept = "core"\n')),
    FolderCase("policy misspelt", ("campaign.toml", "discus_spread", "discuss_spread"), _settings(_SETTINGS + "[policy]\ndiscus_spread = 1\n")),
    FolderCase("policy that is no table", ("campaign.toml", "policy"), _settings(_SETTINGS + "policy = 3\n")),
    FolderCase("depth that is none", ("campaign.toml", "depth"), _settings(_SETTINGS + 'depth = "deep"\n')),
    FolderCase("languages that are no list", ("campaign.toml", "languages"), _settings('id = "c"\ntitle = "C"\nlanguages = 5\n')),
    FolderCase("unknown language of the workbooks", ("campaign.toml", "xx"), _settings('id = "c"\ntitle = "C"\nlanguages = ["xx"]\n')),
    FolderCase("plan rows in words", ("campaign.toml", "plan_rows"), _settings(_SETTINGS + 'plan_rows = "many"\n')),
    FolderCase("a million respondents", ("campaign.toml", "respondents"), _settings(_SETTINGS + "respondents = 1000000\n")),
    FolderCase("deadline in quotes", ("campaign.toml", "deadline"), _settings(_SETTINGS + 'deadline = "soon"\n')),
    FolderCase("store that is none", ("ftp:",), _settings(_SETTINGS + 'store = "ftp:somewhere"\n')),
    FolderCase("duplicate territory ids", ("territories.csv", "line 3", "praia-cv"), _lines("praia-cv,Praia,CV,fr", "praia-cv,Other,CV,fr")),
    FolderCase("unknown language of a territory", ("territories.csv", "line 2", "language"), _lines("praia-cv,Praia,CV,xx")),
    FolderCase("name missing", ("territories.csv", "line 2", "name"), _lines("praia-cv,,CV,fr")),
    FolderCase("path in an id", ("territories.csv", "line 2", "id"), _id("../x")),
    FolderCase("absolute path in an id", ("territories.csv", "line 2", "id"), _id("/etc/passwd")),
    FolderCase("reserved name as an id", ("territories.csv", "line 2", "id"), _id("con")),
    FolderCase("id of 300 letters", ("territories.csv", "line 2", "id"), _id("a" * 300)),
    FolderCase("empty list of territories", ("territories.csv",), {"territories.csv": ""}),
    FolderCase("column misspelt", ("territories.csv", "langage", "language"), {"territories.csv": "id,name,country,langage\npraia-cv,Praia,CV,fr\n"}),
    FolderCase("workbook as a list of territories", ("territories.csv",), {"territories.csv": b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256))}),
    FolderCase("agency of an unknown territory", ("agencies.csv", "praia", "praia-cv"), {"agencies.csv": "id,name,language,territories\nundp,UNDP,en,praia\n"}),
    FolderCase("agency under the name of the consolidated workbook", ("agencies.csv", "consolidated-fr"), {"agencies.csv": "id,name,language\nconsolidated-fr,X,fr\n"}),
    FolderCase("own indicator without its words", ("indicators/mine.toml",), {"indicators/mine.toml": _INDICATOR}),
    FolderCase("own wording of a key that is none", ("words/fr.toml",), {"words/fr.toml": '[sheet.tabb]\nreadme = "Lire"\n'}),
)  # fmt: skip


def _folder(path: Path, files: dict[str, str | bytes], missing: str = "") -> Path:
    given: dict[str, str | bytes] = {
        "campaign.toml": _SETTINGS,
        "territories.csv": _TERRITORIES,
        "agencies.csv": _AGENCIES,
        **files,
    }
    for name, content in given.items():
        if name != missing:
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_a_spoiled_folder_is_refused_with_the_file_and_the_fault(case: FolderCase, tmp_path: Path) -> None:
    """Requirement 1."""
    folder = _folder(tmp_path, case.files, case.missing)
    ran = CliRunner().invoke(cli.main, ["-C", str(folder), "provision"], catch_exceptions=False)
    left_out = [part for part in case.said if part not in ran.stderr]

    assert (ran.exit_code, left_out) == (2, []), ran.stderr
    assert not (tmp_path / "sheets").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"id;name;country;language\r\npraia-cv;Praia;CV;fr\r\n",
        b"id\tname\tcountry\tlanguage\npraia-cv\tPraia\tCV\tfr\n",
        "id,name,country,language\npraia-cv,Praia,CV,fr\n".encode("utf-8-sig"),
        "id;name;country;language\npraia-cv;Praia – été;CV;fr\n".encode("cp1252"),
        "id\tname\tcountry\tlanguage\r\npraia-cv\tPraia\tCV\tfr\r\n".encode("utf-16"),
        b"id,name,country,language\rpraia-cv,Praia,CV,fr\r",
        b'id,name,country,language\n"praia-cv","Praia, ""the capital""",CV,fr\n\n,,,\n',
    ],
    ids=["semicolons", "tabs", "mark in front", "cp1252", "utf-16", "old Mac line ends", "quotes and empty lines"],
)
def test_what_a_spreadsheet_program_does_to_a_csv_file_is_no_fault(content: bytes, tmp_path: Path) -> None:
    """Requirement 2."""
    folder = _folder(tmp_path, {"territories.csv": content})
    ran = CliRunner().invoke(cli.main, ["-C", str(folder), "provision", "--dry-run", "--json"], catch_exceptions=False)

    assert ran.exit_code == 0, ran.stderr
    assert '"praia-cv"' in ran.stdout
