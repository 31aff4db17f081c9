"""The service answers recorded traffic as Google did.

1. Every recording of `shared/recordings` is answered over HTTP with the status and the JSON that
   Google gave; the folder stands beside the repository, and the test skips where it does not.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from pipeline.stores.embedded import listening, opened

_SHARED = Path(__file__).resolve().parents[2].parent / "shared"
_TOOL = _SHARED / "tools" / "replay_recordings.py"
_RECORDINGS = _SHARED / "recordings"


@pytest.mark.skipif(not _RECORDINGS.is_dir(), reason="shared/recordings is not beside the tree")
def test_every_recording_is_answered_as_google_did(tmp_path: Path) -> None:
    """Requirement 1."""
    service = opened(tmp_path)
    server = listening(service, 0)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        command = [sys.executable, str(_TOOL), address, str(_RECORDINGS)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    finally:
        server.shutdown()
        server.server_close()
        service.shelf.close()
    first = run.stdout.splitlines()[0]
    done, total = first.removeprefix("cassettes fully conformant ").split(";")[0].split("/")

    assert done == total, run.stdout
