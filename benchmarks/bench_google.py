"""A campaign on Google Sheets: requests, simulated minutes, processor time and memory, against the obvious gspread way.

The embedded service stands in for Google, in a process of its own, so that its time and memory are not counted as
ours. Each request takes 300 simulated milliseconds, and both ways keep to the quotas of a new project on a simulated
clock. The obvious way opens each spreadsheet, fetches each tab by title, reads all of it, and writes feedback cell by
cell; it is tried on a few territories and counted up.

    python benchmarks/bench_google.py                     # 60 territories, a few minutes
    python benchmarks/bench_google.py --territories 1000  # the whole; the service takes most of an hour
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import gspread

from benchmarks import questionnaires
from benchmarks.bench_common import machine
from benchmarks.google_world import World, world
from pipeline import story
from pipeline.derive import Reader
from pipeline.provision import provision, provision_plan
from pipeline.state import State, open_state
from pipeline.stores.google_http import HOSTS
from schemas.campaign import Campaign
from schemas.collector import rare_collections
from sheet_templates.load import guideline

N_RESPONDENTS = 5
N_PATTERNS = 16
#: Feedback of the obvious way: so many lines of seven cells, and so many territories that it is tried on.
N_LINES, N_OBVIOUS = 8, 3
BUCKETS = ("drive", "sheets_read", "sheets_write")


@dataclass(frozen=True)
class Run:
    """What one run took; milliseconds are ours, of the processor, for each territory that had changed."""

    name: str
    requests: dict[str, float]
    minutes: float
    pull: float = 0.0
    understand: float = 0.0
    tell: float = 0.0
    busiest: str = ""
    service: float = 0.0
    peak: float = 0.0

    def line(self) -> str:
        """One line of the table."""
        counts = "".join(f"{self.requests[name]:8.0f}" for name in BUCKETS)
        own = f"{self.pull:8.1f}{self.tell:8.1f}{self.pull + self.tell:8.1f}{self.understand:12.1f}"
        return f"{self.name:34}{counts}{self.minutes:9.1f}{own}{self.service:9.1f}{self.peak:9.0f}  {self.busiest}"


HEAD = (
    f"{'':34}{'drive':>8}{'reads':>8}{'writes':>8}{'minutes':>9}{'pull ms':>8}{'tell ms':>8}{'sum ms':>8}"
    f"{'understand ms':>12}{'service s':>9}{'peak MB':>9}  most in a minute"
)


def exercise(n_territories: int) -> Campaign:
    """A campaign of so many territories in four languages."""
    return replace(questionnaires.campaign(n_territories, N_RESPONDENTS), store="embedded:")


def synced(name: str, world: World, campaign: Campaign, state: State, n_changed: int, *, export: bool = False) -> Run:
    """What one sync takes, stage by stage."""
    world.reset()
    content = guideline()
    store, reader = world.store(campaign, via_export=export), Reader(content, campaign)
    if export:
        store.n_workers = 4  # the service exports one after the other: more would wait longer than a request may
    for language in questionnaires.LANGUAGES:
        reader.expected(language, in_sheet=True)
    run_id = state.start_run("sync", "bench", questionnaires.NOW)
    served, marks = world.service_seconds(), [time.process_time()]
    with rare_collections():
        report = story.pull(reader, store, state, questionnaires.NOW, run_id, lambda _: None)
        marks.append(time.process_time())
        world.wait_for_all()
        outcome = story.understand(reader, state, report)
        marks.append(time.process_time())
        story.tell(outcome, store, state, report)
        marks.append(time.process_time())
    state.close_round(run_id, state.current(), {key: dict(one) for key, one in report.statuses.items()})
    pull, understand, tell = (1000 * (after - before) / max(1, n_changed) for before, after in pairwise(marks))
    busiest = " ".join(f"{one} {world.busiest(one)}" for one in BUCKETS[1:])
    served = world.service_seconds() - served
    found = {name: float(number) for name, number in store.requests().items()}
    return Run(name, found, world.latest / 60, pull, understand, tell, busiest, served, peak_megabytes())


def peak_megabytes() -> float:
    """The most memory that this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def obvious(name: str, world: World, state: State, changed: Sequence[str]) -> Run:
    """The same by the obvious gspread way, tried on a few and counted up to all that changed."""
    world.reset()
    client = gspread.Client(auth=None, session=world.session(paced=True))  # type: ignore[arg-type]
    books = state.books()
    tried = list(changed)[:N_OBVIOUS]
    served, started = world.service_seconds(), time.process_time()
    for territory_id in tried:
        book = client.open_by_key(books[territory_id].place)
        titles = [sheet.title for sheet in book.worksheets()]
        for title in titles:
            # get_all_records refuses tabs with two headings alike; the request is the same.
            book.worksheet(title).get_all_values()
        sheet = book.worksheet(titles[-2])
        for line in range(N_LINES):
            for column in range(1, 8):
                sheet.update_cell(10 + line, column + 1, f"line {line}")
    own = 1000 * (time.process_time() - started) / len(tried)
    factor = len(changed) / len(tried)
    found = {bucket: world.counts[bucket] * factor for bucket in BUCKETS}
    a_minute = 0.8 * world.quotas.sheets_read, 0.8 * world.quotas.sheets_write
    minutes = max(found["sheets_read"] / a_minute[0], found["sheets_write"] / a_minute[1])
    return Run(name, found, minutes, tell=own, service=(world.service_seconds() - served) * factor)


def provisioned(world: World, campaign: Campaign, state: State) -> Run:
    """Make every questionnaire, filled in, with a mistake on each of the eight block tabs."""
    content = guideline()
    patterns: dict[tuple[str, int], dict[tuple[str, str, str], str | float | int | bool]] = {}
    known = {}
    for number, territory in enumerate(campaign.territories):
        key = (territory.language, number % N_PATTERNS)
        if key not in patterns:
            wrong = {(f"block:{one.id}", one.indicators[0].id, "R1"): "7" for one in content.blocks}
            patterns[key] = questionnaires.filled(content, campaign, territory, number) | wrong
        known[territory.id] = patterns[key]
    store = world.store(campaign)
    provision(
        provision_plan(campaign, store, state),
        content,
        campaign,
        store,
        state,
        questionnaires.NOW,
        lambda _: None,
        known,
    )
    found = {name: float(number) for name, number in store.requests().items()}
    return Run("provision", found, world.latest / 60, peak=peak_megabytes())


def change(world: World, campaign: Campaign, state: State, territory_ids: Sequence[str]) -> None:
    """Somebody answers another level in each of these territories."""
    http, books = world.session(), state.books()
    for number, territory_id in enumerate(territory_ids):
        url = f"{HOSTS[0]}/v4/spreadsheets/{books[territory_id].place}/values:batchUpdate"
        title = guideline().blocks[0].short[campaign.territory(territory_id).language]
        data = [{"range": f"'1 {title}'!E5", "values": [[number % 5]]}]
        http.post(url, json={"valueInputOption": "RAW", "data": data}).raise_for_status()


def main() -> None:
    """Measure and print."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--territories", type=int, default=60)
    n_territories = given.parse_args().territories
    campaign = exercise(n_territories)
    everything = [one.id for one in campaign.territories]
    tenth = everything[::10]
    print(machine())
    print(HEAD)
    with world() as google, tempfile.TemporaryDirectory() as folder:
        state = open_state(Path(folder) / "state.db")
        print(provisioned(google, campaign, state).line(), flush=True)
        print(synced(f"cold sync, all {n_territories}", google, campaign, state, n_territories).line(), flush=True)
        print(synced("nothing changed (ms in all)", google, campaign, state, 0).line(), flush=True)
        change(google, campaign, state, tenth)
        print(synced(f"one in ten changed ({len(tenth)})", google, campaign, state, len(tenth)).line(), flush=True)
        fresh = open_state(Path(folder) / "fresh.db")
        for book in state.books().values():
            fresh.register(book, questionnaires.NOW)
        print(synced("cold sync via export", google, campaign, fresh, n_territories, export=True).line(), flush=True)
        fresh.close()
        print(obvious(f"obvious way, all {n_territories}", google, state, everything).line())
        print(obvious(f"obvious way, {len(tenth)} (if it knew)", google, state, tenth).line())
        state.close()


if __name__ == "__main__":
    main()
