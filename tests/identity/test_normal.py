"""Identifiers in one way of writing: the short way of the many gives what all steps give."""

import pytest

from desirepath.identity import normal
from desirepath.identity.nodes import small
from desirepath.identity.normal import normalised
from desirepath.store.warehouse import Warehouse

WRITTEN = (
    "ann@x.nl", "Ann@X.nl", " ann@x.nl ", "<ann@x.nl>", "ann+1@x.co.uk", "ann@x", "@x.nl",
    "a b@x.nl", "+4917099955544", "0170 999 555 44", "+1111111", "+0123456789", "+49 170 1",
    "+123456789012345678", "guest", "Guest", "UNKNOWN", "-", "-1",
    "0", "7", "77",
    "00000000-0000-0000-0000-000000000000", "C100", "c 100", " C100",
    "Ångström", "1234-5678 9012", "12345678ab", "AB12", "6F9619FF-8B86",
    "6f9619ff-8b86", "", " ", "x\ty", "x\n",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["user", "email", "phone", "card", "device"])
@pytest.mark.parametrize("country", [None, "DE", "US"])
def test_what_is_written_in_the_one_way_already_is_what_all_steps_make_of_it(kind, country):
    columns = {"kind": [kind] * len(WRITTEN), "raw": WRITTEN}
    given = small(columns, {"kind": "string", "raw": "string"})
    with Warehouse(None) as warehouse:
        rows = warehouse.create("given", given)
        quick = normalised(warehouse, rows.mutate(said=rows.raw), country)
        found = {row["said"]: row["value"] for row in warehouse.rows(quick)}
        steps = rows.select("raw", value=normal.normal(kind, rows.raw, country))
        expected = {row["raw"]: row["value"] for row in warehouse.rows(steps)
                    if row["value"] is not None}  # fmt: skip
    assert found == expected
    assert found
