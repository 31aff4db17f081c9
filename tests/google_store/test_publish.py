"""What is published stays one file in Drive.

1. A workbook is uploaded once; new content goes into the same file, the same content is not sent again. One request
   per thousand files finds out what is there: what went into the bin is taken out, what is gone is made anew.
   A workbook too large for one request goes in two, and is there whole or not at all.
2. Readers of an agency get access, once.
3. Publishing cut anywhere is resumed with nothing twice.
4. The overview is a spreadsheet of its own, once.
5. A workbook that is missing is named before anything is sent.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import requests

from pipeline.publish import publish, publish_plan
from pipeline.stores.embedded import Request, listening
from pipeline.stores.google_drive import Drive
from pipeline.stores.google_http import GoogleHTTP, Line
from schemas.errors import OutputError

from .delivered import PLACE, READER, carried_out, content, in_drive, one_workbook
from .desk import NOW, Exercise, cut_at


def test_a_workbook_keeps_its_address(exercise: Exercise, tmp_path: Path):
    """Requirements 1 and 2."""
    first = carried_out(exercise, one_workbook(tmp_path, b"PK one"))["undp"]
    n_first = len(exercise.service.seen)
    same = carried_out(exercise, one_workbook(tmp_path, b"PK one"))["undp"]
    n_second = len(exercise.service.seen)
    updated = carried_out(exercise, one_workbook(tmp_path, b"PK two"))["undp"]
    n_third = len(exercise.service.seen)
    (file,) = in_drive(exercise).values()

    assert [first.status, same.status, updated.status] == ["made", "unchanged", "updated"]
    assert {first.link, same.link, updated.link} == {PLACE.format(file["id"])}
    assert (n_first, n_second - n_first, n_third - n_second) == (3, 1, 2)
    assert content(exercise, file["id"]) == b"PK two"
    assert [(one["emailAddress"], one["role"]) for one in file["permissions"]][1:] == [(READER, "reader")]


def test_a_large_workbook_goes_in_two_requests(exercise: Exercise, tmp_path: Path):
    """Requirement 1: list, announce, send, share; then list, announce, send."""
    contents = [b"PK" + bytes([number]) * 5_000_000 for number in (1, 2)]
    counts, links_ = [], set()
    for one in contents:
        links_.add(carried_out(exercise, one_workbook(tmp_path, one))["undp"].link)
        counts.append(len(exercise.service.seen))
    (file,) = in_drive(exercise).values()

    assert (counts[0], counts[1] - counts[0]) == (4, 3)
    assert links_ == {PLACE.format(file["id"])}
    assert content(exercise, file["id"]) == contents[1]


@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize("published", [False, True], ids=["for the first time", "with new content"])
def test_a_large_workbook_cut_on_its_way_is_whole_or_as_before(
    exercise: Exercise, tmp_path: Path, number: int, *, published: bool, after: bool
):
    """Requirements 1 and 3."""
    new = b"PK" + bytes(5_000_000)
    if published:
        carried_out(exercise, one_workbook(tmp_path, b"PK old"))
    cut_at(exercise.service, number, after=after)
    cut = carried_out(exercise, one_workbook(tmp_path, new))["undp"]
    exercise.service.plan = None
    between = [content(exercise, one["id"]) for one in in_drive(exercise).values()]
    done = carried_out(exercise, one_workbook(tmp_path, new))["undp"]
    (file,) = in_drive(exercise).values()

    assert cut.status == "failed"
    assert between == ([new] if after and number == 3 else [b"PK old"] if published else [])
    assert done.status in {"made", "updated"}
    assert content(exercise, file["id"]) == new


@pytest.mark.parametrize(("seconds", "n_requests"), [(400.0, 4), (600.0, 5)], ids=["slow", "too slow"])
def test_a_large_workbook_has_time_to_arrive(exercise: Exercise, tmp_path: Path, seconds: float, n_requests: int):
    """Requirement 1: three minutes, and as long as 5 MB take at 16 kB a second; over HTTP, on a clock of ours.

    Where no answer came in that time, one more request finds the file that was made all the same.
    """

    def before(_number: int, request: Request) -> None:
        if request.method == "PUT":
            exercise.wait.now += seconds

    exercise.service.before = before
    server = listening(exercise.service, 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    drive = Drive(GoogleHTTP(Line(requests.Session, exercise.wait.outside(), base=base)), exercise.campaign.id)
    plan = one_workbook(tmp_path, b"PK" + bytes(5_000_000))
    done = publish(plan, drive, exercise.state, NOW, lambda _: None)
    server.shutdown()
    thread.join()
    server.server_close()

    assert [one.status for one in done] == ["made"]
    assert len(exercise.service.seen) == n_requests


@pytest.mark.parametrize("how", ["bin", "gone"])
def test_what_was_taken_away_in_drive_comes_back(exercise: Exercise, tmp_path: Path, how: str):
    """Requirement 1."""
    plan = one_workbook(tmp_path, b"PK one")
    place = carried_out(exercise, plan)["undp"].link.split("/")[-2]
    if how == "bin":
        exercise.owner.drive("PATCH", f"files/{place}", {"trashed": True})
    else:
        exercise.owner.drive("DELETE", f"files/{place}")

    again = carried_out(exercise, plan)["undp"]

    assert again.status == ("unchanged" if how == "bin" else "made")
    assert in_drive(exercise)["undp.xlsx"]["id"] == again.link.split("/")[-2]
    assert (again.link == PLACE.format(place)) == (how == "bin")


@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_publishing_cut_anywhere_is_resumed(exercise: Exercise, tmp_path: Path, number: int, *, after: bool):
    """Requirement 3."""
    cut_at(exercise.service, number, after=after)
    carried_out(exercise, one_workbook(tmp_path, b"PK one"))
    exercise.service.plan = None
    carried_out(exercise, one_workbook(tmp_path, b"PK one"))

    (file,) = in_drive(exercise).values()
    assert [one["emailAddress"] for one in file["permissions"]] == ["owner@example.org", READER]


def _overview(folder: Path, word: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = word
    book.save(folder / "overview-fr.xlsx")


def test_the_overview_is_a_spreadsheet_of_its_own(exercise: Exercise, tmp_path: Path):
    """Requirements 4 and 5."""
    given = replace(exercise.campaign, languages=("fr", "en"), publish_overview=True)
    with pytest.raises(OutputError) as missing:
        publish_plan(given, tmp_path)
    done = []
    for word in ("first", "", "second"):
        if word:
            _overview(tmp_path, word)
        done.append(carried_out(exercise, publish_plan(given, tmp_path))["overview-fr"])
    place = exercise.state.deliveries()["overview-fr"][0]

    assert "overview-fr.xlsx" in missing.value.message
    assert [one.status for one in done] == ["made", "unchanged", "updated"]
    assert {one.link for one in done} == {f"https://docs.google.com/spreadsheets/d/{place}/edit"}
    assert exercise.owner.values(place, "A1") == [["second"]]
    assert publish_plan(replace(given, publish_overview=False), tmp_path) == []
