"""Makes clean files as dirty as those of a real company, and counts every stain.

Extra rows (duplicates, a test customer, visitors without a name, rows without a time) are added
and never replace a true one, so that what is left after cleaning is the truth. Replaced are only
single cells: a device not filled in, a score outside its scale, a text that begins with `=`.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from desirepath.worlds.sheets import Sheet

_TEST = {
    "customer_id": "TEST0001",
    "userId": "TEST0001",
    "visitor_id": "vtest",
    "email": "test@test.example",
    "crm_no": "99999",
    "name": "Test Test",
}
_FORMULAS = (
    '=HYPERLINK("http://example.com/","click me")',
    "=1+1",
    "=SUM(A1:A9)",
    '=cmd|"/c calc"!A1',
)


def soil(sheet: Sheet, key: str) -> Sheet:
    """Dirty one sheet in place; what was done stands in `sheet.dirt`, by kind and rows."""
    chance = Random(f"{key}|dirt|{sheet.name}")  # noqa: S311 - invented data
    steps = {
        "web.csv": (_no_device, _iso_mix, _duplicates, _anonymous, _test_customer),
        "app.jsonl": (_duplicates, _test_customer),
        "calls.csv": (_formulas, _bad_times),
        "store_visits.csv": (_date_mix, _duplicates),
        "orders.csv": (),
        "nps.csv": (_codes,),
        "csat.csv": (_codes, _formulas),
        "customers.csv": (_gaps, _duplicates, _formulas, _test_customer),
    }.get(sheet.name, ())
    for step in steps:
        step(sheet, chance)
    if sheet.encoding == "utf-8-sig":
        sheet.dirt["byte order mark"] = 1
    sheet.dirt = {kind: count for kind, count in sheet.dirt.items() if count}
    return sheet


def _some(rows: Sequence[object], rate: float, chance: Random) -> list[int]:
    """Return the places of about `rate` of the rows, at least one where there are any."""
    if not rows:
        return []
    return sorted(chance.sample(range(len(rows)), min(len(rows), max(1, round(rate * len(rows))))))


def _insert(sheet: Sheet, extra: dict[int, list[str]]) -> None:
    """Put each extra row behind the row at its place."""
    made: list[list[str]] = []
    for at, row in enumerate(sheet.rows):
        made.append(row)
        if at in extra:
            made.append(extra[at])
    sheet.rows = made


def _duplicates(sheet: Sheet, chance: Random) -> None:
    extra = {at: list(sheet.rows[at]) for at in _some(sheet.rows, 0.003, chance)}
    _insert(sheet, extra)
    sheet.dirt["duplicate rows"] = len(extra)


def _anonymous(sheet: Sheet, chance: Random) -> None:
    """Visits of machines: no customer."""
    extra = {}
    for at in _some(sheet.rows, 0.001, chance):
        row = list(sheet.rows[at])
        for name in ("customer_id", "visitor_id", "email"):
            if name in sheet.header:
                row[sheet.column(name)] = ""
        extra[at] = row
    _insert(sheet, extra)
    sheet.dirt["rows without customer"] = len(extra)


def _bad_times(sheet: Sheet, chance: Random) -> None:
    extra = {}
    for at in _some(sheet.rows, 0.002, chance):
        row = list(sheet.rows[at])
        row[sheet.column(sheet.time)] = chance.choice(("n/a", "", "31.02.2025 10:00"))
        row[0] = f"{row[0]}x"
        extra[at] = row
    _insert(sheet, extra)
    sheet.dirt["rows without usable time"] = len(extra)


def _test_customer(sheet: Sheet, chance: Random) -> None:
    """Somebody of the company tried everything and left the traces in the data."""
    extra = {}
    count = 1 if sheet.kind == "customers" else 12
    for at in sorted(chance.sample(range(len(sheet.rows)), min(count, len(sheet.rows)))):
        row = list(sheet.rows[at])
        for name, value in _TEST.items():
            if name in sheet.header:
                row[sheet.column(name)] = value
        if "messageId" in sheet.header:
            row[sheet.column("messageId")] = f"t-{at:08d}"
        extra[at] = row
    _insert(sheet, extra)
    sheet.dirt["rows of the test customer"] = len(extra)


def _no_device(sheet: Sheet, chance: Random) -> None:
    places = _some(sheet.rows, 0.02, chance)
    for at in places:
        sheet.rows[at][sheet.column("device")] = ""
    sheet.dirt["cells left empty"] = len(places)


def _gaps(sheet: Sheet, chance: Random) -> None:
    count = 0
    for name, rate in (("phone", 0.04), ("postcode", 0.03), ("age_group", 0.02)):
        for at in _some(sheet.rows, rate, chance):
            sheet.rows[at][sheet.column(name)] = ""
            count += 1
    sheet.dirt["cells left empty"] = count


def _iso_mix(sheet: Sheet, chance: Random) -> None:
    """A second system wrote the same file with `T` and `Z`."""
    at = sheet.column(sheet.time)
    places = _some(sheet.rows, 0.1, chance)
    for place in places:
        row = sheet.rows[place]
        row[at] = f"{row[at].replace(' ', 'T')}Z"
    sheet.dirt["times in another format"] = len(places)


def _date_mix(sheet: Sheet, chance: Random) -> None:
    """Day first with dots, and some rows year first: unambiguous both."""
    at = sheet.column(sheet.time)
    places = _some(sheet.rows, 0.08, chance)
    for place in places:
        row = sheet.rows[place]
        day = row[at]
        row[at] = f"{day[6:10]}-{day[3:5]}-{day[:2]} {day[11:]}"
    sheet.dirt["times in another format"] = len(places)


def _codes(sheet: Sheet, chance: Random) -> None:
    """A code for “don't know” among the scores: 11 on 0–10, 9 on 1–5."""
    at = next(n for n, name in enumerate(sheet.header) if name.startswith(("nps", "csat")))
    places = _some(sheet.rows, 0.012, chance)
    for place in places:
        sheet.rows[place][at] = "11" if sheet.name == "nps.csv" else "9"
    sheet.dirt["scores outside the scale"] = len(places)


def _formulas(sheet: Sheet, chance: Random) -> None:
    """Cells that a spreadsheet would run; texts of the truth are not touched."""
    name = next(known for known in ("agent", "city", "comment") if known in sheet.header)
    at = sheet.column(name)
    free = [n for n, row in enumerate(sheet.rows) if name != "comment" or not row[at]]
    places = [free[n] for n in _some(free, 0.001, chance)]
    for place in places:
        sheet.rows[place][at] = chance.choice(_FORMULAS)
    sheet.dirt["cells that begin with ="] = len(places)
