"""Maps of the book: versions of one map, kinds, and books from before maps had ids."""

import sqlite3

import pytest
from alembic import command

from desirepath.store.book import HEAD, Book
from desirepath.store.forming import settings


def document(title, number=1):
    return {"title": title, "n": number}


def test_equal_maps_make_one_version(book):
    assert book.maps.keep("current", document("Shop"), "one").version == 1
    assert book.maps.keep("current", document("Shop"), "one").version == 1
    assert book.maps.keep("current", document("Shop", 2), "two").version == 2
    assert book.maps.version("current", 1).document == document("Shop")
    assert book.maps.version("current").document == document("Shop", 2)
    assert book.maps.version("other") is None
    assert book.maps.version("current", 3) is None


def test_maps_of_one_title_are_different_maps(book):
    book.maps.keep("current", document("Shop"), "one")
    book.maps.keep("current-ab", document("Shop", 2), "two", params={"where": ["plan=gold"]})
    book.maps.keep("shop", document("Shop", 3), "three", kind="told")
    listed = {kept.id: (kept.kind, kept.versions, kept.params) for kept in book.maps.list()}
    assert listed == {
        "current": ("measured", 1, {}),
        "current-ab": ("measured", 1, {"where": ["plan=gold"]}),
        "shop": ("told", 1, {}),
    }


def test_the_list_tells_the_newest_title_and_both_times():
    clock = iter(["2026-01-01", "2026-01-02"])
    book = Book(None, clock=lambda: next(clock))
    book.maps.keep("a", document("Old"), "one")
    book.maps.keep("a", document("New"), "two")
    (kept,) = book.maps.list()
    assert (kept.title, kept.versions) == ("New", 2)
    assert (kept.created, kept.changed) == ("2026-01-01", "2026-01-02")
    book.close()


def test_a_removed_map_takes_its_versions_with_it(book):
    book.maps.keep("a", document("A"), "one")
    assert book.maps.delete("a")
    assert not book.maps.delete("a")
    assert book.maps.list() == ()
    assert book.maps.keep("a", document("A"), "one").version == 1


@pytest.fixture
def old(tmp_path):
    """Return a book of the first form with two titles and three versions."""
    path = tmp_path / "book.sqlite"
    Book(path).close()
    migrate(path, "0001", down=True)
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO maps (name, version, digest, document, created) VALUES (?, ?, ?, ?, ?)",
            [
                ("Shop", 1, "d1", '{"title": "Shop", "n": 1}', "2026-01-01"),
                ("Bank", 1, "d2", '{"title": "Bank", "n": 2}', "2026-01-02"),
                ("Shop", 2, "d3", '{"title": "Shop", "n": 3}', "2026-01-03"),
            ],
        )
    connection.close()
    return path


def migrate(path, revision, *, down=False):
    import sqlalchemy as sa

    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        (command.downgrade if down else command.upgrade)(settings(connection), revision)
    engine.dispose()


def test_a_book_from_before_keeps_all_its_versions(old):
    book = Book(old)
    found = [(kept.id, kept.title, kept.kind, kept.versions) for kept in book.maps.list()]
    assert found == [("before-1", "Shop", "measured", 2), ("before-2", "Bank", "measured", 1)]
    assert book.maps.version("before-1", 1).document == document("Shop")
    assert book.maps.version("before-1").document == document("Shop", 3)
    assert book.maps.keep("current", document("Shop", 4), "d4").version == 1
    book.close()


def test_the_way_back_keeps_all_versions_too(old):
    book = Book(old)
    book.maps.keep("current", document("Shop", 4), "d4")
    book.close()
    migrate(old, "0001", down=True)
    connection = sqlite3.connect(old)
    rows = connection.execute("SELECT name, version, digest FROM maps ORDER BY name, version")
    assert rows.fetchall() == [
        ("Bank", 1, "d2"),
        ("Shop", 1, "d1"),
        ("Shop", 2, "d3"),
        ("Shop", 3, "d4"),
    ]
    connection.close()
    Book(old).close()
    with sqlite3.connect(old) as again:
        assert again.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    again.close()
