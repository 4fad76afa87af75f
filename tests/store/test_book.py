"""The book keeps definitions durably and knows its form."""

import sqlite3

import pytest
import sqlalchemy as sa
from alembic import command

from desirepath.errors import WorkspaceError
from desirepath.store import forming, tables
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


def form(engine):
    """Return what SQLite knows of every table, and its rows: texts of statements may differ."""
    with engine.connect() as connection:

        def told(pragma, name):
            return [tuple(row) for row in connection.exec_driver_sql(f"PRAGMA {pragma}({name})")]

        return {
            name: (
                told("table_info", name),
                told("foreign_key_list", name),
                [(row[2:], told("index_info", row[1])) for row in told("index_list", name)],
                connection.exec_driver_sql(f"SELECT * FROM {name}").fetchall(),
            )
            for name in sa.inspect(connection).get_table_names()
        }


def test_a_book_made_at_once_is_the_one_that_the_migrations_make():
    made = Book(None)
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    with engine.begin() as connection:
        command.upgrade(forming.settings(connection), "head")
    assert form(made._engine) == form(engine)
    assert set(form(engine)) == {*tables.metadata.tables, "alembic_version"}
    made.close()
    engine.dispose()


def test_a_book_is_of_the_newest_form_and_writes_ahead(tmp_path):
    Book(tmp_path / "book.sqlite").close()
    connection = sqlite3.connect(tmp_path / "book.sqlite")
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_book_whose_making_was_interrupted_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(forming, "_forms", None)
    with pytest.raises(AttributeError):
        Book(tmp_path / "book.sqlite")
    monkeypatch.undo()
    book = Book(tmp_path / "book.sqlite")
    assert book.imports() == ()
    book.close()


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
