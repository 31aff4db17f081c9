"""The service: one request in, one response out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from threading import Lock
from typing import TypeAlias

from pipeline.stores.embedded.desk import Desk, House
from pipeline.stores.embedded.faults import NAMES, Fault, played
from pipeline.stores.embedded.fields import parsed
from pipeline.stores.embedded.files import SPREADSHEET, File, Permission, timestamp
from pipeline.stores.embedded.ids import Ids
from pipeline.stores.embedded.messages import unknown_path
from pipeline.stores.embedded.model import new_book
from pipeline.stores.embedded.quotas import Limits, Meter, limits_from
from pipeline.stores.embedded.refusals import (
    Refusal,
    as_drive,
    drive_error,
    sheets_error,
    unimplemented,
    unknown_field,
    unknown_parameter,
    wrong_choice,
)
from pipeline.stores.embedded.routes import CHOICES, Route, found
from pipeline.stores.embedded.shelf import Shelf
from pipeline.stores.embedded.tokens import caller, issued
from pipeline.stores.embedded.wire import Request, Response, answer

Clock: TypeAlias = Callable[[], datetime]
FaultPlan: TypeAlias = Callable[[int, Request], Fault | None]
"""From the number of the request (from 1) and the request to what goes wrong, if anything."""

_SENT_WRONG = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, re.error)
"""What a handler trips over comes with the request: the bodies' names and kinds were checked, not what they mean."""

PRIVATE_ID = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
"""A spreadsheet of somebody else, in every service: the Sheets API answers 403 to it."""


@dataclass
class Service:
    """The spreadsheets of one shelf, answering as Google does.

    Args:
        shelf: where everything is kept.
        clock: the time of each request, in UTC.
        ids: where new ids come from.
        house: owner, groups and the like.
        limits: quotas; none by default.
        plan: which requests fail, and how; none by default.
        pause: waits the seconds a fault takes; by default nothing waits.
        counts: requests so far, by quota.

    """

    shelf: Shelf
    clock: Clock
    ids: Ids
    house: House = field(default_factory=House)
    limits: Limits = field(default_factory=Limits)
    plan: FaultPlan | None = None
    pause: Callable[[float], None] = lambda _seconds: None
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Start counting, and put somebody else's spreadsheet on the shelf."""
        self._meter = Meter(self.limits)
        self._lock = Lock()
        self._number = 0
        with self.shelf.transaction(writing=True):
            if self.shelf.file(PRIVATE_ID) is None:
                self._seed_private()

    def handle(self, request: Request) -> Response:
        """The answer to a request, with the time that it is here.

        Raises:
            Cut: when a planned fault cuts the connection.

        """
        answer = self._handled(request)
        date = format_datetime(self.clock().astimezone(UTC), usegmt=True)
        return Response(answer.status, answer.body, {"Date": date, **answer.headers})

    def _handled(self, request: Request) -> Response:
        if request.path.startswith("/_control/"):
            try:
                return self._control(request)
            except Refusal as refusal:
                return answer(refusal.payload, refusal.status)
            except _SENT_WRONG as error:
                return answer(sheets_error(400, f"{type(error).__name__} {error}").payload, 400)
        with self._lock:
            self._number += 1
            number = self._number
        fault = self.plan(number, request) if self.plan else None
        if fault is None:
            return self._answer(request)
        self.pause(fault.seconds)
        real = self._answer(request) if fault.after or fault.name in {"none", "half"} else None
        return played(fault, real)

    def _answer(self, request: Request) -> Response:
        now = self.clock()
        try:
            if (request.method, request.path) == ("POST", "/token"):
                with self.shelf.transaction(writing=True):
                    return issued(request, self.shelf, self.house, self.ids, now.timestamp())
            match = found(request.method, request.path)
            if match is None:
                raise _no_route(request)
            return self._routed(request, *match, now)
        except Refusal as refusal:
            return answer(refusal.payload, refusal.status)

    def _routed(self, request: Request, route: Route, parts: tuple[str, ...], now: datetime) -> Response:
        bucket = "drive" if route.api == "drive" else f"sheets_{route.kind}"
        with self.shelf.transaction(writing=True):
            self.counts[bucket] += 1
            email = self._caller(request, route, now)
            self._meter.spend(route.api, route.kind, route.units, email, now)
            _check_parameters(request, route)
            _check_fields(request, route)
            desk = Desk(request, self.shelf, self.house, email, now, self.ids)
            try:
                return route.answer(desk, parts)
            except Refusal as refusal:
                raise as_drive(refusal) if route.api == "drive" else refusal from refusal
            except _SENT_WRONG as error:
                message = f"Request contains an invalid argument. ({type(error).__name__} {error})"
                refused = sheets_error(400, message)
                raise as_drive(refused) if route.api == "drive" else refused from error

    def _caller(self, request: Request, route: Route, now: datetime) -> str:
        try:
            return caller(request, self.shelf, self.house, now.timestamp())
        except Refusal as refusal:
            if route.api == "sheets":
                raise
            place = {"location": "Authorization", "locationType": "header"}
            raise drive_error(401, "authError", refusal.message, place=place) from refusal

    def _control(self, request: Request) -> Response:
        """Switches for rehearsals: quotas, faults, counts. Only while open to all."""
        body = request.json()
        name = request.path.removeprefix("/_control/")
        if not self.house.open_to_all:
            return answer(sheets_error(403, "Not open").payload, 403)
        if name == "quota":
            self.limits = limits_from(body)
            self._meter = Meter(self.limits)
        elif name == "faults":
            self.plan = _plan(self._number, body)
        elif name not in {"begin", "counts"}:
            return answer(sheets_error(404, f"No control {name}").payload, 404)
        return answer(dict(self.counts))

    def _seed_private(self) -> None:
        stamp, somebody = timestamp(self.clock()), "somebody-else@embedded.example"
        owner = Permission("00000000000000000000", "user", "owner", somebody)
        file = File(
            PRIVATE_ID,
            "Private",
            SPREADSHEET,
            somebody,
            stamp,
            stamp,
            somebody,
            permissions=(owner,),
        )
        self.shelf.put_file(file)
        self.shelf.put_book(new_book(PRIVATE_ID, "Private"))


def _plan(start: int, body: dict[str, dict[str, object]]) -> FaultPlan:
    """Faults by how many requests from now they come: `{"1": {"name": "429"}}`."""
    faults = {}
    for number, told in body.items():
        fault = Fault(**told)  # type: ignore[arg-type]
        if fault.name in NAMES:
            faults[start + int(number)] = fault
    return lambda number, _request: faults.get(number)


def _check_parameters(request: Request, route: Route) -> None:
    if route.parameters is None:
        return
    for name, value in request.query:
        if name not in route.parameters:
            raise unknown_parameter(name)
        if value and value not in CHOICES.get(name, {value}):
            raise wrong_choice(name, value)


def _check_fields(request: Request, route: Route) -> None:
    """Refuse a field mask that names what the answer does not have."""
    text = request.one("fields")
    if not text or not route.reply:
        return
    try:
        unknown = unknown_path(parsed(text), route.reply)
    except Refusal as refusal:
        raise as_drive(refusal) if route.api == "drive" else refusal from refusal
    if unknown and route.api == "drive":
        place = {"location": "fields", "locationType": "parameter"}
        raise drive_error(400, "invalidParameter", f"Invalid field selection {unknown}", place=place)
    if unknown:
        raise unknown_field(unknown)


def _no_route(request: Request) -> Refusal:
    if request.path.startswith(("/v4/spreadsheets", "/drive/", "/upload/")):
        return unimplemented(f"{request.method} {request.path}")
    return sheets_error(404, f"The requested URL {request.path} was not found on this server.")
