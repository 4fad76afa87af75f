"""Vectors of whole texts, by a model of yours: a file on this machine, or an endpoint you name.

    DESIREPATH_EMBED_MODEL=all-MiniLM-L6-v2/   a folder with model.onnx and tokenizer.json
    DESIREPATH_EMBED_URL=http://localhost:11434/v1/embeddings   and DESIREPATH_EMBED_NAME, _KEY

Neither is set by itself, and no model is ever fetched. A file is read by onnxruntime (`pip install
"desirepath[embed]"`): the mean of the last layer over the words of a text, of length one (N.
Reimers, I. Gurevych, Sentence-BERT, EMNLP 2019). An endpoint is asked as OpenAI's is (`{"model",
"input"}` → `{"data": [{"index", "embedding"}]}`), which Ollama, vLLM and others answer too; texts
leave only masked (`_masks.py`). The file goes before the endpoint.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from desirepath.enrichers._masks import masked
from desirepath.errors import InputError

MODEL, URL, NAME, KEY = (f"DESIREPATH_EMBED_{word}" for word in ("MODEL", "URL", "NAME", "KEY"))
BATCH, LONGEST, PATIENCE = 32, 256, 60
"""Texts at once, words of a text that count, seconds that an endpoint may take."""
FILES = ("model.onnx", "onnx/model.onnx")
PLAIN = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Embedder:
    """A model: `mark` tells it from others, `title` is for people, `read` gives n × size."""

    mark: str
    title: str
    read: Callable[[Sequence[str]], Any]


def chosen() -> Embedder | None:
    """Return the model that the user named; raises InputError when it cannot be used."""
    folder, url = (os.environ.get(name, "").strip() for name in (MODEL, URL))
    if folder:
        return _of_folder(Path(folder).expanduser())
    return _of_endpoint(url) if url else None


def _of_folder(folder: Path) -> Embedder:
    model = next((folder / name for name in FILES if (folder / name).is_file()), None)
    words = folder / "tokenizer.json"
    if model is None or not words.is_file():
        raise InputError(
            f'{MODEL}: "{folder}" is no folder with model.onnx and tokenizer.json. Name one, or '
            "leave it empty: texts are read without it."
        )
    mark = hashlib.sha256(words.read_bytes() + str(model.stat().st_size).encode()).hexdigest()[:12]
    loaded: list[Callable[[Sequence[str]], Any]] = []  # when the first text is read

    def read(texts: Sequence[str]) -> Any:
        if not loaded:
            loaded.append(_loaded(model, words))
        return loaded[0](texts)

    return Embedder(f"onnx {mark}", folder.name, read)


def _loaded(model: Path, words: Path) -> Callable[[Sequence[str]], Any]:
    try:
        from onnxruntime import InferenceSession
        from tokenizers import Tokenizer
    except ImportError as error:
        raise InputError(
            f"{MODEL} is set, but the extra that reads it is not installed: pip install "
            '"desirepath[embed]".'
        ) from error
    tokenizer = Tokenizer.from_file(str(words))
    tokenizer.enable_padding()
    tokenizer.enable_truncation(LONGEST)
    session = InferenceSession(str(model), providers=["CPUExecutionProvider"])
    wanted = {one.name for one in session.get_inputs()}

    def read(texts: Sequence[str]) -> Any:
        import numpy as np

        told = tokenizer.encode_batch(list(texts))
        mask = np.array([one.attention_mask for one in told], np.int64)
        feeds = {
            "input_ids": np.array([one.ids for one in told], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([one.type_ids for one in told], np.int64),
        }
        layer = session.run(None, {name: feeds[name] for name in wanted & feeds.keys()})[0]
        if layer.ndim == 2:
            return layer
        return (layer * mask[..., None]).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)[:, None]

    return lambda texts: _by_batch(read, texts)


def _of_endpoint(url: str) -> Embedder:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(f'{URL}: "{url}" is no address that begins with https://.')
    if parts.scheme == "http" and parts.hostname not in PLAIN:
        raise InputError(f"{URL}: texts of customers go by https only, or to this machine.")
    name = os.environ.get(NAME, "").strip()

    def read(texts: Sequence[str]) -> Any:
        return _asked(url, name, [masked(text) for text in texts])

    title = f"{name or 'a model'} at {parts.hostname}"
    return Embedder(f"{url} {name}", title, lambda texts: _by_batch(read, texts))


def _asked(url: str, name: str, texts: Sequence[str]) -> Any:
    import numpy as np

    headers = {"Content-Type": "application/json"}
    if key := os.environ.get(KEY, "").strip():
        headers["Authorization"] = f"Bearer {key}"
    body = json.dumps({"model": name, "input": list(texts)}).encode()
    try:
        with urlopen(Request(url, body, headers), timeout=PATIENCE) as answer:  # noqa: S310 - checked
            data = json.load(answer)["data"]
        found = {int(one["index"]): one["embedding"] for one in data}
        return np.array([found[no] for no in range(len(texts))], np.float32)
    except (URLError, OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"The endpoint of {URL} gave no vectors ({type(error).__name__}: {str(error)[:100]}). "
            "Look whether it runs, or leave the variable empty: texts are read without it."
        ) from error


def _by_batch(read: Callable[[Sequence[str]], Any], texts: Sequence[str]) -> Any:
    """Return the vectors of all texts, each of length one."""
    import numpy as np

    parts = [read(texts[first : first + BATCH]) for first in range(0, len(texts), BATCH)]
    found = np.vstack(parts).astype(np.float32) if parts else np.zeros((0, 1), np.float32)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
