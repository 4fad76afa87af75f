"""A small invented company: `ask` answers like the analyses do, from rows written by hand.

The numbers agree with each other, so that a picture made of them can be looked at.
"""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from desirepath.errors import UsageError
from desirepath.journeys.names import slug
from desirepath.model.result import Result

JOURNEYS, EVENTS = 48210, 210300

# stage, step, journeys, wait in seconds, touchpoints (name, channel, events, journeys),
# emotion (valence, half interval, n) or None
STEPS = [
    ("Awareness", "Sees an offer", 48210, None,
     [("Search ad", "ad", 19304, 18840), ("Social post", "social", 12110, 11020),
      ("Store QR", "store", 4338, 4210)], (0.15, 0.06, 212)),
    ("Consideration", "Compares plans", 27480, 172800,
     [("Plan page", "web", 27504, 25110), ("plan_finder", "app", 6120, 5500),
      ("Review site", "web", 2200, 2100), ("Price mail", "email", 1430, 1400),
      ("Chat with advisor", "chat", 310, 300)], (-0.1, 0.04, 641)),
    ("Consideration", "Checks coverage", 16905, 360,
     [("Coverage map", "web", 16905, 16905), ("5G page", "web", 3214, 3100)], None),
    ("Decision", "Builds a bundle", 11267, 540,
     [("Basket", "web", 11300, 11267), ("Trade-in", "app", 2954, 2801),
      ("Cart mail", "email", 1873, 1873)], (0.4, 0.05, 402)),
    ("Purchase", "Proves identity", 6794, 60,
     [("ID photo", "app", 9120, 6794), ("Help chat", "chat", 914, 830),
      ("Call about ID", "phone", 486, 402)], (-0.75, 0.05, 1126)),
    ("Purchase", "Pays", 4756, 420,
     [("Payment", "web", 5100, 4756), ("Bank app", "app", 2610, 2600)], (-0.3, 0.05, 718)),
    ("Onboarding", "Gets the parcel", 4061, 75600,
     [("Delivery", "letter", 4061, 4061), ("Text message", "message", 3987, 3801),
      ("Order mail", "email", 4118, 4118)], (0.65, 0.03, 934)),
    ("Onboarding", "Activates the SIM", 3749, 111600,
     [("SIM set-up", "app", 3749, 3749), ("Call about SIM", "phone", 731, 640),
      ("Transfer", "portal", 2688, 2688)], (-0.45, 0.06, 587)),
    ("Use", "Reads the first bill", 3612, 2246400,
     [("Bill (PDF)", "letter", 3612, 3612), ("Bill mail", "email", 3590, 3590),
      ("Call about bill", "phone", 418, 399)], (-0.25, 0.06, 463)),
    ("Use", "Asks for help", 1204, 345600,
     [("Support call", "phone", 742, 700), ("Support chat", "chat", 391, 380),
      ("Support mail", "email", 233, 230)], (0.3, 0.06, 529)),
    ("Advocacy", "Recommends us", 388, 3369600,
     [("Referral link", "social", 388, 388), ("Review", "survey", 57, 57)], (0.7, 0.2, 38)),
]  # fmt: skip

QUOTES = {
    "Plan page": ("Four plans, four different tables. I made my own spreadsheet.", "en", -0.2),
    "Basket": ("The trade-in price was clear from the start.", "en", 0.5),
    "ID photo": ("Six photos of my ID. It only said ‘try again’.", "en", -0.8),
    "Payment": ("Abgelehnt, ohne Grund. Meine Bank sah nichts. <b>Warum</b>?", "de", -0.3),
    "Delivery": ("Ordered at nine, in my hand the next day.", "en", 0.7),
    "SIM set-up": ("Three days without my number.", "en", -0.5),
    "Bill (PDF)": ("Why 61 € when I signed for 39?", "en", -0.3),
    "Support chat": ("Lena fixed it in one chat.", "en", 0.4),
    "Referral link": ("Sent my sister the link.", "en", 0.7),
}

# step, touchpoint, signal, affected, others, rate, rate of others, cost, low, high, size_by
PAINS = [
    ("Proves identity", "ID photo", "repeat", 4087, 2707, 0.62, 0.82, 809, 690, 929, "goal"),
    ("Activates the SIM", "Transfer", "slow", 2100, 1649, 0.7, 0.86, 330, 240, 420, "goal"),
    ("Reads the first bill", "Bill (PDF)", "low-score", 1300, 2312, 0.7, 0.92, 290, 205, 380,
     "goal"),
    ("Compares plans", "Plan page", "drop-off", 8800, 18680, 0.06, 0.084, 205, 62, 350, "goal"),
    ("Pays", "Payment", "drop-off", 610, 4146, 0.7, 0.97, 165, 117, 215, "goal"),
    ("Asks for help", "Support call", "channel-switch", 310, 894, 0.6, 0.93, 102, 48, 160, "goal"),
    ("Gets the parcel", "Delivery", "late", 44, 4017, 0.9, 0.93, 0, 0, 0, "goal"),
]  # fmt: skip

GAINS = [
    ("Compares plans", "plan_finder", "high-emotion", 0.45, 188),
    ("Builds a bundle", "Trade-in", "high-score", 0.55, 164),
    ("Gets the parcel", "Delivery", "on-time", 0.8, 703),
    ("Asks for help", "Support chat", "high-emotion", 0.6, 241),
]
GOAL = "Payment"


def tables(steps: list[Any] | None = None, *, goal: str | None = GOAL) -> Any:
    """Return what `build` reads of the prepared tables."""
    catalog = []
    orders = {stage: number for number, stage in enumerate(dict.fromkeys(s[0] for s in _of(steps)))}
    for number, (stage, step, _, _, touchpoints, _) in enumerate(_of(steps)):
        for name, channel, _, _ in touchpoints:
            catalog.append(
                {
                    "code": len(catalog), "name": name, "stage": stage, "step": slug(step),
                    "stage_order": orders[stage], "step_order": number, "step_name": step,
                    "channel": channel, "position": 0.5, "confidence": 0.9, "reason": "",
                    "set_by": "proposal",
                }
            )  # fmt: skip
    return SimpleNamespace(
        unit="customer",
        subject="customer",
        goal=goal,
        newest=1795154400000000,
        catalog=tuple(catalog),
        sources=("web and app.csv", "tickets.csv"),
        period=("2026-08-23", "2026-11-20"),
        names=tuple(row["name"] for row in catalog),
        themes=(),
    )


def _of(steps: list[Any] | None) -> list[Any]:
    return STEPS if steps is None else steps


def asker(
    steps: list[Any] | None = None,
    *,
    pains: list[Any] | None = None,
    gains: list[Any] | None = None,
    ratings: list[dict[str, Any]] | None = None,
    quotes: dict[str, Any] | None = None,
    themes: list[dict[str, Any]] | None = None,
) -> Any:
    """Return `ask`: a question and its options in, a result out."""
    used = _of(steps)
    pains = PAINS if pains is None else pains
    gains = GAINS if gains is None else gains
    said = QUOTES if quotes is None else quotes
    stage_of = {step: stage for stage, step, *_ in used}

    def ask(name: str, options: dict[str, Any]) -> Result:
        rows = {
            "touchpoints": lambda: _touchpoints(used),
            "steps": lambda: _steps(used),
            "funnel": lambda: _funnel(used, options),
            "emotions": lambda: _emotions(used, options),
            "pains": lambda: _pains(pains, stage_of),
            "gains": lambda: _gains(gains, stage_of),
            "metrics": lambda: _metrics(used) if ratings is None else ratings,
            "trends": lambda: _trends(used),
            "incidents": lambda: _incidents(used),
            "feedback": lambda: _feedback(used, said),
            "themes": lambda: themes or [],
            "durations": lambda: [
                {"segment": None, "journeys": JOURNEYS, "median_seconds": 912000.0,
                 "mean_seconds": 1100000.0, "p90_seconds": 3000000.0}
            ],
        }  # fmt: skip
        if name not in rows:
            raise UsageError(f"There is no analysis {name}.")
        return Result(name, options, "customer", JOURNEYS, JOURNEYS, EVENTS, tuple(rows[name]()))

    return ask


def _touchpoints(steps: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "touchpoint": name, "channel": channel, "stage": stage, "events": events,
            "journeys": journeys, "customers": journeys, "entries": 10, "exits": journeys // 9,
            "exit_share": 1 / 9, "repeat_share": 1 - journeys / max(events, journeys, 1),
            "median_seconds_to_next": 86400.0,
        }
        for stage, _, _, _, touchpoints, _ in steps
        for name, channel, events, journeys in touchpoints
    ]  # fmt: skip


def _trends(steps: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "metric": metric, "touchpoint": name, "stage": slug(stage), "step": slug(step),
            "from": monday.isoformat(), "to": (monday + timedelta(days=6)).isoformat(),
            "n": events // 13, "value": value, "low": None, "high": None,
            "usual": events // 13, "whole": week < 12,
        }
        for stage, step, _, _, touchpoints, _ in steps
        for name, _, events, _ in touchpoints
        for metric in ("events", "again_share")
        for week in range(13)
        for monday in (date(2026, 8, 24) + timedelta(weeks=week),)
        for value in (
            events // 13 + (week * 7) % 5 * events // 200
            if metric == "events" else 0.4 if week == 6 else 0.05,
        )
    ]  # fmt: skip


def _incidents(steps: list[Any]) -> list[dict[str, Any]]:
    id_ = "incident-id-photo-again-share-2026-10-05"
    return [
        {
            "id": id_, "rank": 1, "group": id_, "kind": "incident", "touchpoint": name,
            "stage": slug(stage), "step": slug(step), "metric": "again_share",
            "direction": "more", "from": "2026-10-05", "to": "2026-10-11", "days": 7,
            "n": 240, "value": 0.4, "low": 0.34, "high": 0.463, "usual": 0.05, "ratio": 8.0,
            "chance": 1e-9, "lasting": False,
        }
        for stage, step, _, _, touchpoints, _ in steps
        for name, *_ in touchpoints
        if name == "ID photo"
    ]  # fmt: skip


def _steps(steps: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "stage": slug(stage), "step": slug(step), "name": step, "journeys": journeys,
            "customers": journeys, "events": sum(t[2] for t in touchpoints),
            "share_of_first": journeys / max(steps[0][2], 1), "median_seconds_wait": wait,
            "channels": ", ".join(_channels(touchpoints)) or None,
        }
        for stage, step, journeys, wait, touchpoints, _ in steps
    ]  # fmt: skip


def _channels(touchpoints: list[Any]) -> list[str]:
    counts: dict[str, int] = {}
    for _, channel, events, _ in touchpoints:
        if channel:
            counts[channel] = counts.get(channel, 0) + events
    return sorted(counts, key=lambda name: (-counts[name], name))


def _funnel(steps: list[Any], options: dict[str, Any]) -> list[dict[str, Any]]:
    names = [part.strip() for part in options["steps"].split(" > ")]
    counts = [
        max(journeys for stage, _, journeys, *_ in steps if f"stage:{stage}" == name)
        for name in names
    ]
    return [
        {
            "step": number + 1, "touchpoint": name, "journeys": counts[number],
            "share_of_first": counts[number] / max(counts[0], 1),
            "share_of_previous": counts[number] / max(counts[max(number - 1, 0)], 1),
            "median_seconds_from_previous": None,
        }
        for number, name in enumerate(names)
    ]  # fmt: skip


def _emotions(steps: list[Any], options: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for stage, step, _, _, touchpoints, felt in steps:
        if not felt:
            continue
        valence, half, n = felt
        base = {
            "stage": slug(stage), "step": slug(step), "n": n, "valence": valence,
            "low": valence - half, "high": valence + half, "few": n < 50,
            "instruments": ["csat"],
        }  # fmt: skip
        if options.get("per") == "stage":
            if all(row["stage"] != slug(stage) for row in rows):
                rows.append({**base, "step": None, "touchpoint": None})
        elif options.get("per") == "touchpoint":
            rows += [{**base, "touchpoint": name} for name, *_ in touchpoints]
        else:
            rows.append({**base, "touchpoint": None})
    return rows


def _pains(pains: list[Any], stage_of: dict[str, str]) -> list[dict[str, Any]]:
    total = sum(pain[7] for pain in pains) or 1
    return [
        {
            "id": f"{slug(touchpoint)}-{signal}", "rank": rank, "stage": slug(stage_of[step]),
            "step": slug(step), "touchpoint": touchpoint, "signal": signal,
            "trait": f"{touchpoint}: {signal}", "affected": affected, "others": others,
            "affected_rate": rate, "others_rate": other, "size": max(other - rate, 0),
            "low": (low / affected), "high": (high / affected), "cost": cost, "cost_low": low,
            "cost_high": high, "size_by": by, "share_of_cost": cost / total,
            "answers_affected": 120, "answers_others": 420,
            "scored_affected": affected, "scored_others": others,
            "score_affected": 1.962 if signal in {"late", "low-score"} else None,
            "score_others": 3.769 if signal in {"late", "low-score"} else None,
            "formula": "pain_cost/1",
        }
        for rank, (step, touchpoint, signal, affected, others, rate, other, cost, low, high, by)
        in enumerate(pains, start=1)
    ]  # fmt: skip


def _gains(gains: list[Any], stage_of: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{slug(touchpoint)}-{signal}", "rank": rank, "stage": slug(stage_of[step]),
            "step": slug(step), "touchpoint": touchpoint, "signal": signal,
            "trait": touchpoint, "affected": n * 3, "lift": lift, "low": lift - 0.1,
            "high": lift + 0.1, "n": n,
        }
        for rank, (step, touchpoint, signal, lift, n) in enumerate(gains, start=1)
    ]  # fmt: skip


def _metrics(steps: list[Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"metric": "nps", "touchpoint": None, "n": 2310, "value": 34.2, "low": 31.0, "high": 37.1,
         "formula": "nps/1", "question": "recommend"}
    ]  # fmt: skip
    rows.extend(
        {
            "metric": "csat",
            "touchpoint": touchpoints[0][0],
            "n": felt[2],
            "value": (felt[0] + 1) / 2,
            "low": (felt[0] - felt[1] + 1) / 2,
            "high": (felt[0] + felt[1] + 1) / 2,
            "formula": "csat/1",
            "question": "satisfied",
        }
        for _, _, _, _, touchpoints, felt in steps
        if felt
    )
    return rows


def _feedback(steps: list[Any], said: dict[str, Any]) -> list[dict[str, Any]]:
    stage_of = {name: stage for stage, _, _, _, tps, _ in steps for name, *_ in tps}
    rows = []
    for number, (touchpoint, (text, language, valence)) in enumerate(said.items()):
        rows.extend(
            {
                "feedback_id": f"S-{7300 + number * 10 + copy}", "customer": f"C-{number}",
                "time": "2026-09-01T10:00:00Z", "touchpoint": touchpoint,
                "stage": stage_of.get(touchpoint), "language": language, "instrument": "csat",
                "score": 3.0, "scale": "1-5", "text": text if not copy else f"{text} ({copy})",
                "sentiment": "neutral", "valence": valence - copy / 10, "confidence": 0.8,
            }
            for copy in range(3)
        )  # fmt: skip
    return rows
