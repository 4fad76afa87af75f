"""Functions of the engine that Ibis does not name, as Ibis built-ins, grouped by room."""

# mypy: disable-error-code="untyped-decorator"
from __future__ import annotations

from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt

MACROS: Final = (
    # Most texts are short. A whole label that is the same for every text of a length is chosen,
    # which takes the engine a third of the time of writing the number and joining three pieces.
    "CREATE OR REPLACE TEMP MACRO labelled(label, said) AS CASE strlen(said) "
    + " ".join(f"WHEN {length} THEN label || ':{length}:'" for length in (*range(1, 25), 32, 36))
    + " ELSE label || ':' || CAST(strlen(said) AS VARCHAR) || ':' END"
)
"""SQL with which every connection to DuckDB gets functions that it lacks."""


# imports -----------------------------------------------------------------------------------
# Types are given as `signature`, because annotations are text under `from __future__`.


@ibis.udf.scalar.builtin(name="epoch_us", signature=((dt.Timestamp(),), dt.int64))
def epoch_us(moment: Any) -> Any:
    """Microseconds since 1970 of a timestamp, exact; of a zoned one, in UTC."""


@ibis.udf.scalar.builtin(name="make_timestamp", signature=((dt.int64,), dt.Timestamp()))
def from_epoch_us(microseconds: Any) -> Any:
    """Return the timestamp without zone that is so many microseconds after 1970."""


@ibis.udf.scalar.builtin(
    name="timezone", signature=((dt.string, dt.Timestamp()), dt.Timestamp("UTC"))
)
def instant_in_zone(zone: Any, local: Any) -> Any:
    """Return the instant at which clocks of a zone show `local`; the later one of two."""


@ibis.udf.scalar.builtin(
    name="timezone", signature=((dt.string, dt.Timestamp("UTC")), dt.Timestamp())
)
def local_in_zone(zone: Any, instant: Any) -> Any:
    """Return what clocks of a zone show at an instant."""


@ibis.udf.scalar.builtin(name="make_timestamptz", signature=((dt.int64,), dt.Timestamp("UTC")))
def instant_from_epoch_us(microseconds: Any) -> Any:
    """Return the instant that is so many microseconds after 1970 UTC."""


@ibis.udf.scalar.builtin(name="md5_number_lower", signature=((dt.string,), dt.uint64))
def md5_lower(text: Any) -> Any:
    """Return the lower 64 bits of the MD5: stable over versions, which `hash` is not."""


@ibis.udf.scalar.builtin(name="labelled", signature=((dt.string, dt.string), dt.string))
def labelled(label: Any, text: Any) -> Any:
    """Return `label:`, the bytes of the text and `:`, null where the text is; see `MACROS`."""


@ibis.udf.scalar.builtin(name="strip_accents", signature=((dt.string,), dt.string))
def strip_accents(text: Any) -> Any:
    """Return the text with `é` as `e`."""


@ibis.udf.scalar.builtin(name="to_json")
def to_json(value) -> str:  # type: ignore[no-untyped-def,empty-body]  # noqa: ANN001 - any type
    """Return a struct as JSON text."""


# identity ----------------------------------------------------------------------------------
@ibis.udf.scalar.builtin(name="hash", signature=((dt.string,), dt.uint64))
def hashed(text: Any) -> Any:
    """Return 64 bits of a text, in a twentieth of the time of MD5; another version, other bits."""


@ibis.udf.scalar.builtin(
    name="jaro_winkler_similarity", signature=((dt.string, dt.string), dt.float64)
)
def jaro_winkler(one: Any, other: Any) -> Any:
    """Return how alike two texts are, 0…1."""


@ibis.udf.scalar.builtin(name="damerau_levenshtein", signature=((dt.string, dt.string), dt.int64))
def damerau_levenshtein(one: Any, other: Any) -> Any:
    """Return how many keystrokes two texts are apart; two neighbours turned are one."""
