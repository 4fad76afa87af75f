"""Worlds that several tests look at, made once."""

import pytest

from desirepath.worlds import make_world


@pytest.fixture(scope="session")
def clean(tmp_path_factory):
    """Return a world of 1 500 customers without any dirt."""
    return make_world("telecom", 5, 1500, tmp_path_factory.mktemp("clean"), dirty=False)


@pytest.fixture(scope="session")
def dirty(tmp_path_factory):
    """Return the same world as a company would have its files."""
    return make_world("telecom", 5, 1500, tmp_path_factory.mktemp("dirty"))


@pytest.fixture(scope="session")
def fragmented(tmp_path_factory):
    """Return a world whose files share no customer key."""
    folder = tmp_path_factory.mktemp("fragmented")
    return make_world("shop", 5, 600, folder, identity="fragmented")
