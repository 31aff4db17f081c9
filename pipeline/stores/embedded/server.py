"""The service behind HTTP, on this machine only."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pipeline.stores.embedded.desk import House
from pipeline.stores.embedded.faults import Cut
from pipeline.stores.embedded.ids import Ids
from pipeline.stores.embedded.service import Service
from pipeline.stores.embedded.shelf import Shelf
from pipeline.stores.embedded.wire import Request

DATABASE = "embedded.db"
_HERE = "127.0.0.1"


def opened(
    folder: Path,
    *,
    open_to_all: bool = True,
    house: House | None = None,
    clock: Callable[[], float] = time.time,
    bits: Callable[[int], int] = secrets.randbits,
) -> Service:
    """The service kept in a folder (made when absent). `clock`: seconds since 1970; `bits`: where new ids come from."""
    folder.mkdir(parents=True, exist_ok=True)
    return Service(
        Shelf(folder / DATABASE),
        lambda: datetime.fromtimestamp(clock(), UTC),
        Ids(bits),
        house or House(open_to_all=open_to_all),
        pause=time.sleep,
    )


def listening(service: Service, port: int) -> ThreadingHTTPServer:
    """A server for the service on 127.0.0.1; port 0 takes any free one."""

    class Handler(_Handler):
        """Requests of this server."""

    Handler.service = service
    return _Server((_HERE, port), Handler)


def serve(folder: Path, port: int, *, open_: bool = False) -> None:
    """Serve the books kept in a folder until interrupted.

    Args:
        folder: where they are kept.
        port: on 127.0.0.1.
        open_: whether a request without a token acts as the owner.

    """
    service = opened(folder, open_to_all=open_)
    server = listening(service, port)
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    server.server_close()
    service.shelf.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class _Handler(BaseHTTPRequestHandler):
    service: Service
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def _handle(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        try:
            body = self.rfile.read(int(length)) if length.isdigit() else None
            request = Request.to(self.command, self.path, dict(self.headers.items()), body or b"")
        except ValueError:  # an address that is none
            body = None
        if body is None:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        started = time.perf_counter()
        try:
            response = self.service.handle(request)
        except Cut:
            self.close_connection = True
            return
        self.send_response_only(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Server-Timing", f"app;dur={1000 * (time.perf_counter() - started):.1f}")
        self.end_headers()
        self.wfile.write(response.body)
        self.wfile.flush()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815 - the names http.server looks for

    def log_message(self, *_parts: object) -> None:
        """Say nothing."""
