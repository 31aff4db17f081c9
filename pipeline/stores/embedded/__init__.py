"""A spreadsheet service that speaks the Sheets v4 and Drive v3 APIs, inside this process or out.

`opened(folder)` is the service kept in a folder; `session(service)` a `requests` session whose
calls to Google's addresses go to it; `serve(folder, port)` the same behind HTTP on 127.0.0.1.
"""

from pipeline.stores.embedded.adapter import EmbeddedAdapter, session
from pipeline.stores.embedded.desk import House
from pipeline.stores.embedded.faults import Cut, Fault
from pipeline.stores.embedded.ids import Ids
from pipeline.stores.embedded.quotas import GOOGLE, Limits
from pipeline.stores.embedded.server import listening, opened, serve
from pipeline.stores.embedded.service import Service
from pipeline.stores.embedded.shelf import Shelf
from pipeline.stores.embedded.wire import Request, Response

__all__ = [
    "GOOGLE",
    "Cut",
    "EmbeddedAdapter",
    "Fault",
    "House",
    "Ids",
    "Limits",
    "Request",
    "Response",
    "Service",
    "Shelf",
    "listening",
    "opened",
    "serve",
    "session",
]
