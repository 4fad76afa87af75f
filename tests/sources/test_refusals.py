"""What is no table gets one clear sentence: what it looks like and what to do."""

import os
import zipfile

import pytest

from desirepath.errors import DesirepathError, InputError, UnreadableFile
from desirepath.sources import content_hash, open_file

NO_TABLES = {
    "a.csv": (b"", "is empty"),
    "blank.csv": (b" \r\n\n \n", "is empty"),
    "bom.csv": (b"\xef\xbb\xbf", "is empty"),
    "b.csv": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF document"),
    "c.csv": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG picture"),
    "d.csv": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
    "e.wav": (b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00", "a damaged WAV recording"),
    "f.csv": (b"<!DOCTYPE html>\n<html><body>Log in</body></html>", "a web page"),
    "g.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "called Excel but is a web page"),
    "h.csv": (b"<?xml version='1.0'?><orders><order/></orders>", "XML, but not an XES event log"),
    "i.csv": (bytes(range(256)) * 20, "a binary file of an unknown kind"),
    "j.db": (b"SQLite format 3\x00" + b"\x00" * 80, "an SQLite database"),
    "k.csv": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n",
        "placeholder of Git LFS",
    ),
    "l.tar": (b"data.csv" + b"\x00" * 249 + b"ustar\x0000" + b"\x00" * 200, "a tar archive"),
    "m.arrow": (b"ARROW1\x00\x00" + b"\x10" * 40, "an Arrow (Feather) file"),
    "n.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 900, "no readable workbook"),
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_each_file_that_is_no_table_is_named_for_what_it_is(tmp_path, name):
    content, said = NO_TABLES[name]
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        open_file(file)
    sentence = str(caught.value)
    assert sentence.startswith(f'"{name}"')
    assert said in sentence
    assert ": " in sentence, "it says what to do"
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("member", "said"), [("word/document.xml", "a Word document"), ("ppt/slides.xml", "PowerPoint")]
)
def test_office_documents_without_sheets_are_refused(tmp_path, member, said):
    file = tmp_path / "x.docx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(member, "<x/>")
    with pytest.raises(UnreadableFile, match=said):
        open_file(file)


def test_words_that_start_like_a_binary_format_are_still_a_table(table):
    assert table("ORCID,name\n1,ann\n2,bob\n").columns == ("ORCID", "name")
    assert table("ID3,customer\n1,ann\n2,bob\n").columns == ("ID3", "customer")


def test_a_missing_file_names_the_nearest_ones(tmp_path):
    (tmp_path / "events.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match=r'no file ".*event.csv". Did you mean "events.csv"\?'):
        open_file(tmp_path / "event.csv")
    with pytest.raises(InputError, match=r'The folder holds "events.csv"'):
        open_file(tmp_path / "zzzzz")
    with pytest.raises(InputError, match="no folder"):
        open_file(tmp_path / "no" / "events.csv")


def test_a_folder_names_the_files_in_it(tmp_path):
    (tmp_path / "events.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match=r'is a folder; it holds "events.csv": name the files'):
        open_file(tmp_path)


def test_what_is_no_ordinary_file_is_refused():
    with pytest.raises(InputError, match="no ordinary file"):
        open_file("/dev/null")


def test_a_file_without_permission_says_so(tmp_path, monkeypatch):
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may read everything
    with pytest.raises(InputError, match="no permission to read"):
        open_file(file)


def test_the_hash_of_what_is_not_there_is_a_sentence_too(tmp_path):
    with pytest.raises(DesirepathError, match="no file"):
        content_hash(tmp_path / "x.csv")


def test_a_file_in_a_folder_without_permission_says_so(tmp_path, monkeypatch):
    def forbidden(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.stat", forbidden)
    with pytest.raises(InputError, match="no permission to read"):
        open_file(tmp_path / "x.csv")


def test_a_name_no_file_can_have_is_a_missing_file(tmp_path):
    for name in ("x" * 5000, "a\x00b"):
        with pytest.raises(InputError, match="no file"):
            open_file(tmp_path / name)
