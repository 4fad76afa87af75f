"""Calls and chats on the journey: silence, interruptions, course, contacts until resolved."""

from pathlib import Path

import pytest

import desirepath as dp
from desirepath.errors import InputError

FOLDER = Path(__file__).parents[1] / "sources" / "transcripts"
EVENTS = """customer,touchpoint,time
C7,Order,2026-03-01 10:00
C8,Order,2026-03-01 10:00
C8,Delivered,2026-05-01 10:00
"""
AGAIN = """Customer: C7
Date: 2026-03-04 09:00
Channel: chat

[00:00] Bob (Agent): Hello, what is it?
[00:10] Customer: {words}
[00:40] Bob (Agent): I see.
"""
SAME = "As I said: my order was promised for Monday, and this is still terrible."
OTHER = "Yesterday another matter turned up concerning invoices, colour and voucher."


def company(tmp_path, words=SAME):
    (tmp_path / "events.csv").write_text(EVENTS)
    (tmp_path / "again.txt").write_text(AGAIN.format(words=words))
    workspace = dp.create(tmp_path / "workspace")
    workspace.sources.add(tmp_path / "events.csv", FOLDER / "call.vtt", tmp_path / "again.txt")
    return workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    with company(tmp_path_factory.mktemp("calls")) as opened:
        yield opened


def row(workspace, touchpoint, **options):
    rows = workspace.analyses.calls(**options).rows
    return next(row for row in rows if row["touchpoint"] == touchpoint)


def test_a_call_is_measured_to_the_millisecond(workspace):
    call = row(workspace, "Call")
    assert (call["conversations"], call["turns"], call["few"]) == (1, 4, True)
    assert call["seconds"] == pytest.approx(9.0)
    assert call["silence_seconds"] == pytest.approx(1.4)
    assert call["silence_share"] == pytest.approx(1.4 / 9)
    assert call["interruptions"] == 1
    assert call["talk_share"] == pytest.approx((2.9 + 2.2) / (2.9 + 2.2 + 2.5 + 1.0))
    assert call["valence_begin"] < 0 < call["valence_end"]
    assert call["course"] == pytest.approx(call["valence_end"] - call["valence_begin"])
    chat = row(workspace, "Chat")
    assert chat["first_reply_seconds"] == 30
    # its turns have begins only: nobody knows when they ended
    assert (chat["silence_seconds"], chat["interruptions"]) == (None, None)


def test_contacts_within_a_week_are_one_matter(workspace):
    call, chat = row(workspace, "Call"), row(workspace, "Chat")
    assert (call["matters"], chat["matters"]) == (1, 0)
    assert (call["contacts_per_matter"], call["first_contact_share"]) == (2, 0)
    # 2 March 10:00:00 to 4 March 09:00:40
    assert call["median_seconds_to_resolution"] == 47 * 3600 + 40
    assert (call["handed_share"], chat["handed_share"]) == (0, 1)


def test_who_repeats_most_of_the_words_after_a_hand_over_explains_again(workspace, tmp_path):
    assert row(workspace, "Call")["again_share"] == 1
    with company(tmp_path, OTHER) as other:
        assert row(other, "Call")["again_share"] == 0


def test_conversations_stand_one_by_one_and_on_the_customers_timeline(workspace):
    rows = workspace.analyses.calls(per="conversation").rows
    assert [(row["touchpoint"], row["agent"]) for row in rows] == [
        ("Chat", "Bob"), ("Call", "Amy"),
    ]  # fmt: skip
    story = workspace.customers.story("C7")
    call = next(moment for moment in story["moments"] if moment.get("turns"))
    assert call["touchpoint"] == "Call"
    assert [turn["begins"] for turn in call["turns"]] == [0.0, 3.1, 5.0, 6.8]
    assert call["turns"][1]["valence"] < 0 < call["turns"][3]["valence"]


def test_a_conversation_is_an_event_an_answer_and_known_the_second_time(workspace):
    rows = workspace.analyses.touchpoints().rows
    events = {row["touchpoint"]: row["events"] for row in rows}
    assert (events["Call"], events["Chat"]) == (1, 1)
    answers = {row["touchpoint"]: row for row in workspace.analyses.feedback().rows}
    assert answers["Call"]["text"].startswith("My order was promised")
    assert answers["Call"]["instrument"] == "comment"
    report = workspace.sources.add(FOLDER / "call.vtt")
    assert (report["accepted"], report["known"]) == (0, 4)
    assert report["kind"] == ["events", "feedback", "turns"]


def test_without_transcripts_the_note_says_how_to_bring_some(tmp_path):
    (tmp_path / "events.csv").write_text(EVENTS)
    with dp.create(tmp_path / "workspace") as workspace:
        workspace.sources.add(tmp_path / "events.csv")
        result = workspace.analyses.calls()
        assert result.rows == ()
        assert "desirepath import CALL.vtt" in result.notes[0]


def test_a_file_that_is_no_conversation_is_refused_as_transcript(tmp_path):
    (tmp_path / "events.csv").write_text(EVENTS)
    with (
        dp.create(tmp_path / "workspace") as workspace,
        pytest.raises(InputError, match="No conversation"),
    ):
        workspace.sources.add(tmp_path / "events.csv", kind="transcripts")
