"""An exercise per test; a service that wants a token, and a key for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from pipeline.stores.embedded import House, Service, listening, opened

from .desk import Exercise

ROBOT = "robot@project.iam.gserviceaccount.com"


@pytest.fixture
def exercise(tmp_path: Path) -> Iterator[Exercise]:
    """Two territories on a service in memory."""
    made = Exercise(tmp_path)
    yield made
    made.state.close()
    made.service.shelf.close()


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Service]:
    """A service that wants a token."""
    made = opened(tmp_path / "service", house=House(open_to_all=False))
    yield made
    made.shelf.close()


@pytest.fixture
def base(closed: Service) -> Iterator[str]:
    """Its address."""
    server = listening(closed, 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def key(tmp_path: Path, base: str) -> Path:
    """A real key of a service account, for the service at `base`."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    text = private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
    info = {"type": "service_account", "client_email": ROBOT, "private_key": text, "private_key_id": "canary-key-id"}
    path = tmp_path / "key.json"
    path.write_text(json.dumps({**info, "token_uri": f"{base}/token", "project_id": "project"}))
    path.chmod(0o600)
    return path
