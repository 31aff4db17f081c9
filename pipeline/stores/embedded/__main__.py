"""`python -m pipeline.stores.embedded --port N [--open] DIR`: serve the books kept in DIR."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.stores.embedded.server import serve


def main() -> None:
    """Read the command line and serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.stores.embedded")
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    parser.add_argument("--open", action="store_true", help="no token: act as the owner")
    parser.add_argument("folder", type=Path, help="where the books are kept")
    given = parser.parse_args()
    serve(given.folder, given.port, open_=given.open)


if __name__ == "__main__":
    main()
