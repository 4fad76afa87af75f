"""Calls and chats in their makers' formats: who said what, when to the millisecond."""

import json
from pathlib import Path

import pytest

from desirepath import sources
from desirepath.errors import UnreadableFile
from desirepath.sources._turns import moment, name_of, plain, role_of

FOLDER = Path(__file__).with_name("transcripts")
CALLS = {
    "call.vtt": "webvtt",
    "C7 2026-03-02 10-00.srt": "webvtt",
    "C7_2026-03-02T10-00-00.json": "whisper",
    "contact_lens.json": "contactlens",
    "genesys.json": "genesys",
}
CHATS = {
    "zendesk_chat.json": ("zendesk", 30.0, 25.0),
    "intercom.json": ("intercom", 30.0, 25.0),
    "chat.txt": ("dialogue", 30.0, 25.0),
    "zendesk_ticket.json": ("zendesk", 3600.0, 3600.0),
}
SAID = [
    ("agent", 0.0, 2.5, "Good morning, how can I help?"),
    ("customer", 3.1, 6.0, "My order was promised for Monday, this is terrible."),
    ("agent", 5.0, 6.0, "I am sorry."),
    ("customer", 6.8, 9.0, "Great, thank you, wonderful."),
]


def rows_of(path):
    reading = sources.open_file(path)
    return reading, [row for batch in reading.batches for row in batch.to_pylist()]


@pytest.mark.parametrize(("name", "kind"), CALLS.items())
def test_a_call_gives_the_same_turns_and_times_from_every_maker(name, kind):
    reading, rows = rows_of(FOLDER / name)
    assert (reading.format, reading.turns, reading.bad) == (kind, True, [])
    turns = [(row["speaker"], float(row["begin"]), float(row["end"]), row["words"]) for row in rows]
    assert turns == SAID
    first = rows[0]
    assert (first["customer"], first["touchpoint"], first["channel"]) == ("C7", "Call", "phone")
    assert first["time"] == "2026-03-02T10:00:00+00:00"
    assert first["said"] == f"{SAID[1][3]} {SAID[3][3]}"
    assert [row["touchpoint"] for row in rows[1:]] == [None] * 3


@pytest.mark.parametrize(("name", "expected"), CHATS.items())
def test_a_chat_gives_its_messages_and_leaves_notes_out(name, expected):
    kind, answer, back = expected
    reading, rows = rows_of(FOLDER / name)
    assert reading.format == kind
    assert [(row["speaker"], row["words"]) for row in rows] == [
        (SAID[at][0], SAID[at][3]) for at in (1, 2, 3)
    ]
    times = [float(row["begin"]) for row in rows]
    assert [times[1] - times[0], times[2] - times[1]] == [answer, back]
    assert rows[0]["customer"] == "C7"
    assert rows[1]["speaker_name"] == "Amy"


def test_an_export_of_zendesk_has_a_ticket_with_its_comments_on_each_line(tmp_path):
    def ticket(number, **who):
        said = [{"author_id": 41, "public": True, "created_at": "2026-03-02T10:00:00Z",
                 "plain_body": f"Where is parcel {number}?"},
                {"author_id": 2, "public": True, "created_at": "2026-03-02T11:00:00Z",
                 "plain_body": "On its way."}]  # fmt: skip
        return json.dumps({"id": number, "subject": "Late", "comments": said, **who})

    path = tmp_path / "tickets.json"
    named = ticket(8, requester={"id": 41, "email": "ann@example.com"})
    path.write_text(f"{ticket(7, requester_id=41)}\n{named}\n", encoding="utf-8")
    reading, rows = rows_of(path)
    assert (reading.format, reading.bad) == ("zendesk", [])
    first = [row for row in rows if row["touchpoint"]]
    assert [row["customer"] for row in first] == ["zendesk:41", "ann@example.com"]
    assert [row["speaker"] for row in rows] == ["customer", "agent"] * 2
    assert len({row["conversation"] for row in rows}) == 2


def test_the_same_talk_has_the_same_id_whatever_its_file_is_called(tmp_path):
    text = (FOLDER / "call.vtt").read_text()
    (tmp_path / "other name.vtt").write_text(text)
    ids = {rows_of(path)[1][0]["conversation"] for path in
           (FOLDER / "call.vtt", tmp_path / "other name.vtt")}  # fmt: skip
    assert len(ids) == 1


def test_a_call_without_a_time_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "call.srt"
    path.write_text((FOLDER / "C7 2026-03-02 10-00.srt").read_text())
    with pytest.raises(UnreadableFile, match="Name the file by customer and time"):
        sources.open_file(path)


def test_tables_and_other_json_are_no_conversations(tmp_path):
    path = tmp_path / "agents.csv"
    path.write_text("customer,agent,time\nc1,amy,2026-01-01\nc2,bob,2026-01-02\n")
    assert sources.open_file(path).format == "csv"
    other = tmp_path / "rows.json"
    other.write_text('[{"customer": "c1", "start": 1, "end": 2, "text": "hi"}]')
    assert sources.open_file(other).format == "json"


def test_words_of_a_file_say_who_speaks():
    assert [role_of(word) for word in ("AGENT", "Kundin", "Amy (Agent)", "Bot", "Jane")] == [
        "agent", "customer", "agent", "bot", "other",
    ]  # fmt: skip
    assert role_of("Customer Service") == "agent"
    assert [name_of(word) for word in ("Amy (Agent)", "Agent", "Agent 2")] == [
        "Amy", None, "Agent 2",
    ]  # fmt: skip
    assert plain("<p>a&nbsp;<b>b</b></p>") == "a b"
    assert moment("1772445600") == moment(1772445600000) == moment("2026-03-02T10:00:00Z")
    assert moment("yesterday") is None
