"""Excel: the sheet with the table, its header, dates as ISO text, numbers without .0."""

import datetime as dt
import gzip
import io
import zipfile

import openpyxl
import pytest

from desirepath.errors import UnreadableFile
from desirepath.sources import excel, open_file


def book(*sheets, hidden=()) -> bytes:
    """Return a workbook of `(name, rows)`."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


ROWS = [
    ["customer", "when", "amount", "ok"],
    ["c1", dt.datetime.fromisoformat("2024-05-01T10:30"), 5, True],
    ["c2", dt.datetime.fromisoformat("2024-05-02"), 1.5, False],
    ["c3", None, 12345678901, None],
]


def test_cells_become_the_text_a_person_would_write(table):
    read = table(book(("Events", ROWS)), "x.xlsx")
    assert read.columns == ("customer", "when", "amount", "ok")
    assert read.rows == [
        ("c1", "2024-05-01 10:30:00", "5", "true"),
        ("c2", "2024-05-02", "1.5", "false"),
        ("c3", None, "12345678901", None),
    ]
    assert read.lines == [2, 3, 4]


def test_the_biggest_visible_sheet_is_read_and_the_others_named(table):
    big = [["a", "b"]] + [[n, n] for n in range(50)]
    read = table(book(("Notes", [["x"]]), ("Data", ROWS), ("Old", big), hidden={"Old"}), "x.xlsx")
    assert read.columns[0] == "customer"
    assert 'Sheet "Data" was read, it is the biggest; not read: "Notes", "Old"' in read.notes


def test_titles_above_and_gaps_below_the_header_keep_the_row_numbers(table):
    rows = [["Report of May"], [], *ROWS[:2], [], ROWS[2]]
    read = table(book(("S", rows)), "x.xlsx")
    assert read.lines == [4, 6]
    assert 'left out: "Report of May"' in read.notes


def test_columns_without_name_are_kept_only_with_values(table):
    rows = [["id", None, None, "x"], ["1", None, "y", "2"], ["2", None, None, "3"]]
    read = table(book(("S", rows)), "x.xlsx")
    assert read.columns == ("id", "column 3", "x")
    assert read.rows == [("1", "y", "2"), ("2", None, "3")]


def test_times_and_durations_are_text(table):
    rows = [["id", "at", "took"], ["a", dt.time(3, 4, 5), dt.timedelta(hours=30, minutes=5)]]
    assert table(book(("S", rows)), "x.xlsx").rows == [("a", "03:04:05", "30:05:00")]


def test_a_workbook_is_known_by_its_content_and_may_be_packed(table):
    content = book(("Events", ROWS))
    for packed, name in ((content, "x.csv"), (gzip.compress(content), "x.xlsx.gz")):
        assert len(table(packed, name).rows) == 3


def test_the_example_is_a_workbook(table):
    read = table(excel.EXAMPLE, "x.xlsx")
    assert len(read.rows) == 9


def test_workbooks_without_cells_and_damaged_ones_are_refused(tmp_path):
    file = tmp_path / "x.xlsx"
    file.write_bytes(book(("Empty", [])))
    with pytest.raises(UnreadableFile, match="without any filled cell"):
        open_file(file)
    content = book(("Events", ROWS))
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(UnreadableFile, match="cut off or damaged"):
        open_file(file)
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(file, "w") as broken:
        for member in whole.namelist():
            part = whole.read(member)
            broken.writestr(member, part[:150] if "sheet1" in member else part)
    with pytest.raises(UnreadableFile, match='Sheet "Events" is damaged'):
        open_file(file)


def test_a_workbook_that_unpacks_beyond_reason_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "LARGEST_UNPACKED", 1000)
    file = tmp_path / "x.xlsx"
    file.write_bytes(book(("Events", ROWS)))
    with pytest.raises(UnreadableFile, match="too much for a workbook"):
        open_file(file)


def test_an_opendocument_sheet_is_read_and_a_text_document_refused(table, tmp_path):
    def document(kind: str) -> bytes:
        names = "urn:oasis:names:tc:opendocument:xmlns"
        cells = "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
                "</table:table-cell>"
                for cell in row
            )
            + "</table:table-row>"
            for row in (["customer", "day"], ["c1", "2024-05-01"])
        )
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w") as archive:
            archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
            archive.writestr(
                "content.xml",
                f'<office:document-content xmlns:office="{names}:office:1.0" '
                f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
                f'<office:spreadsheet><table:table table:name="S">{cells}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>",
            )
            archive.writestr("META-INF/manifest.xml", "<manifest/>")
        return sink.getvalue()

    assert table(document("spreadsheet"), "x.ods").rows == [("c1", "2024-05-01")]
    with pytest.raises(UnreadableFile, match=r"is a document .*opendocument.text"):
        table(document("text"), "x.odt")
