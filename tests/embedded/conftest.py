"""A service in memory, its owner, and a fresh spreadsheet."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from pipeline.stores.embedded import House, Ids, Service, Shelf

from .clients import Client, Clock


@pytest.fixture
def clock() -> Clock:
    """The service's clock."""
    return Clock()


@pytest.fixture
def service(clock: Clock) -> Iterator[Service]:
    """A service in memory with one group and one caller that cannot own files."""
    house = House(
        owner="owner@example.org",
        groups={"team@example.org": frozenset({"ana@example.org"})},
        without_storage=frozenset({"robot@project.iam.gserviceaccount.com"}),
    )
    made = Service(Shelf(None), clock, Ids(random.Random(7).getrandbits), house)  # noqa: S311 - the same ids every time
    yield made
    made.shelf.close()


@pytest.fixture
def owner(service: Service) -> Client:
    """The owner, without a token."""
    return Client(service)


@pytest.fixture
def book(owner: Client) -> str:
    """A fresh spreadsheet."""
    return owner.create()
