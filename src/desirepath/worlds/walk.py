"""Lives the journeys of all customers at once, block by block (arrays, no loop over people).

`live(...)` can leave out planted things (`without`), so that every customer has both lives: the
one in the files and the one without a pain. Whoever differs in reaching the goal was lost by it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from desirepath.worlds.draws import Draws, chance
from desirepath.worlds.people import DAY, DAYS, People
from desirepath.worlds.template import Block, Industry, Pain, Touchpoint

HOUR = 3600.0
_MOOD_ON_LEAVING = -0.9
_STAFFED = frozenset({"phone", "store", "chat"})


@dataclass(frozen=True)
class Life:
    """What happened.

    Arrays over events: customer number, touchpoint number, seconds since the first day, emotion
    −1…1, number of the pain met or −1. And arrays over customers: what came of it.
    """

    customer: Any
    touchpoint: Any
    time: Any
    emotion: Any
    pain: Any
    goal: Any
    stayed: Any
    goal_time: Any
    promised: Any
    met: dict[str, Any]
    passed: dict[str, Any]
    treated: Any


def live(
    industry: Industry,
    people: People,
    draws: Draws,
    who: Any,
    *,
    dates: dict[str, Any],
    without: Collection[str] = (),
) -> Life:
    """Return the lives of the customers numbered `who`; `without` names pains or the intervention.

    `dates`: {"incident": (first, last) day, "intervention": day}.
    """
    walker = _Walker(industry, people, draws, dates, frozenset(without))
    for block in industry.blocks:
        walker.block(block, who[walker.active[who]])
    return walker.life()


class _Walker:
    """Clock, mood and what happened so far, per customer."""

    def __init__(
        self,
        industry: Industry,
        people: People,
        draws: Draws,
        dates: dict[str, Any],
        without: frozenset[str],
    ) -> None:
        import numpy as np

        n = len(people.persona)
        self.industry, self.people, self.draws = industry, people, draws
        self.dates, self.without = dates, without
        self.number = {known.id: at for at, known in enumerate(industry.touchpoints)}
        self.clock = people.start.copy()
        self.active = np.ones(n, dtype=bool)
        self.mood = people.mood.copy()
        self.last_channel = np.full(n, -1)
        self.goal_time = np.full(n, np.inf)
        self.stayed = np.zeros(n, dtype=bool)
        self.promised = np.full(n, np.nan)
        self.treated = np.zeros(n, dtype=bool)
        self.met = {pain.id: np.zeros(n, dtype=bool) for pain in industry.pains}
        self.passed = {pain.id: np.zeros(n, dtype=bool) for pain in industry.pains}
        none = np.empty(0)
        self.events: list[tuple[Any, int, Any, Any, Any]] = [
            (none.astype(np.int64), 0, none, none, none.astype(np.int64))
        ]
        self.channels = sorted({known.channel for known in industry.touchpoints})
        self.likes = np.array(
            [
                [persona.channels.get(channel, 1.0) for channel in self.channels]
                for persona in industry.personas
            ]
        )

    def block(self, block: Block, who: Any) -> None:
        """Walk one part of the journey."""
        members = [known for known in self.industry.touchpoints if known.stage == block.stage]
        odds = block.by_mood * self.mood[who]
        enters = self.draws.uniform(f"{block.name}/enter", who) < chance(block.enter, odds)
        who = who[enters]
        if block.mode == "chain":
            self._wait(f"{block.name}/wait", who, block)
            for touchpoint in members:
                here = who[self.active[who]]
                if touchpoint.weight > 0 and len(here):
                    self._maybe(touchpoint, here, f"{block.name}/{touchpoint.id}")
            return
        offered = [known for known in members if known.weight > 0]
        more = 1 - 1 / max(block.rounds, 1.0)
        eager = self.people.rounds[who] * more
        for turn in range(block.most):
            key = f"{block.name}/{turn}"
            if turn:
                stays = self.draws.uniform(f"{key}/more", who) < eager
                who, eager = who[stays], eager[stays]
            going = self.active[who]
            who, eager = who[going], eager[going]
            if not len(who):
                return
            self._wait(f"{key}/wait", who, block)
            self._round(block, offered, who, key)

    def _round(self, block: Block, offered: list[Touchpoint], who: Any, key: str) -> None:
        here = who
        for place in range(block.picks):
            if place:
                going = self.draws.uniform(f"{key}/{place}/on", here) < 0.55
                here = here[going & self.active[here]]
            if not len(here):
                break
            chosen = self.draws.pick(f"{key}/{place}/pick", here, self._weights(offered, here))
            for at, touchpoint in enumerate(offered):
                some = here[chosen == at]
                if len(some):
                    self._visit(touchpoint, some, f"{key}/{place}")
        if block.leave:
            self._leave(f"{key}/leave", who[self.active[who]], block.leave, 0.0)

    def _weights(self, offered: list[Touchpoint], who: Any) -> Any:
        """Habit, persona and drift decide which touchpoint is next."""
        import numpy as np

        places = np.array([self.channels.index(known.channel) for known in offered])
        base = np.array([known.weight for known in offered])
        table = base * self.likes[self.people.persona[who]][:, places]
        same = self.last_channel[who][:, None] == places[None, :]
        table = table * np.where(same, 1.6, 1.0)
        part = np.clip(self.clock[who] / (DAYS * DAY), 0, 1)
        grows = np.array([known.channel == self.industry.drift["channel"] for known in offered])
        factor = self.industry.drift["factor"]
        result: Any = table * np.where(grows[None, :], factor ** (2 * part[:, None] - 1), 1.0)
        return result

    def _wait(self, key: str, who: Any, block: Block) -> None:
        import numpy as np

        hours = block.hours * self.draws.exponential(key, who) * self.people.pace[who]
        pause = self.draws.uniform(f"{key}/pause", who)
        long = 24 * (15 + 25 * self.draws.uniform(f"{key}/long", who))
        self.clock[who] += HOUR * (hours + np.where(pause < block.pause, long, 0.0))

    def _maybe(self, touchpoint: Touchpoint, who: Any, key: str) -> None:
        odds = touchpoint.by_mood * self.mood[who]
        does = self.draws.uniform(f"{key}/does", who) < chance(touchpoint.p, odds)
        self._visit(touchpoint, who[does], key)

    def _visit(self, touchpoint: Touchpoint, who: Any, key: str, *, again: bool = False) -> None:
        """One interaction of each of `who`, with the pains planted there and what they cause."""
        import numpy as np

        if not len(who):
            return
        key = f"{key}/{touchpoint.id}{'/again' if again else ''}"
        hits = [] if again else self._pains(touchpoint, who, key)
        late = np.zeros(len(who), dtype=bool)
        hurt = np.zeros(len(who))
        pushed = np.zeros(len(who))
        worst = np.full(len(who), -1)
        for at, pain, hit in hits:
            hurt += hit * pain.feel
            pushed += hit * pain.leave
            worst[hit] = at
            late |= hit & ("late" in pain.signals)
        self._arrive(touchpoint, who, key, late)
        for _, pain, hit in hits:
            if pain.slow_days:
                days = pain.slow_days * (0.6 + self.draws.exponential(f"{key}/slow", who[hit]))
                self.clock[who[hit]] += DAY * days
        feeling = self.people.mood[who] + 0.8 * (self.mood[who] - self.people.mood[who])
        feeling = feeling + touchpoint.feel + hurt + 0.08
        feeling = feeling + 0.24 * self.draws.normal(f"{key}/feel", who)
        self._note(touchpoint, who, feeling, worst)
        self.mood[who] = 0.92 * self.mood[who] + 0.08 * self.people.mood[who]
        self.mood[who] += 0.1 * touchpoint.feel + 0.6 * hurt
        if touchpoint.goal:
            self.goal_time[who] = np.minimum(self.goal_time[who], self.clock[who])
        if touchpoint.stays:
            self.stayed[who] |= self.clock[who] < DAYS * DAY
        for _, pain, hit in hits:
            self._signals(touchpoint, pain, who[hit], key, feeling[hit])
        self._helped(touchpoint, who, pushed)
        if touchpoint.leave or pushed.any():
            self._leave(f"{key}/leave", who, touchpoint.leave or 0.004, pushed)
        if touchpoint.back and not again:
            here = who[self.active[who]]
            back = here[self.draws.uniform(f"{key}/back", here) < touchpoint.back]
            self.clock[back] += HOUR * 8 * self.draws.exponential(f"{key}/later", back)
            self._visit(self._named(touchpoint.back_to), back, f"{key}/back", again=True)
            self._visit(touchpoint, back, key, again=True)
        for following in touchpoint.then:
            here = who[self.active[who]]
            self._maybe(self._named(following), here, f"{key}/then")

    def _pains(self, touchpoint: Touchpoint, who: Any, key: str) -> list[tuple[int, Pain, Any]]:
        """Return the pains planted here and who meets them at this visit."""
        found = []
        for at, pain in enumerate(self.industry.pains):
            if pain.at != touchpoint.id:
                continue
            odds = self.people.log_odds(pain.odds)[who]
            met = chance(pain.rate, odds)
            day = self.clock[who] / DAY
            if pain.rate_end is not None:
                met = pain.rate + (pain.rate_end - pain.rate) * (day / DAYS).clip(0, 1)
            if pain.kind == "incident":
                first, last = self.dates["incident"]
                during = (day >= first) & (day < last)
                met[during] = pain.window_rate
            self.passed[pain.id][who] |= self.clock[who] < DAYS * DAY
            if pain.id in self.without:
                continue
            hit = self.draws.uniform(f"{key}/{pain.id}", who) < met
            self.met[pain.id][who[hit & (self.clock[who] < DAYS * DAY)]] = True
            found.append((at, pain, hit))
        return found

    def _arrive(self, touchpoint: Touchpoint, who: Any, key: str, late: Any) -> None:
        """Let the clock run to the interaction: a wait, a promised day, opening hours."""
        import numpy as np

        wait = self.draws.exponential(f"{key}/wait", who)
        if touchpoint.promise:
            promised = np.floor(self.goal_time[who] / DAY) + touchpoint.promise
            self.promised[who] = promised
            spread = np.clip(0.35 * touchpoint.promise, 0.8, 4.0) * wait
            day = np.where(late, promised + 1 + np.minimum(spread, 12), promised - spread + 0.3)
            hour = 9 + 9 * self.draws.uniform(f"{key}/hour", who)
            time = np.floor(day) * DAY + hour * HOUR
            soon = self.clock[who] + 2 * HOUR
            self.clock[who] = np.maximum(time, np.where(late, time, soon))
            return
        self.clock[who] += np.floor(5 + 60 * touchpoint.minutes * wait * self.people.pace[who])
        if touchpoint.channel in _STAFFED:
            self._open(who)
        elif touchpoint.channel != "device":
            hour = (self.clock[who] % DAY) / HOUR
            self.clock[who] += HOUR * np.where((hour > 0.5) & (hour < 6.5), 6.5, 0.0)

    def _open(self, who: Any) -> None:
        """Shop, hotline and chat are open from 9 to 19; who comes outside comes next morning."""
        import numpy as np

        clock = self.clock[who]
        hour = (clock % DAY) / HOUR
        early = np.where(hour < 9, 9 - hour, 0.0)
        over = np.where(hour >= 19, 33 - hour + (hour - 19) * 0.6, 0.0)
        # Minutes within the hour stay as they are, so that not all come at nine sharp.
        self.clock[who] = clock + HOUR * np.ceil(early + over)

    def _note(self, touchpoint: Touchpoint, who: Any, feeling: Any, pain: Any) -> None:
        import numpy as np

        self.clock[who] = np.floor(self.clock[who])
        self.last_channel[who] = self.channels.index(touchpoint.channel)
        emotion = np.clip(feeling, -1, 1)
        at = self.number[touchpoint.id]
        self.events.append((who, at, self.clock[who].copy(), emotion, pain))

    def _signals(
        self, touchpoint: Touchpoint, pain: Pain, who: Any, key: str, feeling: Any
    ) -> None:
        """Leave the traces of a pain: the touchpoint again, another channel."""
        import numpy as np

        key = f"{key}/{pain.id}"
        at = next(n for n, known in enumerate(self.industry.pains) if known.id == pain.id)
        if "repeat" in pain.signals:
            times = 1 + np.floor(2.6 * self.draws.uniform(f"{key}/times", who) ** 1.5)
            for turn in (1, 2, 3):
                some = times >= turn
                wait = self.draws.exponential(f"{key}/repeat/{turn}", who[some])
                self.clock[who[some]] += 20 + HOUR * pain.gap_hours * wait
                if touchpoint.channel in _STAFFED:
                    self._open(who[some])
                marks = np.full(int(some.sum()), at)
                self._note(touchpoint, who[some], feeling[some] - 0.04 * turn, marks)
        if "switch" in pain.signals:
            some = who[self.draws.uniform(f"{key}/switch", who) < 0.5]
            self._visit(self._named(pain.switch_to), some, f"{key}/switch", again=True)

    def _helped(self, touchpoint: Touchpoint, who: Any, pushed: Any) -> None:
        """Apply the intervention: from its day on, fewer of its segment give up here."""
        planned = self.industry.intervention
        if touchpoint.id != planned["at"]:
            return
        after = self.clock[who] >= self.dates["intervention"] * DAY
        here = after & (self.clock[who] < DAYS * DAY)
        for name, value in planned["where"].items():
            here &= self.people.is_one(name, value)[who]
        self.treated[who[here]] = True
        if planned["id"] not in self.without:
            pushed[here] += planned["leave"]

    def _leave(self, key: str, who: Any, base: float, shift: Any) -> None:
        odds = self.people.leave[who] + shift + _MOOD_ON_LEAVING * self.mood[who]
        gone = self.draws.uniform(key, who) < chance(base, odds)
        self.active[who[gone]] = False

    def _named(self, touchpoint: str) -> Touchpoint:
        return self.industry.touchpoints[self.number[touchpoint]]

    def life(self) -> Life:
        """Return everything, events of the period only, by time."""
        import numpy as np

        customer = np.concatenate([entry[0] for entry in self.events])
        touchpoint = np.concatenate([np.full(len(entry[0]), entry[1]) for entry in self.events])
        time, emotion, pain = (
            np.concatenate([entry[at] for entry in self.events]) for at in (2, 3, 4)
        )
        kept = time < DAYS * DAY
        order = np.flatnonzero(kept)[np.lexsort((touchpoint[kept], customer[kept], time[kept]))]
        return Life(
            customer=customer[order],
            touchpoint=touchpoint[order],
            time=time[order].astype(np.int64),
            emotion=emotion[order],
            pain=pain[order],
            goal=self.goal_time < DAYS * DAY,
            stayed=self.stayed,
            goal_time=self.goal_time,
            promised=self.promised,
            met=self.met,
            passed=self.passed,
            treated=self.treated,
        )
