"""Vectors of texts by a model of the user's, kept in the warehouse so that each is made once.

    embeddings
    | text_key | mark        | vector |
    | 9f2c…    | onnx 5d0c…  | AAC8…  |   half-precision numbers, base64

Only the learning of sentiment uses them (`learned.py`). Another model has another mark; vectors of
texts that are gone go with them.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.enrichers import _embedding
from desirepath.journeys import readings

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

TABLE = "embeddings"
COLUMNS = ("text_key", "mark", "vector")
PIECE = 2_000


@dataclass(frozen=True)
class Embedded:
    """The model in force: its mark and title, and vectors of texts, n × size."""

    mark: str
    title: str
    vectors: Callable[[Sequence[str]], Any]


def mark() -> str | None:
    """Return which model is named, None without one."""
    found = _embedding.chosen()
    return None if found is None else found.mark


def of(warehouse: Warehouse) -> Embedded | None:
    """Return the model that the user named, with what it made before; None without one."""
    model = _embedding.chosen()
    if model is None:
        return None

    def vectors(texts: Sequence[str]) -> Any:
        import numpy as np

        pieces = [texts[first : first + PIECE] for first in range(0, len(texts), PIECE)]
        return np.vstack([_vectors(warehouse, model, piece) for piece in pieces])

    return Embedded(model.mark, model.title, vectors)


def forget(warehouse: Warehouse, keys: Any) -> None:
    """Remove vectors whose text is not among `keys`, and of models that are named no more."""
    if not warehouse.has(TABLE):
        return
    now = mark()
    if now is None:
        warehouse.drop(TABLE)
        return
    known = warehouse.table(TABLE)
    kept = known.filter(known.mark == now).semi_join(keys, "text_key")
    readings.keep_only(warehouse, TABLE, kept)


def _vectors(warehouse: Warehouse, model: _embedding.Embedder, texts: Sequence[str]) -> Any:
    import numpy as np

    keys = [hashlib.md5(text.encode(), usedforsecurity=False).hexdigest() for text in texts]
    known: dict[str, Any] = {}
    if warehouse.has(TABLE):
        where = {"text_key": sorted(set(keys)), "mark": [model.mark]}
        known = {
            row["text_key"]: _read(row["vector"]) for row in warehouse.find(TABLE, where, COLUMNS)
        }
    fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if fresh:
        made = np.asarray(model.read(list(fresh.values()))).astype(np.float16)
        new = dict(zip(fresh, made, strict=True))
        _keep(warehouse, model.mark, new)
        known |= new
    return np.array([known[key] for key in keys], np.float32)


def _keep(warehouse: Warehouse, of_model: str, new: dict[str, Any]) -> None:
    from desirepath.store.compiled import small

    rows = {
        "text_key": list(new),
        "mark": [of_model] * len(new),
        "vector": [base64.b64encode(vector.tobytes()).decode() for vector in new.values()],
    }
    source = small(rows, dict.fromkeys(COLUMNS, "string"))
    if warehouse.has(TABLE):
        warehouse.insert(TABLE, source)
    else:
        warehouse.create(TABLE, source)


def _read(vector: str) -> Any:
    import numpy as np

    return np.frombuffer(base64.b64decode(vector), np.float16)
