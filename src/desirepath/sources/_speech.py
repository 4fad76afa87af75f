"""Writes down what is said in a recording, with a model on this machine that the user names.

    DESIREPATH_SPEECH_MODEL=ggml-base.bin    a file: whisper.cpp's `whisper-cli` reads it
    DESIREPATH_SPEECH_MODEL=faster-base/     a folder: the package faster-whisper reads it
    DESIREPATH_SPEECH_PROGRAM=…/whisper-cli  where the program is, if not on the path

Without the first nothing is written down. No model comes with Desirepath and none is fetched.
Every channel is handed over by itself, as WAV of 16 kHz, which both ask for. Sources:
https://github.com/ggml-org/whisper.cpp (`-oj`: JSON, offsets in milliseconds);
https://github.com/SYSTRAN/faster-whisper
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desirepath.errors import InputError, UnreadableFile
from desirepath.sources import _sound
from desirepath.sources._reading import Opened

MODEL, PROGRAM = "DESIREPATH_SPEECH_MODEL", "DESIREPATH_SPEECH_PROGRAM"
RATE = 16_000
Said = list[tuple[str, float, float]]
"""Words, begin and end in seconds."""
SILENT = (
    f"What is said is not written down: no model of speech is named ({MODEL}). A transcript of the "
    "same name beside the recording does as well."
)


def model() -> Path | None:
    """Return the model that the user named; raises InputError when it is not there."""
    told = os.environ.get(MODEL, "").strip()
    if not told:
        return None
    path = Path(told).expanduser()
    if not path.exists():
        raise InputError(f'There is no model "{path}": look at {MODEL}, or leave it empty.')
    return path


def note(path: Path | None) -> str:
    """Return by what words were written down."""
    return f"What is said was written down by the model “{path.name}”." if path else SILENT


def said(opened: Opened, channel: int, path: Path) -> Said:
    """Return what is said in one channel of a recording.

    Raises InputError when the model's program or package is missing, UnreadableFile when it fails.
    """
    with tempfile.TemporaryDirectory() as folder, opened.stream() as stream:
        sound = Path(folder) / "channel.wav"
        _write(_sound.read(stream, opened.name), channel, sound)
        segments = _by_package(sound, path) if path.is_dir() else _by_program(sound, path, opened)
        return [(words.strip(), begin, end) for words, begin, end in segments if words.strip()]


def _write(sound: _sound.Sound, channel: int, path: Path) -> None:
    """Write one channel as the models want it."""
    import numpy as np

    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for block in sound.blocks:
            own = block[:, channel]
            wanted = round(len(own) * RATE / sound.rate)
            at = np.arange(wanted) * (sound.rate / RATE)
            told = np.interp(at, np.arange(len(own)), own)
            file.writeframes((np.clip(told, -1, 1) * 32767).astype("<i2").tobytes())


def _by_program(sound: Path, path: Path, opened: Opened) -> Said:
    program = os.environ.get(PROGRAM, "").strip() or shutil.which("whisper-cli")
    if not program or not shutil.which(program):
        raise InputError(
            f'"{opened.name}": the model “{path.name}” needs whisper.cpp, and its program '
            f"`whisper-cli` is not found: install it, or say where it is with {PROGRAM}."
        )
    out = sound.with_suffix("")
    told = subprocess.run(  # noqa: S603 - the program that the user named, arguments of ours
        [program, "-m", str(path), "-f", str(sound), "-l", "auto", "-oj", "-of", str(out), "-np"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        document = json.loads(out.with_suffix(".json").read_text("utf-8", "replace"))
        return list(_segments(document))
    except (OSError, ValueError, KeyError, TypeError) as error:
        last = (told.stderr or told.stdout).strip().splitlines()[-1:]
        raise UnreadableFile(
            f'"{opened.name}" could not be written down by {Path(program).name}: '
            f"{last[0][:200] if last else error}. Try it by hand with the same model."
        ) from error


def _segments(document: Any) -> Iterator[tuple[str, float, float]]:
    for one in document["transcription"]:
        yield str(one["text"]), one["offsets"]["from"] / 1000, one["offsets"]["to"] / 1000


def _by_package(sound: Path, path: Path) -> Said:
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise InputError(
            f"The model “{path.name}” is a folder, which the package faster-whisper reads, and "
            "that is not installed: pip install faster-whisper, or name a file of whisper.cpp."
        ) from error
    found, _ = WhisperModel(str(path), local_files_only=True).transcribe(str(sound))
    return [(one.text, float(one.start), float(one.end)) for one in found]
