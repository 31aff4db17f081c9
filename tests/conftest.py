"""Which tests stay together when several processes run them: those that share what is costly to make."""

from __future__ import annotations

import pytest

#: Fixtures that are made once for many files, and cost several seconds.
_COSTLY = ("exercise", "delivered")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process runs all tests that share a costly fixture, and one process all other tests of a file."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        shared = next(
            (name for name in _COSTLY if name in fixtures and _is_for_all(item, name)), item.nodeid.split("::")[0]
        )
        item.add_marker(pytest.mark.xdist_group(shared))


def _is_for_all(item: pytest.Item, name: str) -> bool:
    """Whether the fixture of this name is made once for all files that use it."""
    definitions = item.session._fixturemanager.getfixturedefs(name, item) or ()
    return bool(definitions) and definitions[-1].scope == "session"
