"""CSV: encodings, delimiters, quotes, headers, line numbers and rows that do not fit."""

import codecs
import csv
import io

import pytest

from desirepath.errors import UnreadableFile
from desirepath.sources import _tokens, open_file
from desirepath.sources._dialect import detect

GERMAN = "kunde;schritt;zeit;text\n1;Prüfung;2024-05-01 10:00;Größe für Jürgen übel\n" * 1 + (
    "2;Übergabe;2024-05-02 11:00;schöne Grüße aus München\n3;Rückgabe;2024-05-03 12:00;weiß nicht\n"
)
FRENCH = (
    "client,étape,date,avis\n1,Café commandé,2024-05-01,très déçu par le café\n"
    "2,Livré,2024-05-02,c’est “parfait” à Orléans\n"
)
ROWS = "customer,touchpoint,time\nc1,Visit,2024-05-01\nc2,Order,2024-05-02\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "guessed"),
        ("utf-16-be", "guessed"),
        ("utf-32", "UTF-32"),
        ("latin-1", "Latin-1 (a guess"),
        ("cp1252", "Latin-1 (a guess"),
        ("mac_roman", "Mac Roman (a guess"),
        ("cp850", "DOS 850 (a guess"),
    ],
)
def test_german_text_is_read_in_every_usual_encoding(table, encoding, said):
    read = table(GERMAN.encode(encoding))
    assert read.columns == ("kunde", "schritt", "zeit", "text")
    assert read.rows[0] == ("1", "Prüfung", "2024-05-01 10:00", "Größe für Jürgen übel")
    assert [row[1] for row in read.rows] == ["Prüfung", "Übergabe", "Rückgabe"]
    assert said in read.notes


@pytest.mark.parametrize(
    ("encoding", "said"), [("cp1252", "Windows-1252 (a guess"), ("mac_roman", "Mac Roman (a guess")]
)
def test_typographic_quotes_tell_windows_from_mac(table, encoding, said):
    read = table(FRENCH.encode(encoding))
    assert read.rows[1] == ("2", "Livré", "2024-05-02", "c’est “parfait” à Orléans")
    assert said in read.notes


def test_cyrillic_text_is_not_read_as_western_letters(table):
    text = "клиент;шаг;дата\n" + "1;Покупка товара в магазине;2024-05-01\n" * 20
    assert table(text.encode("cp1251")).rows[0][1] == "Покупка товара в магазине"


def test_a_character_deep_in_the_file_decides_the_encoding_too(table):
    filler = "c1,Visit,2024-05-01\n" * 200_000
    content = ("customer,touchpoint,time\n" + filler).encode() + "c2,Prüfung,2024-05-02\n".encode(
        "cp1252"
    )
    read = table(content)
    assert read.rows[-1] == ("c2", "Prüfung", "2024-05-02")
    assert read.lines[-1] == 200_002


def test_a_few_bytes_that_are_no_utf8_do_not_change_the_rest(table):
    rows = "".join(f"{n},Prüfung,2024-05-01\n" for n in range(50))
    content = ("id,schritt,tag\n" + rows).encode() + "99,Größe,2024-05-02\n".encode("cp1252")
    read = table(content)
    assert read.rows[0][1] == "Prüfung"
    assert read.rows[-1][1] == "Größe"
    assert "2 places are not valid in it (first on line 52)" in read.notes


def test_a_real_replacement_character_is_no_fault(table):
    read = table("id,text,tag\n1,a\ufffdb,2024-05-01\n2,c,2024-05-02\n")
    assert read.rows[0][1] == "a\ufffdb"
    assert not read.notes


def test_a_file_that_ends_inside_a_character_is_read(table):
    read = table("id,text\n1,ääääääääääääääääääääääääää\n2,ü".encode()[:-1])
    assert read.rows[0] == ("1", "ää" * 13)
    assert read.rows[1][0] == "2"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", ":", "~", "\x01", "\x1f"])
def test_every_usual_delimiter_is_found(table, delimiter):
    rows = [
        ["customer", "touchpoint", "day"],
        ["c1", "Visit", "2024-05-01"],
        ["c2", "Order", "2024-05-02"],
    ]
    read = table("\n".join(delimiter.join(row) for row in rows))
    assert read.columns == ("customer", "touchpoint", "day")
    assert read.rows == [tuple(row) for row in rows[1:]]


def test_commas_in_sentences_do_not_make_columns(table):
    read = table(
        "id;comment;score\n1;Good, fast, friendly;9\n2;Slow, and rude, sadly;2\n3;Fine, yes, ok;7\n"
    )
    assert read.columns == ("id", "comment", "score")
    assert read.rows[1] == ("2", "Slow, and rude, sadly", "2")


def test_decimal_commas_stay_text_beside_semicolons(table):
    read = table("a;b\n1,5;2,5\n3,5;4,5\n7,1;8,2\n")
    assert read.rows[0] == ("1,5", "2,5")


def test_times_with_colons_do_not_make_columns(table):
    read = table("time,event\n10:00:00,a\n10:01:00,b\n10:02:00,c\n")
    assert read.columns == ("time", "event")


def test_one_column_of_prose_is_one_column(table):
    read = table(
        "comment\nI liked it, really\nNot good; slow, rude, loud\nFine\n"
        'Well, no, "never" again, sorry\n'
    )
    assert read.columns == ("comment",)
    assert len(read.rows) == 4
    assert read.rows[3] == ('Well, no, "never" again, sorry',)


def test_a_sep_line_names_the_delimiter(table):
    read = table("sep=|\r\na|b,c\r\n1|2,3\r\n")
    assert read.columns == ("a", "b,c")
    assert (read.rows, read.lines) == ([("1", "2,3")], [3])


def test_single_quotes_and_backslash_escapes_are_seen(table):
    single = table("a,b,c\n'1','x, y','2'\n'2','z','3'\n'3','u, v','4'\n")
    assert single.rows[0] == ("1", "x, y", "2")
    escaped = table('a,b,c\n"1","say \\"hi\\", you",2\n"2","x",3\n"3","no \\"w\\"",4\n', "e.csv")
    assert escaped.rows[0] == ("1", 'say "hi", you', "2")


def test_a_tab_file_without_quoting_keeps_stray_quotes(table):
    read = table(
        'text\tlabel\n"hello she said\t1\n5" pipe\t2\n"quoted" word\t3\nplain\t4\n"open again\t5\n'
    )
    assert [row[1] for row in read.rows] == ["1", "2", "3", "4", "5"]
    assert read.rows[0][0] == '"hello she said'


def test_spaces_after_the_delimiter_do_not_break_quotes(table):
    assert table('a, b, c\n1, "x, y", 2\n3, "z", 4\n').rows[0] == ("1", "x, y", "2")


def test_a_file_without_header_gets_numbered_columns(table):
    read = table("0,Feb,2.5,TRUE\n1,Mar,3.5,FALSE\n")
    assert read.columns == ("column 1", "column 2", "column 3", "column 4")
    assert len(read.rows) == 2
    assert 'called "column 1" to "column 4"' in read.notes


def test_a_header_of_words_over_words_is_a_header(table):
    read = table("customer,touchpoint\nann,Visit\nbob,Order\nann,Order\n")
    assert read.columns == ("customer", "touchpoint")
    assert read.lines == [2, 3, 4]


def test_a_first_row_that_comes_again_is_no_header(table):
    read = table("ann,Visit\nbob,Visit\nann,Order\n")
    assert read.columns == ("column 1", "column 2")
    assert len(read.rows) == 3


def test_equal_and_empty_names_are_made_unique(table):
    read = table(",x,x, x ,\n1,2,3,4,5\n6,7,8,9,1\n")
    assert read.columns == ("column 1", "x", "x (2)", "x (3)", "column 5")


def test_titles_and_comments_above_the_table_are_left_out_and_said(table):
    read = table(
        "# made by tool\nReport May\n\n"
        "customer;touchpoint;time\nc1;Visit;2024-05-01\nc2;Order;2024-05-02\n"
    )
    assert read.columns == ("customer", "touchpoint", "time")
    assert read.lines == [5, 6]
    assert "made by tool" in read.notes
    assert "Report May" in read.notes


def test_a_header_that_starts_with_a_hash_is_a_header(table):
    assert table("#id,name\n1,ann\n2,bob\n").columns == ("#id", "name")


def test_a_delimiter_at_the_end_of_every_row_makes_no_column(table):
    read = table("a;b;c;\n1;2;3;\n4;5;6;\n7;8;9;\n")
    assert read.columns == ("a", "b", "c")
    assert read.rows[0] == ("1", "2", "3")
    assert not read.bad


def test_row_names_without_a_header_cell_get_a_column(table):
    read = table("customer,touchpoint\n1,c1,Visit\n2,c2,Order\n3,c3,Order\n")
    assert read.columns == ("column 1", "customer", "touchpoint")
    assert read.rows[0] == ("1", "c1", "Visit")


def test_ragged_rows_are_bad_with_line_and_reason_and_the_rest_goes_in(table):
    read = table(ROWS + "c3,Order\nc4,Order,2024-05-03,extra,more\nc5,Visit,2024-05-04\n")
    assert [row[0] for row in read.rows] == ["c1", "c2", "c5"]
    assert read.lines == [2, 3, 6]
    assert read.bad == [(4, "2 fields instead of 3"), (5, "5 fields instead of 3")]
    assert read.reading.bad[0].content == "c3,Order"


def test_empty_cells_beyond_the_last_column_are_dropped(table):
    read = table(ROWS + "c3,Order,2024-05-03,,\n")
    assert read.rows[-1] == ("c3", "Order", "2024-05-03")
    assert "empty cells beyond the last column: 1" in read.notes


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_over_blank_lines_and_cells_of_several_lines(table, end):
    lines = ["a,b,c", "", '1,"two', 'lines",x', "2,y,z", "", "", '3,"p', "", 'q",r', "4,s,t", ""]
    read = table(end.join(lines))
    assert read.lines == [3, 5, 8, 11]
    assert read.rows[0] == ("1", f"two{end}lines", "x")
    assert read.rows[2] == ("3", f"p{end}{end}q", "r")


def test_a_quote_that_never_closes_costs_one_row_only(table):
    rest = "".join(f"d{n},Visit,2024-06-01\n" for n in range(5))
    read = table(f'{ROWS}"c2","Order, paid",2024-05-03\n"c3,Order,2024-05-03\n{rest}')
    assert [row[0] for row in read.rows] == ["c1", "c2", "c2", "d0", "d1", "d2", "d3", "d4"]
    assert read.bad == [(5, "a quote that opens in this line is never closed")]
    assert read.lines[3:] == [6, 7, 8, 9, 10]


def test_a_quote_closed_by_the_next_quoted_cell_swallows_no_rows(table):
    read = table(ROWS + 'c3,"Order,2024-05-03\nc4,Visit,2024-05-04\nc5,"Return",2024-05-05\n')
    assert [row[0] for row in read.rows] == ["c1", "c2", "c4", "c5"]
    assert read.bad == [(4, "a quote that opens in this line is never closed")]


def test_quotes_inside_a_quoted_cell_are_forgiven_and_counted(table):
    read = table(ROWS + 'c3,"a 5" pipe",2024-05-03\n')
    assert read.rows[-1] == ("c3", 'a 5 pipe"', "2024-05-03")
    assert "single quote mark inside a quoted cell: 1" in read.notes


def test_nul_characters_are_left_out_and_said(table):
    read = table(ROWS + "c3,Or\x00der,2024-05-03\n")
    assert read.rows[-1] == ("c3", "Order", "2024-05-03")
    assert "NUL" in read.notes


def test_excels_protection_of_leading_zeros_is_taken_off_and_formulas_stay_text(table):
    read = table(
        'id,code,time\n1,="0123",2024-05-01\n2,"=""0456""",2024-05-02\n3,=1+2,2024-05-03\n'
    )
    assert [row[1] for row in read.rows] == ["0123", "0456", "=1+2"]


def test_cells_that_look_like_nothing_stay_as_they_are(table):
    read = table('a,b,c\nNULL,NA,nan\n,"", x \n1,2,3\n')
    assert read.rows[:2] == [("NULL", "NA", "nan"), ("", "", " x ")]


def test_a_header_without_rows_is_a_table_without_rows(table):
    read = table("customer,touchpoint,time\n")
    assert (read.columns, read.rows) == (("customer", "touchpoint", "time"), [])


def test_one_endless_line_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("desirepath.sources._encoding.LONGEST_LINE", 1 << 21)
    file = tmp_path / "long.csv"
    file.write_bytes(b"a,b\n" + b"x" * (5 << 20))
    with pytest.raises(UnreadableFile, match="no table: export it with one row per line"):
        open_file(file)


def test_a_cell_longer_than_the_limit_is_one_bad_row(table):
    long = "y" * (_tokens.LONGEST_CELL + 10)
    read = table(f'{ROWS}c3,"{long}\n",2024-05-03\nc4,Visit,2024-05-04\n')
    assert [row[0] for row in read.rows] == ["c1", "c2", "c4"]
    assert [line for line, _ in read.bad] == [4, 5]
    assert read.bad[0][1] == "a cell longer than 1 MB"
    assert len(read.reading.bad[0].content) < 2000


def twin(content: str, dialect) -> list[tuple[int, list[str]]]:
    """The plain twin: the csv module, row by row."""
    reader = dialect.reader(iter(io.StringIO(content, newline="")), strict=False)
    before, found = 0, []
    for row in reader:
        if row:
            found.append((before + 1, row))
        before = reader.line_num
    return found


@pytest.mark.parametrize("piece", [40, 300, 5000])
def test_pieces_of_any_size_give_the_same_rows_and_lines(tmp_path, monkeypatch, piece):
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(["id", "note", "day"])
    for number in range(400):
        note = ["plain", "with, comma", 'say ""x"" "now"', "two\nlines", "\n\n", "", "ü ö"][
            number % 7
        ]
        writer.writerow([number, note, f"2024-05-{number % 28 + 1:02d}"])
        if number % 11 == 0:
            sink.write("\n")
    content = sink.getvalue()
    monkeypatch.setattr("desirepath.sources.csv.PIECE", piece)
    monkeypatch.setattr("desirepath.sources._encoding.CHUNK", max(7, piece // 3))
    file = tmp_path / "x.csv"
    file.write_text(content, encoding="utf-8", newline="")
    from .conftest import table_of

    read = table_of(file)
    expected = twin(content, detect(content.splitlines(keepends=True)))
    assert read.columns == tuple(expected[0][1])
    assert list(zip(read.lines, map(list, read.rows), strict=True)) == expected[1:]


def test_a_byte_order_mark_is_no_part_of_the_first_name(table):
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")):
        assert table(mark + ROWS.encode(encoding)).columns[0] == "customer"
