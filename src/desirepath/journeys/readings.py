"""What was read out of texts, kept in the warehouse so that each distinct text is read once.

    readings
    | text_key | method        | language | valence | confidence |
    | 9f2c…    | py3langid/0.4 | en       | null    | 0.97       |
    | 9f2c…    | vader/3.3     | null     | 0.66    | 0.5        |
    | 77ab…    | py3langid/0.4 | null     | null    | 0.31       |

A new version of a method has another name, so its texts are read again.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

from desirepath import registry
from desirepath.model.progress import Progress, silent

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

BATCH = 50_000
TABLE = "readings"


def languages(warehouse: Warehouse, texts: Any, progress: Progress = silent) -> Any:
    """Return `text_key, language, confidence` of all `texts` (a table with a column `text`)."""
    return _read(warehouse, texts, registry.load("enrichers", "language"), progress)


def sentiments(warehouse: Warehouse, texts: Any, progress: Progress = silent) -> Any:
    """Return `text_key, valence, confidence` of `texts`, which must be in a language it knows."""
    return _read(warehouse, texts, registry.load("enrichers", "sentiment"), progress)


def key(text: Any) -> Any:
    """Return the expression of a text's key: its MD5, so that keys are short and stable."""
    return text.hexdigest("md5")


def _read(warehouse: Warehouse, texts: Any, enricher: ModuleType, progress: Progress) -> Any:
    if not warehouse.has(TABLE):
        warehouse.create(TABLE, _stage([], enricher))
    wanted = texts.filter(texts.text.notnull()).select("text").distinct()
    wanted = wanted.select(text_key=key(wanted.text), text=wanted.text)
    known = warehouse.table(TABLE)
    known = known.filter(known.method == enricher.METHOD)
    left = wanted.anti_join(known, "text_key")
    done = 0
    while batch := warehouse.rows(left.order_by("text_key").limit(BATCH)):
        progress(f"Reading {enricher.adds[0]} of texts ({done} done)", None)
        warehouse.insert(TABLE, _stage(batch, enricher))
        done += len(batch)
    return known.select("text_key", *enricher.adds)


def _stage(batch: list[dict[str, Any]], enricher: ModuleType) -> Any:
    import ibis
    import pyarrow as pa

    # Without texts no model is loaded: that alone would take longer than all the rest.
    found = enricher.enrich([row["text"] for row in batch]) if batch else []
    columns = {
        "text_key": pa.array([row["text_key"] for row in batch], pa.string()),
        "method": pa.array([enricher.METHOD] * len(batch), pa.string()),
        "language": pa.array([reading.get("language") for reading in found], pa.string()),
        "valence": pa.array([reading.get("valence") for reading in found], pa.float64()),
        "confidence": pa.array([reading["confidence"] for reading in found], pa.float64()),
    }
    return ibis.memtable(pa.table(columns))
