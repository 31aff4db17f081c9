"""The service inside this process: a `requests` transport, no port and no thread."""

from __future__ import annotations

import io
from collections.abc import Mapping
from http import HTTPStatus

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from pipeline.stores.embedded.faults import Cut
from pipeline.stores.embedded.service import Service
from pipeline.stores.embedded.wire import Request

HOSTS = (
    "https://sheets.googleapis.com/",
    "https://www.googleapis.com/",
    "https://oauth2.googleapis.com/",
)
"""The addresses that the service stands in for."""


class EmbeddedAdapter(BaseAdapter):
    """Carries requests to a service by a function call."""

    def __init__(self, service: Service) -> None:
        """Take the service."""
        super().__init__()
        self._service = service

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002, FBT001, FBT002 - the signature of requests
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,  # noqa: ARG002 - the signature of requests
        verify: bool | str = True,  # noqa: ARG002, FBT001, FBT002 - the signature of requests
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,  # noqa: ARG002 - the signature of requests
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002 - the signature of requests
    ) -> requests.Response:
        """The service's answer as a requests.Response.

        Raises:
            requests.ConnectionError: where the service cuts the connection.

        """
        body = request.body or b""
        sent = Request.to(
            request.method or "GET",
            request.url or "",
            {name: str(value) for name, value in request.headers.items()},
            body.encode() if isinstance(body, str) else bytes(body),
        )
        try:
            found = self._service.handle(sent)
        except Cut as cut:
            raise requests.ConnectionError(str(cut), request=request) from cut
        response = requests.Response()
        response.status_code = found.status
        response.reason = HTTPStatus(found.status).phrase
        response.headers = CaseInsensitiveDict(found.headers)
        response.encoding = "utf-8"
        response.raw = io.BytesIO(found.body)
        response.url = request.url or ""
        response.request = request
        return response

    def close(self) -> None:
        """Nothing is open."""


def session(service: Service) -> requests.Session:
    """A session whose requests to Google's addresses go to the service."""
    made = requests.Session()
    adapter = EmbeddedAdapter(service)
    for host in HOSTS:
        made.mount(host, adapter)
    return made
