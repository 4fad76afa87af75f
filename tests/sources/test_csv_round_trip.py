"""The law of CSV: whatever csv.writer writes, in any dialect and encoding, comes back equal."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tried import tried

from .conftest import table_of

HEADER = ["order id", "customer", "placed", "note", "score"]
NOTES = st.text(st.sampled_from("abc xyz,;\t|'\"\n.!?äöüéß0123=:/\\"), max_size=30)
CELLS = st.tuples(
    st.sampled_from(["Visit", "Order", "Call us", "Müller & Söhne", "Return"]),
    NOTES,
    st.integers(0, 10).map(str) | st.just(""),
)


@tried(120)
@given(
    rows=st.lists(CELLS, min_size=8, max_size=30),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
)
def test_what_the_csv_module_writes_comes_back_equal(rows, delimiter, quoting, end, encoding):
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerow(HEADER)
    full = [
        [f"o-{number}", who, f"2024-05-{number % 28 + 1:02d}", note.replace("\n", end), score]
        for number, (who, note, score) in enumerate(rows)
    ]
    writer.writerows(full)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        file.write_bytes(sink.getvalue().encode(encoding))
        read = table_of(file)
    assert read.columns == tuple(HEADER)
    assert read.rows == [tuple(row) for row in full]
    assert not read.bad
