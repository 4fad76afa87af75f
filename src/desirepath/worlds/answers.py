"""Who answers surveys, and how: unhappy (and, less, delighted) people answer more often.

Scores carry the true emotion without bias of their own: a score lies between the two scale
points around it with the right chances, so its expected valence is the emotion. All error of a
raw mean is therefore *who* answers. The share `hidden` of that dependence works on the emotion
itself, the rest only on what the files show (failures met, contacts, age), so that a response
model on behaviour can mend exactly the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desirepath.worlds.draws import Draws, chance
from desirepath.worlds.people import DAY, DAYS, People
from desirepath.worlds.template import Industry
from desirepath.worlds.walk import Life

SCALES = {"csat": (1, 5), "ces": (1, 7), "nps": (0, 10)}
_VISIBLE = ("repeat", "slow", "late", "switch")


@dataclass(frozen=True)
class Answers:
    """Arrays over the answers of one instrument.

    `event` is the place of the rated event in the life (for nps: the event the comment speaks
    of), `emotion` the true one behind the score.
    """

    instrument: str
    event: Any
    customer: Any
    time: Any
    emotion: Any
    score: Any
    comments: Any
    invited: int
    invited_emotion: float


def answers(
    industry: Industry, people: People, life: Life, draws: Draws, *, bias: float, hidden: float
) -> list[Answers]:
    """Return the answers per instrument; `bias` 0 = everybody answers alike, 1 = usual."""
    import numpy as np

    ask = np.array([known.ask for known in industry.touchpoints])[life.touchpoint]
    effort = np.array([known.ces for known in industry.touchpoints])[life.touchpoint]
    nth = _nth(life.customer)
    key = life.customer * 1024 + nth
    invited = draws.uniform("survey/invited", key) < ask
    shown = _shown(industry, people, life)
    made = []
    for name, kind in (("csat", ~effort), ("ces", effort)):
        places = np.flatnonzero(invited & kind)
        wait = 3600 * (0.2 + 9 * draws.exponential(f"{name}/wait", key[places]))
        time = life.time[places] + np.floor(wait)
        made.append(
            _answered(
                name,
                draws,
                places,
                key[places],
                life.customer[places],
                time,
                life.emotion[places],
                shown[places],
                (bias, hidden),
            )
        )
    return [*made, _nps(life, draws, shown, (bias, hidden))]


def _answered(  # noqa: PLR0917 - arrays over the same people, in one order
    name: str,
    draws: Draws,
    places: Any,
    key: Any,
    customer: Any,
    time: Any,
    emotion: Any,
    shown: Any,
    how: tuple[float, float],
) -> Answers:
    import numpy as np

    bias, hidden = how
    felt = 1.6 * np.maximum(-emotion, 0) + 0.7 * np.maximum(emotion - 0.45, 0)
    odds = bias * ((1 - hidden) * shown + hidden * 1.6 * felt)
    does = draws.uniform(f"{name}/answers", key) < chance(0.22, odds)
    does &= time < DAYS * DAY
    low, high = SCALES[name]
    exact = low + (high - low) * (emotion + 1) / 2
    score = np.floor(exact + draws.uniform(f"{name}/score", key)).clip(low, high).astype(int)
    writes = draws.uniform(f"{name}/writes", key) < 0.4 + 0.35 * np.abs(emotion)
    return Answers(
        instrument=name,
        event=places[does],
        customer=customer[does],
        time=time[does].astype(np.int64),
        emotion=emotion[does],
        score=score[does],
        comments=writes[does],
        invited=len(places),
        invited_emotion=float(emotion.mean()) if len(emotion) else 0.0,
    )


def _nps(life: Life, draws: Draws, shown: Any, how: tuple[float, float]) -> Answers:
    """A month after the goal (or, for some, a week after the last sign of life) comes the NPS.

    The emotion behind it is the mean of the journey's, pulled to its extreme (peak rule:
    Kahneman, Fredrickson, Schreiber, Redelmeier, 1993).
    """
    import numpy as np

    n = len(life.goal)
    count = np.bincount(life.customer, minlength=n)
    mean = np.bincount(life.customer, weights=life.emotion, minlength=n) / np.maximum(count, 1)
    order = np.lexsort((np.abs(life.emotion), life.customer))
    last = np.cumsum(count) - 1
    who = np.flatnonzero(count > 0)
    peak = order[last[who]]
    end = np.zeros(n)
    np.maximum.at(end, life.customer, life.time)
    asked = np.where(life.goal[who], 0.55, 0.12)
    asked = draws.uniform("nps/invited", who) < asked
    who, peak = who[asked], peak[asked]
    month = life.goal_time[who] + 30 * DAY
    time = np.where(life.goal[who], month, end[who] + 7 * DAY)
    time = np.floor(time + DAY * 2 * draws.exponential("nps/wait", who))
    emotion = np.clip(0.55 * mean[who] + 0.45 * life.emotion[peak], -1, 1)
    # Only what was seen before the question can be written about.
    before = life.time[peak] < time
    who, peak, time, emotion = who[before], peak[before], time[before], emotion[before]
    return _answered("nps", draws, peak, who, who, time, emotion, shown[peak], how)


def _shown(industry: Industry, people: People, life: Life) -> Any:
    """Return how much the visible behaviour around an event makes people answer (log-odds)."""
    import numpy as np

    visible = np.array(
        [any(signal in _VISIBLE for signal in pain.signals) for pain in industry.pains]
    )
    met = (life.pain >= 0) & visible[life.pain]
    support = np.array([known.stage == "Support" for known in industry.touchpoints])
    contact = support[life.touchpoint]
    trouble = _so_far(life.customer, met)
    helped = _so_far(life.customer, contact)
    values, codes = people.attributes["age_group"]
    older = codes[life.customer] == values.index("60+") if "60+" in values else 0
    shown: Any = 1.4 * met + 1.3 * (trouble > 0) + 0.5 * (helped > 0) + 0.15 * older - 0.5
    return shown


def _nth(customer: Any) -> Any:
    """Return how many events of the same customer came before each event (events by time)."""
    import numpy as np

    order = np.argsort(customer, kind="stable")
    sorted_customers = customer[order]
    starts = np.flatnonzero(np.r_[True, sorted_customers[1:] != sorted_customers[:-1]])
    lengths = np.diff(np.r_[starts, len(customer)])
    nth = np.empty(len(customer), dtype=np.int64)
    nth[order] = np.arange(len(customer)) - np.repeat(starts, lengths)
    return nth


def _so_far(customer: Any, flag: Any) -> Any:
    """Return how often the flag was set at or before each event of the same customer."""
    import numpy as np

    order = np.argsort(customer, kind="stable")
    running = np.cumsum(flag[order])
    sorted_customers = customer[order]
    starts = np.flatnonzero(np.r_[True, sorted_customers[1:] != sorted_customers[:-1]])
    lengths = np.diff(np.r_[starts, len(customer)])
    base = np.repeat(running[starts] - flag[order][starts], lengths)
    result = np.empty(len(customer), dtype=np.int64)
    result[order] = running - base
    return result
