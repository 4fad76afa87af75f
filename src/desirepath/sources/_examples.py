"""Ten-line example files of the kinds that nobody can write as text."""

from __future__ import annotations

import io
import zipfile

EVENTS = [
    (f"c{number % 3}", ("Visit", "Order", "Delivered")[number // 3], f"2024-05-0{number + 1}")
    for number in range(9)
]
NAMES = ("customer", "touchpoint", "time")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats"
CELL = '<c t="inlineStr"><is><t>{}</t></is></c>'


def workbook() -> bytes:
    """Return a workbook of nine events under a header, made of its bare XML parts."""
    cells = ("".join(map(CELL.format, row)) for row in [NAMES, *EVENTS])
    rows = "".join(f"<row>{row}</row>" for row in cells)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{KIND}-package.relationships+xml"/>'
        + _part("workbook", "sheet.main")
        + _part("sheet1", "worksheet")
        + "</Types>",
        "_rels/.rels": _link("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="Events" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _link("worksheet", "sheet1.xml"),
        "xl/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return sink.getvalue()


def parquet_events() -> bytes:
    """Return a Parquet file of nine events."""
    import pyarrow as pa
    from pyarrow import parquet

    sink = io.BytesIO()
    columns = dict(zip(NAMES, zip(*EVENTS, strict=True), strict=True))
    parquet.write_table(pa.table({name: list(cells) for name, cells in columns.items()}), sink)
    return sink.getvalue()


def _part(name: str, kind: str) -> str:
    content = f"{KIND}-officedocument.spreadsheetml.{kind}+xml"
    return f'<Override PartName="/xl/{name}.xml" ContentType="{content}"/>'


def _link(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{LINKS}/{kind}" Target="{target}"/></Relationships>'
    )
