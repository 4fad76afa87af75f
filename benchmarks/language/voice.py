"""How well the tone of voice is told: calm against excited speech of ten speakers.

    DESIREPATH_REAL_DATA=…/data python benchmarks/language/voice.py

Each speaker's utterances (acted, German; Berlin EmoDB) are the turns of one call, heard by the
product's own `_tone.py`. That learns nothing, so every speaker is one it has not heard. High:
anger, fear, disgust, joy (W A E F), low: boredom, sadness, neutral (L T N). As a yardstick, never
shipped: a logistic regression of the same three cues, learned from the nine other speakers.
Telephone: the sound cut to 300–3400 Hz and coded as mu-law. Nothing of the data is kept.
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from desirepath.sources import _sound, _tone

HIGH, LOW = "WAFE", "LTN"


def utterances(change=None):
    """Return speaker → (emotion's letter, frames, seconds)."""
    found = defaultdict(list)
    for path in sorted(Path(os.environ["DESIREPATH_REAL_DATA"], "emodb").glob("*.wav")):
        with path.open("rb") as stream:
            sound = _sound.read(stream, path.name)
            blocks = [change(block, sound.rate) if change else block for block in sound.blocks]
            frames = _tone.frames(_sound.Sound(sound.rate, 1, "", iter(blocks)))[0]
        found[path.name[:2]].append((path.name[5], frames, sum(map(len, blocks)) / sound.rate))
    return found


def as_one_call(said):
    """Return the frames of all utterances one after the other, and the turns in them."""
    turns, at = [], 0
    for _, frames, _ in said:
        turns.append(("one", at * _tone.STEP, (at + len(frames.pitch)) * _tone.STEP))
        at += len(frames.pitch)
    parts = [np.concatenate([getattr(frames, name) for _, frames, _ in said])
             for name in ("loudness", "pitch", "edge")]  # fmt: skip
    return turns, _tone.Frames(*parts)


def auc(scores, high) -> float:
    """Return the area under the ROC curve; equal scores count half."""
    above, below = scores[high][:, None], scores[~high][None]
    return float((above > below).mean() + (above == below).mean() / 2)


def telephone(block, rate):
    from scipy.signal import butter, sosfilt

    cut = sosfilt(butter(4, (300, 3400), "bandpass", fs=rate, output="sos"), block, axis=0)
    told = np.sign(cut) * np.log1p(255 * np.abs(cut)) / np.log(256)
    told = np.round(told * 127) / 127
    return np.sign(told) * (256 ** np.abs(told) - 1) / 255


def scored(found):
    """Return speaker, letter, arousal, doubt and cues of every utterance that is told."""
    rows = []
    for speaker, said in sorted(found.items()):
        turns, heard = as_one_call(said)
        tones = _tone.felt(turns, heard)
        cues = [_tone.cues_of(heard, begin, end) for _, begin, end in turns]
        rows += [(speaker, letter, tone.arousal, tone.doubt, told)
                 for (letter, _, _), tone, told in zip(said, tones, cues, strict=True)
                 if tone is not None]  # fmt: skip
    return rows


def learned(rows, high):
    """Return the scores of a regression that did not hear the speaker."""
    from sklearn.linear_model import LogisticRegression

    speakers = np.array([row[0] for row in rows])
    cues = np.array([row[4] for row in rows])
    for speaker in set(speakers):
        own = speakers == speaker
        cues[own] = (cues[own] - cues[own].mean(axis=0)) / cues[own].std(axis=0)
    scores = np.zeros(len(rows))
    for speaker in set(speakers):
        own = speakers == speaker
        scores[own] = LogisticRegression().fit(cues[~own], high[~own]).decision_function(cues[own])
    return scores


def report(what, found):
    everything = scored(found)
    rows = [row for row in everything if row[1] in HIGH + LOW]
    high = np.array([row[1] in HIGH for row in rows])
    arousal, doubt = (np.array([row[place] for row in rows]) for place in (2, 3))
    speakers = np.array([row[0] for row in rows])
    each = [auc(arousal[speakers == one], high[speakers == one]) for one in sorted(set(speakers))]
    value = auc(arousal, high)
    print(f"{what}: AUC {value:.3f} (wanted >= .93: {'met' if value >= 0.93 else 'NOT met'}), "
          f"n {len(rows)} of {sum(map(len, found.values()))}, speakers {len(each)}")  # fmt: skip
    print(f"  within a speaker: mean {np.mean(each):.3f}, worst {min(each):.3f}")
    sure = doubt <= np.median(doubt)
    print(
        f"  where the doubt is small / large: AUC {auc(arousal[sure], high[sure]):.3f} / "
        f"{auc(arousal[~sure], high[~sure]):.3f} (doubt {doubt.min():.2f}…{doubt.max():.2f})"
    )
    for place, cue in enumerate(("floor of the pitch", "pitch", "edge")):
        ranks = np.concatenate([
            _tone.ranked([row[4] for row in everything if row[0] == one])[:, place]
            for one in sorted(found)
        ])  # fmt: skip
        kept = np.array([row[1] in HIGH + LOW for row in everything])
        print(f"  {cue} alone: AUC {auc(ranks[kept], high):.3f}")
    print(f"  learned from nine speakers (not shipped): AUC {auc(learned(rows, high), high):.3f}")


def main() -> int:
    begun = time.process_time()
    found = utterances()
    seconds = sum(one[2] for said in found.values() for one in said)
    spent = time.process_time() - begun
    report("EmoDB, arousal", found)
    report("EmoDB by telephone, arousal", utterances(telephone))
    print(f"speed: {seconds / spent:.0f} times realtime ({seconds:.0f} s in {spent:.1f} CPU s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
