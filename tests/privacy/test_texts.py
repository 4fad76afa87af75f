"""What customers write does not leave this machine; an erased text is in nothing made of it."""

import hashlib
import json
import subprocess
import sys
import textwrap

import pytest

import desirepath as dp
from places import ROOT

GOOD = ("The courier was quick and friendly", "Setting it up was easy, all works well",
        "Fair price and a clear invoice")  # fmt: skip
BAD = ("The parcel came late and broken", "Nobody answers the hotline, I waited an hour",
       "The invoice is wrong again, I paid twice")  # fmt: skip
HERS = "The quokka sticker on my parcel was torn, nobody answers, a terrible delivery"
KEY = hashlib.md5(HERS.encode()).hexdigest()  # noqa: S324
EACH = 60


def answers():
    lines = ["customer,time,touchpoint,rating,comment,language"]
    for no in range(2 * EACH):
        text = (GOOD if no % 2 else BAD)[no % 3]
        day = f"2025-03-{1 + no % 28:02d}"
        lines.append(f'c{no},{day},Delivery,{5 if no % 2 else 1},"{text}, number {no}",en')
    lines.append(f'zora,2025-03-09,Delivery,1,"{HERS}",en')
    return "\n".join(lines) + "\n"


CALL = """Customer: zora
Date: 2025-03-10 10:00

Agent: How can I help?
Customer: The quokka sticker again, on my parcel.
"""
ASKED = ("feedback", "sentiment", "emotions", "themes", "phrases", "entities", "calls", "pains")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")
    (folder / "answers.csv").write_text(answers(), encoding="utf-8")
    (folder / "call.txt").write_text(CALL, encoding="utf-8")
    return folder


SCRIPT = """
import sys

def shut(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        raise SystemExit(f"reached for the network: {event} {arguments}")

sys.addaudithook(shut)
import desirepath as dp

with dp.create("offline") as workspace:
    workspace.sources.add("answers.csv", "call.txt")
    rows = {name: len(workspace.analyses.ask(name).rows) for name in %r}
    method = workspace.analyses.sentiment().rows[0]["method"]
print(method, rows)
"""


def test_all_that_reads_texts_works_without_any_network(folder):
    command = [sys.executable, "-c", textwrap.dedent(SCRIPT % (ASKED,))]
    cut = ["unshare", "--user", "--map-root-user", "--net"]
    try:
        # where the system lets us, there is no network at all; the hook holds everywhere
        allowed = subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        allowed = False
    done = subprocess.run([*(cut if allowed else []), *command], cwd=folder, capture_output=True,
                          text=True, check=False, env={"PYTHONPATH": str(ROOT / "src"),
                                                       "PATH": "/usr/bin:/bin"})  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("learned"), "a model was learned, too"
    assert "'themes': 0" not in done.stdout
    assert "'calls': 0" not in done.stdout


def everything(workspace):
    """Return all that stands in the two stores, as text."""
    warehouse = workspace._stores.warehouse
    told = {name: str(warehouse.rows(warehouse.table(name))) for name in warehouse.names("")}
    told["labels"] = json.dumps(
        [workspace._stores.book.labels(kind) for kind in ("sentiment", "theme", "emotion")]
    )
    return told


def test_an_erased_text_is_in_no_table_theme_label_model_or_cache(folder):
    with dp.create(folder / "erased") as workspace:
        workspace.sources.add(folder / "answers.csv", folder / "call.txt")
        hers = next(row["feedback_id"] for row in workspace.analyses.feedback(search="torn").rows)
        workspace.journeys.label({hers: "negative"})
        workspace.journeys.label({hers: "stickers"}, "theme")
        for name in ASKED:
            workspace.analyses.ask(name)
        before = everything(workspace)
        holding = {name for name, text in before.items() if KEY in text or "quokka" in text}
        assert {"readings", "theme_of", "labels", "answers", "conversation_turns"} <= holding
        taught = workspace.analyses.sentiment().rows[0]["labelled"]
        model = workspace._stores.warehouse.table("models")
        learned = workspace._stores.warehouse.rows(model)[0]
        workspace.customers.privacy.erase("zora")
        for name in ASKED:
            workspace.analyses.ask(name)
        after = everything(workspace)
        assert {name for name, text in after.items() if KEY in text or "quokka" in text} == set()
        assert workspace.analyses.sentiment().rows[0]["labelled"] == taught - 1
        again = workspace._stores.warehouse.rows(workspace._stores.warehouse.table("models"))[0]
        assert again["fingerprint"] != learned["fingerprint"], "it was learned anew without them"
        assert again["block"] != learned["block"]
