"""Vectors of texts by a user's own model: asked once per text, masked, and never by themselves."""

import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import desirepath as dp
from desirepath.analyses.sentiment import UNUSED
from desirepath.enrichers import _embedding
from desirepath.errors import InputError

N = 120


class Endpoint(BaseHTTPRequestHandler):
    """Answers as OpenAI's embeddings do; only its vectors know which numbers are even."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked += asked["input"]
        self.server.keys.add(self.headers["Authorization"])
        data = []
        for no, text in enumerate(asked["input"]):
            even = int(re.search(r"item (\d+)", text)[1]) % 2 == 0
            data.append({"index": no, "embedding": [1.0, 0.0, 0.1] if even else [0.0, 1.0, 0.1]})
        body = json.dumps({"model": asked["model"], "data": data[::-1]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Stay silent."""


@pytest.fixture
def endpoint(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.asked, server.keys = [], set()
    server.url = f"http://127.0.0.1:{server.server_port}/v1/embeddings"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("DESIREPATH_EMBED_URL", server.url)
    monkeypatch.setenv("DESIREPATH_EMBED_NAME", "tiny")
    monkeypatch.setenv("DESIREPATH_EMBED_KEY", "secret")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def answers(first, last):
    told = [
        f"c{no},2025-03-01,Delivery,{1 + no % 2 * 4},about item {no} write to c{no}@mail.example,en"
        for no in range(first, last)
    ]
    return "\n".join(["customer,time,touchpoint,rating,comment,language", *told]) + "\n"


def test_an_endpoint_gets_each_text_once_and_masked_and_what_it_knows_is_learned(
    tmp_path, endpoint
):
    (tmp_path / "a.csv").write_text(answers(0, N))
    (tmp_path / "b.csv").write_text(answers(N, N + 3))
    with dp.create(tmp_path / "shop") as workspace:
        workspace.sources.add(tmp_path / "a.csv")
        result = workspace.analyses.sentiment()
        (row,) = result.rows
        assert row["embedding"] == "tiny at 127.0.0.1"
        assert row["features"] in {"own", "mean"}, "words alone know nothing here"
        assert row["macro_f1"] > 0.95
        assert result.notes[0] == "Sentence vectors: tiny at 127.0.0.1."
        assert sorted(endpoint.asked) == sorted(
            f"about item {no} write to [e-mail]" for no in range(N)
        )
        assert endpoint.keys == {"Bearer secret"}
        workspace.sources.add(tmp_path / "b.csv")
        workspace.analyses.sentiment()
        assert len(endpoint.asked) == N + 3, "only the new texts are asked for"


def test_nothing_is_asked_where_nothing_is_named_and_the_note_says_what_is_not_measured(
    tmp_path, endpoint, monkeypatch
):
    monkeypatch.delenv("DESIREPATH_EMBED_URL")
    (tmp_path / "a.csv").write_text(answers(0, N))
    with dp.create(tmp_path / "shop") as workspace:
        workspace.sources.add(tmp_path / "a.csv")
        result = workspace.analyses.sentiment()
        assert result.notes[0] == UNUSED
        assert "not measured" in UNUSED
        assert result.rows[0]["embedding"] is None
    assert endpoint.asked == []


def test_what_cannot_be_used_is_said_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("DESIREPATH_EMBED_URL", "http://127.0.0.1:1/v1/embeddings")
    with pytest.raises(InputError, match=r"gave no vectors .*Look whether it runs"):
        _embedding.chosen().read(["a"])
    for url, why in (("ftp://x/y", "no address"), ("http://models.example/v1", "https only")):
        monkeypatch.setenv("DESIREPATH_EMBED_URL", url)
        with pytest.raises(InputError, match=why):
            _embedding.chosen()
    monkeypatch.setenv("DESIREPATH_EMBED_MODEL", str(tmp_path))
    with pytest.raises(InputError, match=r"no folder with model\.onnx and tokenizer\.json"):
        _embedding.chosen()
    (tmp_path / "model.onnx").write_bytes(b"")
    (tmp_path / "tokenizer.json").write_text("{}")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(InputError, match=r'pip install "desirepath\[embed\]"'):
        _embedding.chosen().read(["a"])
