"""Rows have the types that were promised, and no number is cut off."""

from decimal import Decimal

import ibis
import pyarrow as pa

from desirepath.store.fitting import fitted


def test_counts_and_comparisons_come_as_promised():
    found = pa.table({"a": pa.array([1, 2], pa.uint64()), "b": pa.array([1, None], pa.uint8())})
    wanted = pa.schema([pa.field("n", pa.int64(), nullable=False), ("yes", pa.bool_())])
    assert fitted(found, wanted).to_pylist() == [{"n": 1, "yes": True}, {"n": 2, "yes": None}]


def test_a_sum_beyond_64_bits_stays_right(warehouse):
    large = ibis.memtable(pa.table({"n": [2**62] * 5}))
    row = warehouse.rows(large.aggregate(total=large.n.sum(), n=large.count()))[0]
    assert row == {"total": Decimal(5 * 2**62), "n": 5}
