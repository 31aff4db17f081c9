"""The index of a large campaign in Drive, and the workbooks it links to.

1. What a workbook links to is published with it, into one folder that its readers may open; in Drive its links lead to
   these files, on the disk it stays as it is. It is sent after all of them, and not where one of them failed.
2. What is no longer part of the campaign is put into the bin and said, once, and comes back under the same address.
3. A dry run says all this and asks nothing of Drive. Lines end where their words do.
4. A workbook that is missing is named before anything is sent.
5. Publishing cut anywhere is resumed with nothing twice.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
import xlsxwriter

from pipeline.publish import publish_lines, publish_plan, publish_preview
from pipeline.stores.linked_workbooks import linked_workbooks, with_addresses
from reports.deliver import deliver
from reports.orders import WORKBOOK
from schemas.campaign import Agency
from schemas.errors import OutputError
from tests.embedded.clients import Client
from tests.reports import factory
from tests.reports.lint import findings
from tests.reports.strict import broken

from .delivered import PLACE, READER, carried_out, content, in_drive, large, links, preview
from .desk import Exercise, cut_at


def test_the_links_of_an_index_lead_into_drive(exercise: Exercise, tmp_path: Path):
    """Requirement 1: one list, one folder, four files, two shares; then one list, then what changed."""
    plan = large(exercise, tmp_path, "CV", "CÔTE", "TG")
    on_disk = plan[0].path.read_bytes()
    done, n_first = carried_out(exercise, plan), len(exercise.service.seen)
    same, n_second = carried_out(exercise, plan), len(exercise.service.seen)
    (tmp_path / "undp-territories/TG.xlsx").write_bytes(b"PK TG new")
    changed, n_third = carried_out(exercise, plan), len(exercise.service.seen)
    files = in_drive(exercise)
    folder = files["undp-territories"]

    assert list(done) == [
        "undp-territories/",
        *(f"undp-territories/{one}.xlsx" for one in ("CV", "CÔTE", "TG")),
        "undp",
    ]
    assert {one.status for one in done.values()} == {"made"}
    assert done["undp-territories/"].link == f"https://drive.google.com/drive/folders/{folder['id']}"
    assert {one.status for one in same.values()} == {"unchanged"}
    assert [name for name, one in changed.items() if one.status == "updated"] == ["undp-territories/TG.xlsx"]
    assert (n_first, n_second - n_first, n_third - n_second) == (1 + 1 + 4 + 2, 1, 2)
    assert links(content(exercise, files["undp.xlsx"]["id"])) == {
        "guidelines": ("https://guidelines.example/a?b=1&c=2", None),
        "top": (None, "'Territories'!A1"),
        **{one: (PLACE.format(files[f"{one}.xlsx"]["id"]), None) for one in ("CV", "CÔTE", "TG")},
    }
    assert plan[0].path.read_bytes() == on_disk
    assert {one["parents"][0] for name, one in files.items() if name in {"CV.xlsx", "TG.xlsx"}} == {folder["id"]}
    agency = Client(exercise.service, READER)
    assert agency.drive("GET", f"files/{files['TG.xlsx']['id']}", alt="media").content == b"PK TG new"
    assert agency.drive("GET", f"files/{folder['id']}", fields="capabilities(canEdit)").json() == {
        "capabilities": {"canEdit": False}
    }


@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
@pytest.mark.parametrize("number", range(1, 10))
def test_an_index_cut_anywhere_is_resumed(exercise: Exercise, tmp_path: Path, number: int, *, after: bool):
    """Requirements 1 and 5: in between there is never an index that leads to what is not there."""
    plan = large(exercise, tmp_path, "CV", "TG")
    cut_at(exercise.service, number, after=after)
    first = carried_out(exercise, plan)
    exercise.service.plan = None
    between = in_drive(exercise)
    second = carried_out(exercise, plan)
    files = in_drive(exercise)

    assert "undp.xlsx" not in between or {"CV.xlsx", "TG.xlsx", "undp-territories"} <= set(between)
    assert first["undp"].status == "failed" or number > 7
    assert {one.status for one in second.values()} <= {"made", "updated", "unchanged"}
    assert sorted(files) == ["CV.xlsx", "TG.xlsx", "undp-territories", "undp.xlsx"]
    assert {name: one["id"] for name, one in between.items()}.items() <= {n: f["id"] for n, f in files.items()}.items()
    assert links(content(exercise, files["undp.xlsx"]["id"]))["TG"] == (PLACE.format(files["TG.xlsx"]["id"]), None)
    for name in ("undp.xlsx", "undp-territories"):
        assert [one["emailAddress"] for one in files[name]["permissions"]] == ["owner@example.org", READER]


def test_an_index_waits_for_a_part_that_failed(exercise: Exercise, tmp_path: Path):
    """Requirement 1."""
    carried_out(exercise, large(exercise, tmp_path, "CV", "TG"))
    plan = large(exercise, tmp_path, "CV", "ML", "TG", word="new")
    cut_at(exercise.service, 3, after=False)

    done = carried_out(exercise, plan)

    assert [done[one].status for one in ("undp-territories/CV.xlsx", "undp-territories/ML.xlsx", "undp")] == [
        "updated", "failed", "failed",
    ]  # fmt: skip
    assert "pipeline publish" in done["undp"].message
    exercise.service.plan = None
    assert carried_out(exercise, plan)["undp"].status == "updated"


def test_what_is_no_longer_part_goes_into_the_bin(exercise: Exercise, tmp_path: Path):
    """Requirement 2: a country less, then no agency at all, then both again."""
    whole = large(exercise, tmp_path, "CV", "TG")
    first = carried_out(exercise, whole)
    less = large(exercise, tmp_path, "CV")
    would = preview(exercise, less)
    shrunk, again = carried_out(exercise, less), carried_out(exercise, less)
    kept = sorted(in_drive(exercise))
    none = carried_out(exercise, [])
    empty = in_drive(exercise)
    back = carried_out(exercise, large(exercise, tmp_path, "CV", "TG"))

    assert would["undp-territories/TG.xlsx"] == "would bin"
    assert shrunk["undp-territories/TG.xlsx"].status == "binned"
    assert shrunk["undp-territories/TG.xlsx"].link == first["undp-territories/TG.xlsx"].link
    assert "undp-territories/TG.xlsx" not in again
    assert kept == ["CV.xlsx", "undp-territories", "undp.xlsx"]
    assert {name: one.status for name, one in none.items()} == dict.fromkeys(
        ("undp", "undp-territories/CV.xlsx", "undp-territories/"), "binned"
    )
    assert empty == {}
    assert {name: one.link for name, one in back.items()} == {name: one.link for name, one in first.items()}
    assert sorted(in_drive(exercise)) == ["CV.xlsx", "TG.xlsx", "undp-territories", "undp.xlsx"]


def test_nothing_goes_into_the_bin_while_something_failed(exercise: Exercise, tmp_path: Path):
    """Requirement 2: an old index may still lead there."""
    carried_out(exercise, large(exercise, tmp_path, "CV", "TG"))
    plan = large(exercise, tmp_path, "CV", word="new")
    cut_at(exercise.service, 2, after=False)

    assert "undp-territories/TG.xlsx" not in carried_out(exercise, plan)
    exercise.service.plan = None
    assert "TG.xlsx" in in_drive(exercise)
    assert carried_out(exercise, plan)["undp-territories/TG.xlsx"].status == "binned"


def test_a_dry_run_says_everything(exercise: Exercise, tmp_path: Path):
    """Requirement 3."""
    plan = large(exercise, tmp_path, "CV", "TG")
    names = ["undp-territories/", "undp-territories/CV.xlsx", "undp-territories/TG.xlsx", "undp"]
    before, n_asked = preview(exercise, plan), len(getattr(exercise.service, "seen", []))
    carried_out(exercise, plan)
    after = preview(exercise, plan)
    (tmp_path / "undp-territories/TG.xlsx").write_bytes(b"PK TG new")
    found = publish_preview(plan, exercise.store().drive, exercise.state)
    lines = list(publish_lines([{"name": one, "status": "would make", "link": "", "message": ""} for one in names]))

    assert n_asked == 0
    assert before == dict.fromkeys(names, "would make")
    assert after == dict.fromkeys(names, "unchanged")
    assert [one.status for one in found] == ["unchanged", "unchanged", "would update", "unchanged"]
    assert all(one.link for one in found)
    assert [line.split() for line in lines] == [["would", "make", one] for one in names]
    assert all(line == line.rstrip() for line in lines)


def test_a_missing_part_is_named(exercise: Exercise, tmp_path: Path):
    """Requirement 4."""
    large(exercise, tmp_path, "CV", "TG")
    (tmp_path / "undp-territories/TG.xlsx").unlink()

    with pytest.raises(OutputError, match=r"undp-territories/TG\.xlsx not found"):
        publish_plan(replace(exercise.campaign, agencies=(Agency("undp", "UNDP", "en"),)), tmp_path)


@pytest.mark.parametrize(
    "link", ["external:note.xlsx", "external:../secret/a.xlsx", "external:/etc/a.xlsx", "external:parts/a.docx"]
)
def test_only_workbooks_below_are_parts(tmp_path: Path, link: str):
    """Requirement 1: nothing else of a computer is ever sent."""
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet().write_url("A1", link)

    assert linked_workbooks(tmp_path / "a.xlsx") == []


@pytest.mark.slow
def test_the_index_that_is_really_written(exercise: Exercise, tmp_path: Path):
    """Requirement 1: every territory of a large campaign can be opened from the published index."""
    outcome = factory.outcome(7, "core")
    policy = replace(outcome.guideline.policy, workbook_territories=3)
    agency = Agency("undp", "UNDP", "pt", emails=(READER,))
    campaign = replace(outcome.campaign, languages=(), agencies=(agency,))
    outcome = replace(outcome, guideline=replace(outcome.guideline, policy=policy), campaign=campaign)
    paths = deliver(outcome, tmp_path, (WORKBOOK,))
    plan = publish_plan(campaign, tmp_path)
    carried_out(exercise, plan)
    files = in_drive(exercise)
    published = content(exercise, files["undp.xlsx"]["id"])
    book = openpyxl.load_workbook(BytesIO(published))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    led = {str(cell.value): cell.hyperlink.target for cell in cells if cell.hyperlink.target}
    local = openpyxl.load_workbook(tmp_path / "undp.xlsx")
    cells = [cell for sheet in local for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    expected = {
        str(cell.value): PLACE.format(files[Path(unquote(cell.hyperlink.target)).name]["id"])
        for cell in cells
        if cell.hyperlink.target and not cell.hyperlink.target.startswith("http")
    }

    audited = tmp_path / "published.xlsx"
    audited.write_bytes(published)

    assert findings(audited) == []
    assert broken(audited) == []
    assert {path.name for path in paths} == {one for one in files if one.endswith(".xlsx")}
    assert expected.items() <= led.items()
    assert {one.name for one in campaign.territories if one.publish} <= set(expected)
    assert [one for one in led.values() if not one.startswith("http")] == []
    assert published == with_addresses((tmp_path / "undp.xlsx").read_bytes(), {
        one.name: PLACE.format(files[one.path.name]["id"]) for one in plan[0].parts
    })  # fmt: skip
