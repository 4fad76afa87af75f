"""Recordings of calls: their codings, who speaks when, how aroused a voice sounds, their words."""

import struct
import sys
import wave

import numpy as np
import pytest

import desirepath as dp
from desirepath import sources
from desirepath.errors import InputError, UnreadableFile
from desirepath.sources import _sound, _tone, audio

RATE = 8000
CALM, RAISED = (110, 0.1, 0.5), (220, 0.4, 0.8)
"""Pitch in Hz, loudness, and how strong each overtone is against the one below."""
ORDER = (CALM, CALM, CALM, RAISED, CALM, CALM, RAISED, RAISED, RAISED, CALM, RAISED, RAISED)
TURNS = [(("customer", "agent")[no % 2], how) for no, how in enumerate(ORDER)]
SECONDS, PAUSE = 0.8, 1.0


def voice(pitch, loudness, overtones, seconds=SECONDS):
    at = np.arange(round(seconds * RATE)) / RATE
    parts = [overtones**no * np.sin(2 * np.pi * pitch * (no + 1) * at)
             for no in range(int(3000 // pitch))]  # fmt: skip
    told = sum(parts)
    return loudness * told / np.abs(told).max()


def call():
    """Return the samples of a call, a channel per speaker, and when each turn begins."""
    sound = np.zeros((round(len(TURNS) * (SECONDS + PAUSE) * RATE), 2))
    begins = []
    for number, (speaker, how) in enumerate(TURNS):
        # nobody speaks twice alike: else every rank is shared
        said = voice(how[0] + number, how[1] * (1 + number / 50), how[2])
        first = round(number * (SECONDS + PAUSE) * RATE)
        sound[first : first + len(said), ["customer", "agent"].index(speaker)] = said
        begins.append(first / RATE)
    return sound, begins


def write(path, sound):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(sound.shape[1])
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    return path


def clock(seconds):
    return f"00:{int(seconds // 60):02}:{seconds % 60:06.3f}"


def captions(path, begins):
    cues = [
        f"{clock(begin)} --> {clock(begin + SECONDS)}\n<v {TURNS[no][0].title()}>Words {no}.</v>\n"
        for no, begin in enumerate(begins)
    ]
    path.write_text("WEBVTT\n\n" + "\n".join(cues))
    return path


def rows_of(path):
    reading = sources.open_file(path)
    return reading, [row for batch in reading.batches for row in batch.to_pylist()]


def raised(rows):
    return [float(row["arousal"]) > 0.5 for row in rows]


EXPECTED = [how == RAISED for _, how in TURNS]


def test_voices_that_rise_are_told_turn_by_turn_from_a_recording_beside_its_transcript(tmp_path):
    sound, begins = call()
    write(tmp_path / "C7 2026-03-02 10-00.wav", sound)
    reading, rows = rows_of(captions(tmp_path / "C7 2026-03-02 10-00.vtt", begins))
    assert (reading.format, len(rows)) == ("webvtt", len(TURNS))
    assert [row["words"] for row in rows] == [f"Words {no}." for no in range(len(TURNS))]
    assert raised(rows) == EXPECTED
    assert all(0 < float(row["arousal_doubt"]) < 0.3 for row in rows)
    assert any("With its recording" in note for note in reading.notes)


def test_a_recording_alone_tells_its_turns_and_two_channels_their_speakers(tmp_path):
    sound, begins = call()
    reading, rows = rows_of(write(tmp_path / "C7 2026-03-02 10-00.wav", sound))
    assert [row["speaker"] for row in rows] == [speaker for speaker, _ in TURNS]
    assert [float(row["begin"]) for row in rows] == pytest.approx(begins, abs=0.05)
    assert [float(row["end"]) - float(row["begin"]) for row in rows] == pytest.approx(
        [SECONDS] * len(TURNS), abs=0.1
    )
    assert raised(rows) == EXPECTED
    assert {row["words"] for row in rows} == {None}
    assert (rows[0]["customer"], rows[0]["touchpoint"]) == ("C7", "Call")
    assert audio.SIDES in reading.notes


def test_one_channel_is_nobody_in_particular_and_the_note_says_so(tmp_path):
    sound, _ = call()
    mixed = sound.sum(axis=1, keepdims=True)
    reading, rows = rows_of(write(tmp_path / "C7 2026-03-02 10-00.wav", mixed))
    assert {row["speaker"] for row in rows} == {"other"}
    assert audio.ALONE in reading.notes


def test_too_little_voice_and_too_few_turns_say_nothing():
    heard = _tone.Frames(*(np.full(500, value) for value in (-20.0, 7.0, 3.0)))
    turns = [("customer", float(no), no + 0.5) for no in range(_tone.TURNS - 1)]
    assert _tone.felt([*turns, ("customer", 5.0, 5.2)], heard) == [None] * _tone.TURNS
    assert _tone.felt([("customer", None, None)], heard) == [None]
    # all alike: each is as usual
    assert {tone.arousal for tone in _tone.felt([*turns, ("customer", 5.0, 6.0)], heard)} == {0.5}


@pytest.mark.parametrize("kind", ["u1", "<i2", "i3", "<i4", "<f4", "<f8"])
def test_every_coding_of_whole_numbers_and_floats_gives_the_same_sound(tmp_path, kind):
    told = voice(*RAISED)
    if kind == "i3":
        content = b"".join(struct.pack("<i", int(x * 2**31))[1:] for x in told)
    elif kind == "u1":
        content = (told * 127 + 128).astype("u1").tobytes()
    else:
        scale = 1 if "f" in kind else 2 ** (8 * int(kind[-1]) - 1) - 1
        content = (told * scale).astype(kind).tobytes()
    code = _sound.FLOAT if "f" in kind else _sound.WHOLE
    (block,) = blocks(tmp_path, code, int(kind[-1]) * 8, content)
    assert np.abs(block[:, 0] - told).max() < (0.02 if kind == "u1" else 1e-4)


def blocks(tmp_path, code, bits, content):
    form = struct.pack("<HHIIHH", code, 1, RATE, RATE * bits // 8, bits // 8, bits)
    # a recorder that never comes to write how long the sound is
    parts = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + b"\xff" * 4 + content
    path = tmp_path / "sound.wav"
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WAVE" + parts)
    with path.open("rb") as stream:
        return list(_sound.read(stream, path.name).blocks)


def test_the_codes_of_telephones_are_those_of_the_standard(tmp_path):
    (mu,) = blocks(tmp_path, _sound.MU_LAW, 8, bytes([0x80, 0x00, 0xFF, 0x7F]))
    assert list(mu[:, 0] * 32768) == [32124, -32124, 0, 0]
    (a,) = blocks(tmp_path, _sound.A_LAW, 8, bytes([0xAA, 0x2A, 0xD5, 0x55]))
    assert list(a[:, 0] * 32768) == [32256, -32256, 8, -8]


def test_another_coding_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(UnreadableFile, match=r"number 85, 16 bits\): save it as WAV with 16-bit"):
        blocks(tmp_path, 85, 16, b"")


# what becomes of it ---------------------------------------------------------------------
@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("voices")
    (folder / "events.csv").write_text("customer,touchpoint,time\nC7,Order,2026-03-01 10:00\n")
    sound, begins = call()
    vtt = captions(folder / "C7 2026-03-02 10-00.vtt", begins)
    with dp.create(folder / "workspace") as opened:
        opened.sources.add(folder / "events.csv", vtt)
        opened.before = opened.analyses.calls().rows[0]
        wav = write(folder / "C7 2026-03-02 10-00.wav", sound)
        opened.report = opened.sources.add(wav, vtt)
        yield opened


def test_a_recording_that_comes_later_takes_the_place_of_the_transcript_alone(workspace):
    assert workspace.before["recorded"] == 0
    assert workspace.report["source"] == "webvtt", "the recording is no call of its own"
    assert any("this replaces it" in note for note in workspace.report["notes"])
    (row,) = workspace.analyses.calls().rows
    assert (row["conversations"], row["turns"]) == (1, len(TURNS))


def test_the_course_of_the_voice_stands_beside_that_of_the_words(workspace):
    (row,) = workspace.analyses.calls().rows
    assert row["recorded"] == 1
    assert row["arousal_begin"] < 0.5 < row["arousal_end"]
    assert row["arousal_course"] == pytest.approx(row["arousal_end"] - row["arousal_begin"])
    assert 0 < row["arousal_doubt"] < 0.3
    (one,) = workspace.analyses.calls(per="conversation").rows
    assert one["arousal_course"] == pytest.approx(row["arousal_course"])
    moment = next(one for one in workspace.customers.story("C7")["moments"] if one.get("turns"))
    assert [turn["arousal"] > 0.5 for turn in moment["turns"]] == EXPECTED
    assert not {"emotion", "emotions", "mood"} & set(moment["turns"][0])


def test_a_call_without_words_is_an_event_and_no_answer(tmp_path):
    (tmp_path / "events.csv").write_text("customer,touchpoint,time\nC7,Order,2026-03-01 10:00\n")
    wav = write(tmp_path / "C7 2026-03-02 10-00.wav", call()[0])
    with dp.create(tmp_path / "workspace") as opened:
        report = opened.sources.add(tmp_path / "events.csv", wav)["files"][1]
        assert (report["accepted"], report["quarantined"]) == (len(TURNS), 0)
        events = {row["touchpoint"]: row["events"] for row in opened.analyses.touchpoints().rows}
        assert events == {"Order": 1, "Call": 1}
        assert opened.analyses.feedback().rows == ()
        (row,) = opened.analyses.calls().rows
        assert (row["recorded"], row["valence"]) == (1, None)
        assert row["silence_seconds"] > 5


# speech to text -------------------------------------------------------------------------
PROGRAM = """#!{python}
import json, sys, wave
with wave.open(sys.argv[sys.argv.index("-f") + 1]) as sound:
    assert (sound.getframerate(), sound.getnchannels()) == (16000, 1)
    seconds = sound.getnframes() / 16000
out = sys.argv[sys.argv.index("-of") + 1] + ".json"
told = {{"transcription": [{{"offsets": {{"from": 0, "to": round(seconds * 1000)}},
                           "text": " Everything at once."}}]}}
open(out, "w").write(json.dumps(told))
"""


@pytest.fixture
def model(tmp_path, monkeypatch):
    path = tmp_path / "tiny.bin"
    path.write_bytes(b"no real model")
    monkeypatch.setenv("DESIREPATH_SPEECH_MODEL", str(path))
    return path


def test_the_users_own_program_writes_down_what_is_said(tmp_path, monkeypatch, model):
    program = tmp_path / "whisper-cli"
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    monkeypatch.setenv("DESIREPATH_SPEECH_PROGRAM", str(program))
    reading, rows = rows_of(write(tmp_path / "C7 2026-03-02 10-00.wav", call()[0]))
    assert [(row["speaker"], row["words"]) for row in rows] == [
        ("agent", "Everything at once."), ("customer", "Everything at once."),
    ]  # fmt: skip
    assert float(rows[0]["end"]) == pytest.approx(len(TURNS) * (SECONDS + PAUSE), abs=0.01)
    assert any("tiny.bin" in note for note in reading.notes)


def test_a_program_or_package_that_is_not_there_is_named(tmp_path, monkeypatch, model):
    wav = write(tmp_path / "C7 2026-03-02 10-00.wav", call()[0])
    monkeypatch.setenv("DESIREPATH_SPEECH_PROGRAM", str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match=r"needs whisper\.cpp, and its program"):
        sources.open_file(wav)
    monkeypatch.setenv("DESIREPATH_SPEECH_MODEL", str(tmp_path))
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(InputError, match="faster-whisper reads, and that is not installed"):
        sources.open_file(wav)
    monkeypatch.setenv("DESIREPATH_SPEECH_MODEL", str(tmp_path / "gone.bin"))
    with pytest.raises(InputError, match=r'There is no model ".*gone\.bin"'):
        sources.open_file(wav)
