"""How aroused a voice sounds, turn by turn: calm to excited, 0…1, never which emotion it is.

Three cues of the voiced moments of a turn: the middle and the floor (20th percentile) of its pitch,
and how much of the sound lies above 500 Hz, because a tense voice is sharper. A turn is ranked by
each among the turns of the same speaker in the same recording; `arousal` is the mean of the three
ranks, .5 what is usual for that voice there. Nothing is learned, from nobody's recordings. `doubt`
is the standard error of that mean: cues that disagree, and few turns to compare with, make it
large.

Loudness is no cue: telephones and recorders level it. Another telephone is duller, so recordings
are never compared with each other: arousal tells where in a call a voice rises, not who is an
excited person. A turn needs `LEAST` voiced seconds and its speaker `TURNS` such turns, else nothing
is said.

Method: D. Bone, C.-C. Lee, S. Narayanan, IEEE Trans. Affective Computing 5(2), 2014 (cues relative
to the speaker, fused without labels); cues after F. Eyben et al., GeMAPS, IEEE Trans. Affective
Computing 7(2), 2016; pitch by autocorrelation after P. Boersma, Proc. IFA 17, 1993, of a sound
whose overtones are raised, so that a strong first overtone is not taken for the pitch. Measured by
`benchmarks/language/voice.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from desirepath.sources._sound import Sound

STEP, FRAME = 0.02, 0.04
PITCH = (75.0, 500.0)
LOW, EDGE, HIGH = 80.0, 500.0, 3000.0
"""Ends of the two parts of the sound that are weighed against each other, in Hz."""
RATE = 8000
"""Faster recordings are thinned to about so many samples per second."""
VOICED, OCTAVE, FINE = 0.5, 0.01, 4
PAUSE, SHORTEST = 0.7, 0.25
"""Shorter pauses belong to a turn; shorter sounds are none."""
LEAST, TURNS = 0.3, 5
FLOOR = 0.2
RAISED = 0.9
CUES = 3


@dataclass(frozen=True)
class Frames:
    """Every `STEP` seconds of one channel: loudness (dB), pitch (octaves), edge (dB)."""

    loudness: Any
    pitch: Any
    """Not a number where no voice is heard."""
    edge: Any


@dataclass(frozen=True)
class Tone:
    """How aroused a turn sounds, and the standard error of that."""

    arousal: float
    doubt: float


def frames(sound: Sound, *, mixed: bool = False) -> list[Frames]:
    """Return the frames of every channel, or of all channels together."""
    import numpy as np

    channels = 1 if mixed else sound.channels
    found: list[list[Frames]] = [[] for _ in range(channels)]
    thin = max(1, sound.rate // RATE)
    for block in sound.blocks:
        part = block.mean(axis=1, keepdims=True) if mixed else block
        part = part[: len(part) - len(part) % thin]
        # the mean of neighbours is filter enough: what is looked at ends at 3 kHz
        part = part.reshape(-1, thin, channels).mean(axis=1)
        for channel in range(channels):
            found[channel].append(_framed(part[:, channel], sound.rate / thin))
    nothing = np.zeros(0)
    return [
        Frames(*(np.concatenate([nothing, *(getattr(part, name) for part in parts)])
                 for name in ("loudness", "pitch", "edge")))
        for parts in found
    ]  # fmt: skip


def spoken(heard: Frames) -> list[tuple[float, float]]:
    """Return begin and end, in seconds, of the stretches in which somebody speaks."""
    import numpy as np

    if not len(heard.loudness):
        return []
    floor, top = np.quantile(heard.loudness, (0.1, 0.95))
    if top < -60:
        return []
    loud = np.flatnonzero(heard.loudness > max(top - 30, (floor + top) / 2))
    found: list[tuple[float, float]] = []
    for part in np.split(loud, np.flatnonzero(np.diff(loud) * STEP > PAUSE) + 1):
        begin, end = float(part[0]) * STEP, float(part[-1]) * STEP + FRAME
        if end - begin >= SHORTEST and np.isfinite(heard.pitch[part]).any():
            found.append((round(begin, 3), round(end, 3)))
    return found


def felt(
    turns: Sequence[tuple[str, float | None, float | None]], heard: Frames
) -> list[Tone | None]:
    """Return the tone of every turn (speaker, begin, end); None where too little is heard."""
    cues = [cues_of(heard, begin, end) for _, begin, end in turns]
    made: list[Tone | None] = [None] * len(turns)
    for speaker in {speaker for speaker, _, _ in turns}:
        own = [no for no, turn in enumerate(turns) if turn[0] == speaker and cues[no] is not None]
        if len(own) < TURNS:
            continue
        ranks = ranked([cues[no] for no in own])
        for no, told in zip(own, ranks, strict=True):
            made[no] = _tone(told, len(own))
    return made


def _tone(ranks: Sequence[float], turns: int) -> Tone:
    arousal = sum(ranks) / CUES
    apart = sum((rank - arousal) ** 2 for rank in ranks) / (CUES - 1)
    chance = sum(rank * (1 - rank) for rank in ranks) / CUES / turns
    return Tone(round(arousal, 4), round(sqrt(apart / CUES + chance), 4))


def cues_of(heard: Frames, begin: float | None, end: float | None) -> Any | None:
    """Return floor and middle of the pitch, and mean edge, of the voice between two moments."""
    import numpy as np

    if begin is None or end is None:
        return None
    part = slice(max(0, round(begin / STEP)), max(0, round(end / STEP)))
    voiced = np.isfinite(heard.pitch[part])
    if voiced.sum() * STEP < LEAST:
        return None
    floor, middle = np.quantile(heard.pitch[part][voiced], (FLOOR, 0.5))
    return [float(floor), float(middle), float(heard.edge[part][voiced].mean())]


def ranked(cues: Sequence[Any]) -> Any:
    """Return the share of the turns that lie below each one, per cue; equal ones count half."""
    import numpy as np
    from scipy.stats import rankdata

    return (rankdata(np.array(cues), axis=0) - 0.5) / len(cues)


def _framed(samples: Any, rate: float) -> Frames:
    import numpy as np

    size, step = round(FRAME * rate), round(STEP * rate)
    if len(samples) < size:
        nothing = np.zeros(0)
        return Frames(nothing, nothing, nothing)
    window = np.hanning(size)
    whole = 1 << (2 * size - 1).bit_length()
    cut = np.lib.stride_tricks.sliding_window_view(samples, size)[::step]
    cut = cut - cut.mean(axis=1, keepdims=True)
    power = np.abs(np.fft.rfft(cut * window, whole)) ** 2
    loudness = 10 * np.log10((cut**2).mean(axis=1) + 1e-12)
    at = np.fft.rfftfreq(whole, 1 / rate)
    parts = [power[:, (at >= low) & (at < high)].sum(axis=1) + 1e-12
             for low, high in ((LOW, EDGE), (EDGE, HIGH))]  # fmt: skip
    sharp = 10 * np.log10(parts[1] / parts[0])
    cut = cut[:, 1:] - RAISED * cut[:, :-1]
    return Frames(loudness, _pitch(cut, whole, rate), sharp)


def _pitch(cut: Any, whole: int, rate: float) -> Any:
    """Return the pitch of each frame in octaves above 1 Hz, not a number where none is clear."""
    import numpy as np

    window = np.hanning(cut.shape[1])
    last = FINE * int(rate / PITCH[0])

    def alike(frames: Any) -> Any:
        # between the samples, too: a high voice has a period of twenty of them
        return np.fft.irfft(np.abs(np.fft.rfft(frames, whole)) ** 2, FINE * whole)[..., : last + 1]

    own, told = alike(window), alike(cut * window)
    height = told / np.maximum(told[:, :1], 1e-12) / (own / own[0])
    lags = np.arange(1, last + 1) / FINE
    # half and double of a period look alike: the shorter one is taken
    cost = OCTAVE * np.log2(lags * PITCH[0] / rate)
    best = np.where(lags < rate / PITCH[1], -1, height[:, 1:] - cost).argmax(axis=1)
    clear = height[np.arange(len(told)), best + 1] > VOICED
    return np.where(clear, np.log2(rate / lags[best]), np.nan)
