"""The book keeps definitions durably and knows its form."""

import sqlite3

import pytest
import sqlalchemy as sa

from desirepath.errors import WorkspaceError
from desirepath.store import tables
from desirepath.store.book import HEAD, Book, ImportRow


def row(number, **changes):
    fields = {
        "no": number,
        "id": f"id{number}",
        "source": "web",
        "file": "web.csv",
        "content": "c0ffee",
        "mapping": {"customer": "user"},
        "facts": {},
        "report": {"rows": 3},
        "columns": ("user", "event"),
    }
    return ImportRow(**{**fields, **changes})


def test_an_import_counts_from_its_commit_on(book):
    number = book.next_import_no()
    assert book.imports() == ()
    book.commit_import(row(number))
    assert book.imports() == (row(number),)


def test_import_numbers_are_never_given_twice(book):
    assert [book.next_import_no() for _ in range(3)] == [1, 2, 3]


def test_a_replacing_import_ends_the_former(book):
    book.commit_import(row(1))
    book.commit_import(row(2), replaces=[1])
    assert [found.no for found in book.imports()] == [2]


def test_attribute_columns_are_stable(book):
    book.commit_import(row(1), attributes=book.planned_attributes(["plan", "city"]))
    book.commit_import(row(2), attributes=book.planned_attributes(["age", "plan"]))
    assert book.attributes() == {"plan": "a1", "city": "a2", "age": "a3"}


def test_settings_fall_back_to_the_workspace_file():
    book = Book(None, defaults={"timezone": "Europe/Vienna"})
    assert book.setting("timezone") == "Europe/Vienna"
    book.set_setting("timezone", "UTC")
    assert book.setting("timezone") == "UTC"
    assert book.setting("missing", 7) == 7
    book.close()


def test_a_correction_changes_only_what_it_names(book):
    book.correct("Cart", stage="Decision")
    book.correct("Cart", channel="app")
    assert book.corrections() == {"Cart": {"stage": "Decision", "channel": "app"}}


def test_migrations_make_the_tables_that_the_code_knows(tmp_path):
    book = Book(tmp_path / "book.sqlite")
    inspector = sa.inspect(book._engine)
    made = {
        name: {column["name"] for column in inspector.get_columns(name)}
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }
    assert made == {
        table.name: {column.name for column in table.columns}
        for table in tables.metadata.tables.values()
    }
    book.close()
    connection = sqlite3.connect(tmp_path / "book.sqlite")
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_file_that_is_no_book_is_a_sentence(tmp_path):
    file = tmp_path / "book.sqlite"
    file.write_bytes(b"this is no database " * 200)
    with pytest.raises(WorkspaceError, match="cannot be used"):
        Book(file)


def test_planned_attributes_are_kept_by_the_commit_only(book):
    planned = book.planned_attributes(["plan", "city"])
    assert (planned, book.attributes()) == ({"plan": "a1", "city": "a2"}, {})
    book.commit_import(row(1), attributes=planned)
    assert book.attributes() == planned


def test_a_book_that_may_not_be_written_says_whom_to_ask(tmp_path):
    book = Book(tmp_path / "book.sqlite")
    with book._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.commit()
    with pytest.raises(WorkspaceError, match="may not be written or read by you"):
        book.set_setting("goal", "Paid")
    book.close()
