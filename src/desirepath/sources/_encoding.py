"""Which encoding a text file is in, judged from every byte of it, not from its start.

UTF-8 proves itself: other encodings hardly ever form valid UTF-8. Between the one-byte
encodings nothing is proven, so the letters decide which reading is plausible, and the note
says that it is a guess.
"""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from desirepath.errors import UnreadableFile
from desirepath.sources._reading import Opened
from desirepath.sources._refusals import empty

CHUNK = 1 << 20
LONGEST_LINE = 64 << 20
SAMPLE = 1 << 20
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
NAMES = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "latin-1": "Latin-1",
    "cp850": "DOS 850",
}
COMMON = ("gb18030", "shift_jis", "euc_kr", "big5", "cp1251", "koi8_r", "cp1253", "cp1250")
LETTERS = set("äöüßéèêëàâáãåæçíìîïñóòôõøúùûÿœ")
CAPITALS = set("ÄÖÜÉÈÊËÀÂÁÃÅÆÇÍÌÎÏÑÓÒÔÕØÚÙÛŒ")
MARKS = set("“”‘’„–—…«»€£§°²³½¿¡ºª´·®©™•\u00a0")
INVALID = re.compile("[\udc80-\udcff]")
REPLACED = re.compile("\ufffd")
UNDEFINED_IN_1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))


@dataclass(frozen=True)
class Text:
    """How to turn a file's bytes into text, and what a person should know about it."""

    encoding: str
    notes: tuple[str, ...]
    errors: str
    nuls: bool


def survey(opened: Opened, *, by_line: bool = True) -> Text:
    """Read the whole file once and return its encoding.

    Raises UnreadableFile when nothing is in it, and, where it will be read `by_line`, when one
    line is so long that this is no table (or a bomb).
    """
    bom = next(((enc, name) for mark, enc, name in BOMS if opened.head.startswith(mark)), None)
    wide = bom[0] if bom and bom[0] != "utf-8-sig" else _utf16_without_bom(opened.head)
    seen = _Survey(opened, wide or "utf-8", LONGEST_LINE if by_line else None)
    if wide is not None:
        broken = " Some of its characters are broken and read as �." if seen.invalid else ""
        guess = "" if bom else " (guessed: it has no byte order mark)"
        name = "UTF-16" if "16" in wide else "UTF-32"
        return Text(wide, (f"Encoding: {name}{guess}.{broken}",), "replace", seen.nuls)
    if not seen.invalid:
        notes = ("Encoding: UTF-8 with a byte order mark.",) if bom else ()
        return Text("utf-8-sig" if bom else "utf-8", notes, "strict", seen.nuls)
    if bom or seen.valid > 20 * seen.invalid:
        note = (
            f"Encoding: UTF-8, but {seen.invalid} places are not valid in it (first on line "
            f"{seen.first_invalid}); they were read as Windows-1252, which is a guess."
        )
        return Text("utf-8-sig" if bom else "utf-8", (note,), "desirepath-1252", seen.nuls)
    encoding, reason = one_byte_encoding(bytes(seen.sample))
    note = f"Encoding: {NAMES.get(encoding, encoding)} (a guess: {reason})."
    return Text(encoding, (note,), "replace", seen.nuls)


class _Survey:
    """One pass over the bytes: validity as UTF-8 (or UTF-16), NULs, line ends, longest line."""

    def __init__(self, opened: Opened, encoding: str, longest: int | None) -> None:
        self.valid = self.invalid = self.first_invalid = 0
        self.nuls = False
        self.sample = bytearray()
        wide = encoding != "utf-8"
        # surrogateescape marks exactly the invalid bytes; a real U+FFFD in the file stays apart.
        decoder = codecs.getincrementaldecoder(encoding)("replace" if wide else "surrogateescape")
        self._mark = REPLACED if wide else INVALID
        lines = run = 0
        filled = final = False
        with opened.stream() as stream:
            while not final:
                chunk = stream.read(CHUNK)
                final = not chunk
                if wide or not chunk.isascii() or decoder.getstate()[0]:
                    text = decoder.decode(chunk, final)
                    self._judge(text, chunk, lines)
                    chunk = text.encode("utf-8", "replace") if wide else chunk
                filled = filled or bool(chunk.strip(b"\xef\xbb\xbf \t\r\n\x00"))
                self.nuls = self.nuls or b"\x00" in chunk
                lines += chunk.count(b"\n")
                last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
                run = run + len(chunk) if last < 0 else len(chunk) - last
                if longest and run > longest:
                    raise UnreadableFile(
                        f'"{opened.name}": a line after line {lines} is longer than '
                        f"{longest >> 20} MB, so this is no table: export it with one row per line."
                    )
        if not filled:
            raise UnreadableFile(empty(opened.name))

    def _judge(self, text: str, chunk: bytes, lines: int) -> None:
        invalid = self._mark.findall(text)
        broken = len(invalid)
        if broken and not self.invalid:
            self.first_invalid = lines + text.count("\n", 0, text.index(invalid[0])) + 1
        self.invalid += broken
        self.valid += len(text) - len(text.encode("ascii", "ignore")) - broken
        if broken and len(self.sample) < SAMPLE:
            # Only lines with high bytes say anything about the encoding.
            for line in re.findall(rb"[^\r\n]*[\x80-\xff][^\r\n]*", chunk):
                self.sample += line + b"\n"
                if len(self.sample) >= SAMPLE:
                    break


def one_byte_encoding(sample: bytes) -> tuple[str, str]:
    """Return the one-byte encoding whose reading of the sample looks most like language.

    >>> one_byte_encoding("café à Zürich".encode("mac_roman"))[0]
    'mac_roman'
    """
    low = not re.search(rb"[\x80-\x9f]", sample)
    scores = {
        name: _plausible(sample.decode(name, "replace"))
        for name in ("cp1252", "mac_roman", "cp850")
    }
    best = max(scores, key=lambda name: (scores[name], name == "cp1252"))
    if scores[best] < 0 and (other := _other_script(sample)):
        return other, "no western reading makes words"
    if best == "cp1252" and low:
        return "latin-1", "bytes beyond ASCII that are not UTF-8; Windows-1252 reads the same"
    if best == "cp1252" and any(byte in sample for byte in UNDEFINED_IN_1252):
        return "latin-1", "bytes beyond ASCII that are neither UTF-8 nor Windows-1252"
    return best, "its accents and quotes make the most likely words"


def _other_script(sample: bytes) -> str | None:
    """Ask charset-normalizer about scripts other than Latin."""
    from charset_normalizer import from_bytes

    found = [
        match for match in from_bytes(sample[: 1 << 16]) if not match.encoding.startswith("utf")
    ]
    if not found:
        return None
    # Rare cousins of a common encoding differ in a handful of letters: take the common one.
    near = {match.encoding for match in found if match.chaos <= found[0].chaos + 0.02}
    return next((name for name in COMMON if name in near), found[0].encoding)


def _plausible(text: str) -> float:
    """Score the characters beyond ASCII by whether they stand where people write them."""
    score = 0.0
    padded = f" {text} "
    contexts = Counter(re.findall(r"(?=([\s\S][^\x00-\x7f][\s\S]))", padded))
    for context, count in contexts.items():
        before, char, after = context
        if char.isalpha() and before > "\x7f" < after and before.isalpha() and after.isalpha():
            fits = -1.0  # accents in a row: another script read as western letters
        elif char in LETTERS:
            fits = 1.0 if before.islower() or after.islower() else 0.2
        elif char in CAPITALS:
            fits = -1.0 if before.islower() else 0.4
        elif char in MARKS:
            within = before.isalpha() and after.isalpha()
            fits = 0.3 if char == "’" or not within else -0.6
        else:
            fits = -1.0
        score += fits * count
    return score


def text_of(opened: Opened, text: Text) -> Iterator[str]:
    """Yield the file as pieces of text, line ends as they are."""
    decoder = codecs.getincrementaldecoder(text.encoding)(text.errors)
    with opened.stream() as stream:
        while chunk := stream.read(CHUNK):
            piece = decoder.decode(chunk)
            yield piece.replace("\x00", "") if text.nuls else piece
        yield decoder.decode(b"", final=True)


def lines_of(opened: Opened, text: Text) -> Iterator[str]:
    """Yield the file line by line, each with its line end."""
    with (
        opened.stream() as stream,
        io.TextIOWrapper(stream, text.encoding, text.errors, newline="") as wrapper,
    ):
        yield from wrapper


def start_of_text(opened: Opened, text: Text, size: int) -> str:
    """Return the first `size` characters, cut after the last whole line unless it is all."""
    start = ""
    for piece in text_of(opened, text):
        start += piece
        if len(start) > size:
            cut = max(start.rfind("\n", 0, size), start.rfind("\r", 0, size))
            return start[: cut + 1] if cut > 0 else start
    return start


def _utf16_without_bom(head: bytes) -> str | None:
    sample = head[: min(len(head), 4000) & ~1]
    if len(sample) < 4:
        return None
    even, odd = sample[::2].count(0) / len(sample), sample[1::2].count(0) / len(sample)
    if odd > 0.3 and even <= 0.03:
        return "utf-16-le"
    if even > 0.3 and odd <= 0.03:
        return "utf-16-be"
    return None


def _read_as_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("desirepath-1252", _read_as_1252)
