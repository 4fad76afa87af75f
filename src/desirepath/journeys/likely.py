"""Which touchpoint a text speaks of that names none: learned from the texts that name theirs.

    candidates (what the customer touched before they wrote)      chance
    | seq | touchpoint | gap   | asked | words | mood |
    | 7   | Checkout   | 2 h   | 0.30  | 0.2   | 0.1  |           0.71  ← the text is put here
    | 7   | Homepage   | 1 h   | 0.01  | 0.1   | 0.0  |           0.02
    | 7   | Delivered  | 3 d   | 0.25  | 0.7   | 0.1  |           0.27

Clues of a candidate, each a logarithm: how often answers to this question are about that touchpoint
per visit (`asked`), how long after a visit they come (`gap`), how its words fit those of texts
known to be about it (`words`: naive Bayes; D. D. Lewis, ECML 1998), how its score fits theirs
(`mood`), and how often the journey was there (`visits`). What each clue counts is fitted to the
answers that name their touchpoint (conditional logit; D. McFadden, 1974), with rates and words of
other fifths of them than the one that is looked at, so that the chances mean what they say.

A question of which fewer than `ENOUGH` answers name a touchpoint (a survey about everything) has no
rates and no gaps of its own. Its texts may speak of anything the journey touched before; only
words, mood and visits tell, and a text stays with the nearest earlier interaction unless its chance
is at least `SURE`. Measured on synthetic companies: `benchmarks/language/steps.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desirepath.journeys.surveys import more_is_harder

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

ENOUGH = 30
MOST = 20_000
"""So many named answers teach, and so many texts are placed at a time."""
SURE = 0.4
FOLDS, RARE, VOCABULARY = 5, 3, 2_000
"""A word counts when so many texts have it; so many words at most."""
PULL = 25.0
"""Words and moods of a touchpoint are read as if it had so many usual ones besides."""
START, HELD = (1.0, 1.0, 0.2, 0.5, 0.0), 1.0
"""What the clues count before anything is learned, and how firmly they are held there."""
HOUR = 3.6e9
BINS, FIRST_BIN = 24, -4
KINDS = {"seq": "int64", "near": "int32", "near_time": "int64", "near_journey": "int32",
         "sure": "float64"}  # fmt: skip


@dataclass(frozen=True)
class Texts:
    """Arrays over texts, and over what each may be about.

    Of a text: `mood` by its score (0 bad, 1 between, 2 good, −1 unknown), `named` its touchpoint or
    −1. Of a candidate: the text it belongs to, its touchpoint, last visit, visits, and the gap from
    that visit to the text in powers of two of an hour.
    """

    seq: Any
    journey: Any
    question: Any
    text: Sequence[str]
    mood: Any
    named: Any
    of: Any
    touched: Any
    last: Any
    visits: Any
    gap: Any

    def only(self, kept: Any) -> Texts:
        """Return it with some candidates only (a mask)."""
        names = ("of", "touched", "last", "visits", "gap")
        return replace(self, **{name: getattr(self, name)[kept] for name in names})


@dataclass(frozen=True)
class Lessons:
    """What named texts teach: per touchpoint (`row_of` its code) words and moods, and rates.

    `words`: fold × touchpoint × word, without the texts of that fold; the last is of all.
    `rates`: question → per fold logarithms of rate per touchpoint and of density per gap.
    """

    reader: Any
    row_of: Any
    words: Any
    moods: Any
    rates: Mapping[str, Sequence[tuple[Any, Any]]]


def place(warehouse: Warehouse, base: Any, asked: Sequence[int], horizon: int) -> Any | None:
    """Return `seq, near, near_time, near_journey, sure` of texts that can be placed better.

    `base` as in `answers`: feedback with `named, same, near, by_key`; `asked` are surveys. None:
    nothing can be learned, or nothing is to be placed.
    """
    import numpy as np

    timed = base.filter(base.time.notnull())
    known = timed.filter(timed.named.notnull() & timed.by_key.notnull())
    counted = warehouse.rows(known.group_by("question").aggregate(n=known.count()))
    taught = sorted(row["question"] for row in counted if row["question"] and row["n"] >= ENOUGH)
    open_ = timed.filter(timed.text.strip().fill_null("") != "")
    open_ = open_.filter(open_.named.isnull() & open_.same.isnull())
    open_ = open_.mutate(journey=open_.near_journey.fill_null(open_.by_key))
    open_ = open_.filter(open_.journey.notnull())
    if not taught or not warehouse.value(open_.count()):
        return None
    known = known.filter(known.question.isin(taught)).order_by("seq").limit(MOST)
    seen = _texts(warehouse, known.mutate(journey=known.by_key), asked)
    near = seen.only(seen.gap <= _bin(horizon))
    lessons = _learned(warehouse, seen, near, taught)
    weights = {
        True: _fitted(near, _clues(near, lessons, rated=True, held=True)),
        False: _fitted(seen, _clues(seen, lessons, rated=False, held=True)),
    }
    found: list[dict[str, Any]] = []
    for some in _pieces(warehouse, open_):
        texts = _texts(warehouse, some, asked)
        rated = np.isin(texts.question, taught)[texts.of]
        for own, part in (
            (True, texts.only(rated & (texts.gap <= _bin(horizon)))),
            (False, texts.only(~rated)),
        ):
            score = _clues(part, lessons, rated=own, held=False) @ weights[own]
            found += _likeliest(part, score, 0.0 if own else SURE)
    return _table(found)


def _pieces(warehouse: Warehouse, open_: Any) -> Iterator[Any]:
    """Yield the texts to place, so many at a time."""
    seqs = warehouse.arrow(open_.select("seq").order_by("seq"))["seq"].to_pylist()
    for first in range(0, len(seqs), MOST):
        last = min(first + MOST, len(seqs)) - 1
        yield open_.filter((open_.seq >= seqs[first]) & (open_.seq <= seqs[last]))


def _texts(warehouse: Warehouse, answers: Any, asked: Sequence[int]) -> Texts:
    """Return answers (with `journey`) and what their journeys had touched before."""
    import numpy as np

    told = answers.select(
        *("seq", "question", "text", "named", "journey", "time"),
        *("instrument", "score", "scale_min", "scale_max"),
    )
    rows = warehouse.arrow(told.order_by("seq"))
    events = warehouse.table("journey_events")
    if asked:
        events = events.filter(~events.touchpoint.isin(list(asked)))
    met = told.select("seq", "journey", "time").inner_join(
        events.select("journey", touched="touchpoint", at="time"), "journey"
    )
    met = met.filter(met["at"] <= met.time)
    met = met.group_by("seq", "touched").aggregate(last=met["at"].max(), visits=met.count())
    found = warehouse.arrow(met.order_by("seq", "touched"))
    seq, time = rows["seq"].to_numpy(), rows["time"].to_numpy()
    of = np.searchsorted(seq, found["seq"].to_numpy())
    last = found["last"].to_numpy()
    questions = [word or "" for word in rows["question"].to_pylist()]
    return Texts(
        seq=seq,
        journey=rows["journey"].to_numpy(),
        question=np.array(questions, dtype=object),
        text=[text or "" for text in rows["text"].to_pylist()],
        mood=_moods(rows, questions),
        named=rows["named"].fill_null(-1).to_numpy(),
        of=of,
        touched=found["touched"].to_numpy(),
        last=last,
        visits=found["visits"].to_numpy(),
        gap=_bin(time[of] - last),
    )


def _moods(rows: Any, questions: Sequence[str]) -> Any:
    import numpy as np

    score, low, high = (
        np.array([np.nan if one is None else one for one in rows[name].to_pylist()], dtype=float)
        for name in ("score", "scale_min", "scale_max")
    )
    share = (score - low) / np.where(high > low, high - low, np.nan)
    kinds = rows["instrument"].to_pylist()
    hard = {one for one in set(questions) if more_is_harder(one)}
    turned = [kind == "ces" and one in hard for kind, one in zip(kinds, questions, strict=True)]
    share = np.where(turned, 1 - share, share)
    return np.where(np.isnan(share), -1, (np.nan_to_num(share) * 3).astype(int).clip(0, 2))


def _bin(microseconds: Any) -> Any:
    import numpy as np

    power = np.floor(np.log2(np.asarray(microseconds) / HOUR + 0.1)).astype(int)
    return (power - FIRST_BIN).clip(0, BINS - 1)


def _learned(warehouse: Warehouse, seen: Texts, near: Texts, taught: Sequence[str]) -> Lessons:
    """Return what named answers, and texts of events, teach."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    codes, texts = seen.named, list(seen.text)
    fold = seen.seq % FOLDS
    more = _told(warehouse)
    codes = np.r_[codes, [row["code"] for row in more]].astype(int)
    texts += [row["text"] for row in more]
    fold = np.r_[fold, np.full(len(more), FOLDS)].astype(int)
    width = int(max(codes.max(), seen.touched.max(initial=0))) + 1
    known = np.unique(codes)
    row_of = np.full(width, -1)
    row_of[known] = np.arange(len(known))
    reader = CountVectorizer(
        binary=True, min_df=min(RARE, len(texts)), max_features=VOCABULARY, dtype=np.float32,
        token_pattern=r"[^\W\d_]{3,}",  # noqa: S106 - a pattern of words
    )  # fmt: skip
    try:
        seen_words = reader.fit_transform(texts)
    except ValueError:  # no word is frequent enough
        reader, seen_words = None, None
    moods = np.zeros((len(known), 3))
    rated = seen.mood >= 0
    np.add.at(moods, (row_of[seen.named[rated]], seen.mood[rated]), 1)
    return Lessons(
        reader=reader,
        row_of=row_of,
        words=None if reader is None else _words(seen_words, row_of[codes], len(known), fold),
        moods=_unlike(moods),
        rates={question: _rates(near, question, width) for question in taught},
    )


def _told(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Return touchpoint and text of events that have one (a ticket, a note on a call)."""
    events, places = warehouse.table("events"), warehouse.table("touchpoints")
    told = events.filter(events.text.notnull()).order_by("seq").limit(MOST)
    places = places.select("code", "name")
    return warehouse.rows(
        told.inner_join(places, told.touchpoint == places.name).select("code", "text")
    )


def _words(seen: Any, row: Any, places: int, fold: Any) -> Any:
    """Return per fold, and of all, how much likelier each word is at each touchpoint (log)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    def counted(kept: Any) -> Any:
        one = (np.ones(len(kept), dtype=np.float32), (row[kept], np.arange(len(kept))))
        return (csr_matrix(one, shape=(places, len(kept))) @ seen[kept]).toarray()

    every = counted(np.arange(len(row)))
    without = [every - counted(np.flatnonzero(fold == number)) for number in range(FOLDS)]
    return np.stack([_unlike(counts) for counts in (*without, every)])


def _unlike(counts: Any) -> Any:
    """Return the logarithm of how much more frequent each column is in a row than usually."""
    import numpy as np

    usual = counts.sum(axis=0) + 0.5
    usual /= usual.sum()
    share = (counts + PULL * usual) / (counts.sum(axis=1, keepdims=True) + PULL)
    return np.log(share / usual)


def _rates(near: Texts, question: str, width: int) -> list[tuple[Any, Any]]:
    """Return how often a question is about each touchpoint per visit, and density of gaps."""
    import numpy as np

    own = (near.question == question)[near.of]
    fold = (near.seq % FOLDS)[near.of]
    made = []
    for number in range(FOLDS + 1):
        kept = own & (fold != number)
        touched, gap = near.touched[kept], near.gap[kept]
        hit = (near.named[near.of] == near.touched)[kept].astype(float)
        mean = max(hit.mean() if len(hit) else 0.0, 1e-6)
        visits, seen = np.bincount(touched, None, width), np.bincount(gap, None, BINS)
        rate = (np.bincount(touched, hit, width) + 2 * mean) / (visits + 2)
        dense = (np.bincount(gap, hit, BINS) + mean) / (seen + 1)
        made.append((np.log(rate), np.log(dense / mean)))
    return made


def _clues(texts: Texts, lessons: Lessons, *, rated: bool, held: bool) -> Any:
    """Return candidates × clues: asked, gap, words, mood, visits."""
    import numpy as np

    clues = np.zeros((len(texts.of), len(START)))
    clues[:, 4] = np.log(texts.visits)
    row = lessons.row_of[texts.touched.clip(0, len(lessons.row_of) - 1)]
    there = np.flatnonzero((row >= 0) & (texts.touched < len(lessons.row_of)))
    of, row = texts.of[there], row[there]
    fold = texts.seq % FOLDS if held else np.full(len(texts.seq), FOLDS)
    for question, made in lessons.rates.items() if rated else ():
        for number, (rate, dense) in enumerate(made):
            here = np.flatnonzero(((texts.question == question) & (fold == number))[texts.of])
            clues[here, 0] = rate[texts.touched[here].clip(0, len(rate) - 1)]
            clues[here, 1] = dense[texts.gap[here]]
    if lessons.reader is not None:
        words = lessons.reader.transform(texts.text)
        for number in np.unique(fold[of]):
            mine = fold[of] == number
            fits = words @ lessons.words[number].T
            clues[there[mine], 2] = fits[of[mine], row[mine]]
    mood = texts.mood[of]
    clues[there, 3] = np.where(mood >= 0, lessons.moods[row, mood], 0.0)
    return clues


def _fitted(texts: Texts, clues: Any) -> Any:
    """Return what each clue counts, so that the named touchpoints are as likely as can be."""
    import numpy as np
    from scipy.optimize import minimize
    from threadpoolctl import threadpool_limits

    start = np.array(START)
    right = texts.named[texts.of] == texts.touched
    can = np.bincount(texts.of[right], minlength=len(texts.seq))[texts.of] > 0
    of, right, clues = texts.of[can], right[can].astype(float), clues[can]
    if not len(of):
        return start

    def lost(weights: Any) -> tuple[float, Any]:
        share = _shares(of, clues @ weights, len(texts.seq))
        off = weights - start
        loss = -float(right @ np.log(np.maximum(share, 1e-12))) + HELD * float(off @ off)
        return loss, clues.T @ (share - right) + 2 * HELD * off

    with threadpool_limits(1):  # threads wait for each other longer than they work
        return minimize(lost, start, jac=True, method="L-BFGS-B").x


def _shares(of: Any, score: Any, texts: int) -> Any:
    """Return the chance of each candidate among those of its text."""
    import numpy as np

    top = np.full(texts, -np.inf)
    np.maximum.at(top, of, score)
    raised = np.exp(score - top[of])
    return raised / np.bincount(of, raised, texts)[of]


def _likeliest(texts: Texts, score: Any, least: float) -> list[dict[str, Any]]:
    """Return the likeliest candidate of each text, if it is likely enough, and how likely it is."""
    import numpy as np

    share = np.round(_shares(texts.of, score, len(texts.seq)), 6)
    order = np.lexsort((texts.touched, -share, texts.of))
    first = order[np.r_[True, np.diff(texts.of[order]) > 0]] if len(order) else order
    return [
        {
            "seq": int(texts.seq[texts.of[at]]),
            "near": int(texts.touched[at]),
            "near_time": int(texts.last[at]),
            "near_journey": int(texts.journey[texts.of[at]]),
            "sure": float(share[at]),
        }
        for at in first
        if share[at] >= least
    ]


def _table(rows: Sequence[Mapping[str, Any]]) -> Any | None:
    from desirepath.store.compiled import small

    if not rows:
        return None
    return small({name: [row[name] for row in rows] for name in KINDS}, KINDS)
