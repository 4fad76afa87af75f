"""Card numbers and addresses of machines are left at the door."""

import pytest

from desirepath.imports.sensitive import holds_card

HEAD = "customer,time,page,note,ip\n"
ROWS = (
    "c1,2025-01-01 10:00,Cart,paid with 4111 1111 1111 1111 today,192.0.2.77\n"
    "c2,2025-01-02 10:00,Cart,order 4111111111111112,2001:db8:85a3::8a2e:370:7334\n"
    "c3,when?,Cart,5500005555555559,198.51.100.9\n"
)


@pytest.fixture
def bring(workspace, tmp_path):
    def make(**settings):
        workspace._stores.book.set_setting("privacy", settings)
        file = tmp_path / "events.csv"
        file.write_text(HEAD + ROWS)
        report = workspace.sources.add(file)
        warehouse = workspace._stores.warehouse
        rows = warehouse.rows(warehouse.table("events").order_by("seq"))
        aside = warehouse.rows(warehouse.table("quarantine"))
        return report, str(rows), str(aside)

    return make


def test_card_numbers_are_dropped_wherever_they_stand(bring):
    report, rows, aside = bring()
    assert "4111 1111" not in rows
    assert "paid with [card number] today" in rows
    assert "5500005555555559" not in aside
    assert 'Card numbers in "note" are not kept.' in report["notes"]


def test_addresses_of_machines_lose_their_last_part(bring):
    _, rows, _ = bring()
    assert "192.0.2.0" in rows
    assert "192.0.2.77" not in rows
    assert "2001:db8:85a3::" in rows
    assert "370:7334" not in rows


def test_the_settings_can_keep_both(bring):
    _, rows, _ = bring(cards="keep", ip="keep")
    assert "4111 1111 1111 1111" in rows
    assert "192.0.2.77" in rows


def test_a_number_without_the_right_check_digit_is_no_card():
    assert holds_card("5500005555555559")
    assert not holds_card("5500005555555558")
    assert not holds_card("2025-01-01 10:00:00")


def test_numbers_that_tell_customers_apart_are_left_alone(workspace, tmp_path):
    file = tmp_path / "members.csv"
    lines = [f"{number},2025-01-0{day} 10:00,Cart" for day, number in
             enumerate((4111111111111111, 4012888888881881, 5500005555555559), 1)]  # fmt: skip
    file.write_text("customer_id,time,page\n" + "\n".join(lines))
    report = workspace.sources.add(file)
    assert workspace.customers.count() == 3
    assert not any("Card" in note for note in report["notes"])
