"""One customer's journey is the same as the one that all rows tell."""

import pytest

import desirepath as dp
from desirepath.journeys.build import draw, drawn
from tiny import fill


@pytest.fixture
def files(tmp_path):
    rows = [
        "who,order,what,when,via,note",
        "ann,o1,Cart,2024-01-02 10:00,Internet,",
        "bob,o1,Call,2024-01-02 11:00,phone,where is it",
        "ann,o1,Home,2024-01-01 10:00,Internet,",
        "ann,o2,Home,2024-01-01 10:00,app,=1+1",
    ]
    file = tmp_path / "rows.csv"
    file.write_text("\n".join(rows), "utf-8")
    return file


COLUMNS = {"customer": "who", "touchpoint": "what", "time": "when", "channel": "via",
           "case": "order", "text": "note"}  # fmt: skip


@pytest.mark.parametrize("unit", ["customer", "session", "case"])
def test_a_timeline_is_in_order_of_time_then_import(tmp_path, files, unit):
    with dp.create(tmp_path / "shop") as shop:
        shop.sources.add(files, columns=COLUMNS)
        shop.journeys.set(unit=unit)
        found = shop.customers.timeline("ann")
        assert [(row["time"][:16], row["touchpoint"], row["channel"]) for row in found] == [
            ("2024-01-01T10:00", "Home", "web"),
            ("2024-01-01T10:00", "Home", "app"),
            ("2024-01-02T10:00", "Cart", "web"),
        ]
        assert [row["text"] for row in found] == [None, "=1+1", None]
        # a case with two customers shows each only what was theirs
        assert [row["touchpoint"] for row in shop.customers.timeline("bob")] == ["Call"]
        if unit == "case":
            assert [row["case_id"] for row in found] == ["o1", "o2", "o1"]
        with pytest.raises(dp.errors.InputError, match="no customer"):
            shop.customers.timeline("ann' OR 1=1 --")


def test_the_engine_and_python_draw_the_same_number(warehouse):
    names = ["ann", "Žofie", "☃", "c00042", ""]
    fill(warehouse, [(name, at, "A") for at, name in enumerate(names)])
    rows = warehouse.table("events")
    found = warehouse.rows(rows.select("customer", number=draw(rows.customer)))
    assert {row["customer"]: row["number"] for row in found} == {
        name: drawn(name) for name in names
    }
