"""The sentences for files that are no table: what it looks like, and what to do."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from difflib import get_close_matches
from pathlib import Path

from desirepath.errors import InputError, UnreadableFile
from desirepath.sources._reading import listed

READS = "CSV, Excel, JSON, Parquet or XES"
SHEET = "export the table in it as CSV or Excel"
EXPORT = "export the data behind it as CSV or Excel"
MEDIA = f"only tables can be imported ({READS})"
SOUND = (
    "save it as WAV (`ffmpeg -i IN OUT.wav`), or write down what is said, for example with Whisper "
    "on your own machine, and import its JSON, VTT or SRT"
)
UNPACK = "unpack it and give the file inside"

# (start of the file, offset, what it is, what to do)
SIGNATURES: tuple[tuple[bytes, int, str, str], ...] = (
    (b"%PDF", 0, "a PDF document", EXPORT),
    (b"\x89PNG", 0, "a PNG picture", EXPORT),
    (b"\xff\xd8\xff", 0, "a JPEG picture", EXPORT),
    (b"GIF8", 0, "a GIF picture", EXPORT),
    (b"WEBP", 8, "a WebP picture", EXPORT),
    (b"II*\x00", 0, "a TIFF picture", EXPORT),
    (b"MM\x00*", 0, "a TIFF picture", EXPORT),
    (b"AVI ", 8, "an AVI film", MEDIA),
    (b"ID3", 0, "an MP3 sound recording", SOUND),
    (b"OggS", 0, "an Ogg recording", SOUND),
    (b"fLaC", 0, "a FLAC sound recording", SOUND),
    (b"ftyp", 4, "a film or a recording", SOUND),
    (b"SQLite format 3\x00", 0, "an SQLite database", "export the table in it as CSV"),
    (b"DUCK", 8, "a DuckDB database", "export the table in it as CSV or Parquet"),
    (b"ARROW1", 0, "an Arrow (Feather) file", "save it as Parquet or CSV"),
    (b"ORC", 0, "an ORC file", "save it as Parquet or CSV"),
    (b"Obj\x01", 0, "an Avro file", "save it as Parquet or JSON lines"),
    (b"$FL2", 0, "an SPSS file", SHEET),
    (b"\x89HDF", 0, "an HDF5 file", "save it as Parquet or CSV"),
    (b"7z\xbc\xaf\x27\x1c", 0, "a 7z archive", UNPACK),
    (b"Rar!", 0, "a RAR archive", UNPACK),
    (b"ustar", 257, "a tar archive", UNPACK),
    (b"\x7fELF", 0, "a program", MEDIA),
    (b"MZ\x90", 0, "a program", MEDIA),
    (b"{\\rtf", 0, "a rich-text document", SHEET),
    (b"%!PS", 0, "a PostScript document", EXPORT),
    (b"version https://git-lfs", 0, "a placeholder of Git LFS", "run `git lfs pull` to fetch it"),
)
DOCUMENTS = {
    "word/": "a Word document",
    "ppt/": "a PowerPoint presentation",
    "visio/": "a Visio drawing",
}
HTML = re.compile(
    r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table)\b", re.IGNORECASE | re.DOTALL
)
LOG = re.compile(r"<(\w+:)?log[\s>]")
XML = re.compile(r"\s*<(\?xml|!doctype|svg\b)", re.IGNORECASE)
CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27, 28, 29, 30, 31, 1, 2})


def refuse_path(path: Path) -> None:
    """Raise InputError unless `path` is a regular file that may be read and holds something."""
    try:
        kind = path.stat().st_mode
    except PermissionError as error:
        raise InputError(_forbidden(path)) from error
    except (OSError, ValueError) as error:
        raise InputError(_missing(path)) from error
    if stat.S_ISDIR(kind):
        inside = _files_in(path)
        holds = f"it holds {listed(inside)}" if inside else "it holds no files"
        raise InputError(f'"{path}" is a folder; {holds}: name the files to import.')
    if not stat.S_ISREG(kind):
        raise InputError(f'"{path}" is no ordinary file: save the data to a file and import that.')
    if not os.access(path, os.R_OK):
        raise InputError(_forbidden(path))
    if path.stat().st_size == 0:
        raise UnreadableFile(empty(path.name))


def empty(name: str) -> str:
    """Return the sentence for a file without content."""
    return f'"{name}" is empty: export it again and look whether the table has rows.'


def refuse_content(name: str, head: bytes, path: Path) -> None:
    """Raise UnreadableFile when the first bytes are those of something that is no table."""
    binary = b"\x00" in head[:1024]
    for magic, offset, what, advice in SIGNATURES:
        # A column may well be called "ORCID": letters alone prove nothing in a text file.
        if head[offset : offset + len(magic)] == magic and (binary or not magic.isalnum()):
            raise UnreadableFile(f'"{name}" is {what}, not a table: {advice}.')
    if head.startswith(b"PK\x03\x04"):
        _refuse_document(name, path)
    text = start_of(head)
    if HTML.match(text) and "<table" in text and path.suffix.casefold() in (".xls", ".xlsx"):
        raise UnreadableFile(
            f'"{name}" is called Excel but is a web page (HTML) with a table: '
            "open it in Excel and save it as .xlsx or CSV."
        )
    if HTML.match(text):
        raise UnreadableFile(
            f'"{name}" is a web page (HTML), not a table; perhaps a login or error page was saved '
            "instead of the export: download the export again."
        )
    if XML.match(text) and not LOG.search(text):
        raise UnreadableFile(
            f'"{name}" is XML, but not an XES event log: {SHEET.replace("Excel", "XES")}.'
        )


def refuse_binary(name: str, head: bytes) -> None:
    """Raise UnreadableFile when the bytes are no text in any encoding we know."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_utf16(head):
        return
    odd = len(head) - len(head.translate(None, CONTROL))
    if odd > max(4, len(head) // 50) or (len(head) < 200 and odd > len(head) // 8):
        raise UnreadableFile(
            f'"{name}" is a binary file of an unknown kind, not a table: '
            f"export the data as {READS}."
        )


def start_of(head: bytes) -> str:
    """Return the start of the file as text, good enough to see what kind it is."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) & ~1].decode("utf-16", "replace")
    if _looks_utf16(head):
        big = head[:1] == b"\x00"
        return head[: len(head) & ~1].decode("utf-16-be" if big else "utf-16-le", "replace")
    return head.decode("utf-8-sig", "replace")


def _looks_utf16(head: bytes) -> bool:
    sample = head[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return (
        len(sample) >= 4
        and max(even, odd) > len(sample) * 0.3
        and min(even, odd) <= len(sample) * 0.03
    )


def _refuse_document(name: str, path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return
    for folder, what in DOCUMENTS.items():
        if any(member.startswith(folder) for member in members):
            raise UnreadableFile(f'"{name}" is {what}, not a table: {SHEET}.')
    if "mimetype" in members:
        with zipfile.ZipFile(path) as archive, archive.open("mimetype") as stream:
            kind = stream.read(100).decode("ascii", "replace")
        if "spreadsheet" not in kind:
            raise UnreadableFile(f'"{name}" is a document ({kind}), not a table: {SHEET}.')


def _forbidden(path: Path) -> str:
    return f'You have no permission to read "{path}": ask its owner, or copy it to your own folder.'


def _files_in(folder: Path) -> list[str]:
    try:
        return sorted(child.name for child in folder.iterdir() if child.is_file())
    except OSError:
        return []


def _missing(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f'There is no file "{path}", and no folder "{folder}": look at the path.'
    there = [name for name in _files_in(folder) if not name.startswith(".")]
    folded = {name.casefold(): name for name in there}
    near = [folded[hit] for hit in get_close_matches(path.name.casefold(), list(folded), 3, 0.6)]
    if near:
        return f'There is no file "{path}". Did you mean {listed(near)}?'
    holds = f"The folder holds {listed(there)}." if there else "The folder is empty."
    return f'There is no file "{path}". {holds}'
