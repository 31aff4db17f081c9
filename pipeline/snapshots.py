"""Which closed round a person means: by number, by day, or in words."""

from __future__ import annotations

from datetime import date, datetime

from pipeline.state import State
from schemas.errors import CampaignError


def named_round(state: State, name: str) -> int:
    """The run id of a closed round: "last", "previous", "first", its number, or a day (the last round up to then).

    Raises:
        CampaignError: there is no such round; the hint lists those there are.
    """
    rounds = state.rounds()
    places = {"first": 0, "last": -1, "previous": -2}
    if name in places and len(rounds) >= abs(places[name]) and rounds:
        return rounds[places[name]]
    if name.isdigit() and int(name) in rounds:
        return int(name)
    started = {int(run["run_id"]): datetime.fromisoformat(str(run["started_at"])).date() for run in state.runs()}
    day = _day(name)
    earlier = [one for one in rounds if day and started.get(one, date.max) <= day]
    if earlier:
        return earlier[-1]
    message = f"there is no round '{name}'"
    known = ", ".join(f"{one} ({started[one].isoformat()})" for one in rounds if one in started) or "none yet"
    raise CampaignError(message, f"Say first, previous, last, a day such as 2027-01-31, or a number. Rounds: {known}.")


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
