"""How the live door goes, in the text format of Prometheus.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desirepath.web.door import Door
from desirepath.web.loading import Loading

MEDIA_TYPE = "text/plain; version=0.0.4"
PER_SOURCE = (
    ("received_total", "counter", "received", "Events on disk in the inbox, ever."),
    ("loaded_total", "counter", "loaded", "Events loaded into the warehouse, ever."),
    ("aside_total", "counter", "aside", "Events that are no interaction, ever."),
    ("quarantined", "gauge", "quarantined", "Events that cannot be used, in quarantine."),
    ("waiting_events", "gauge", "waiting", "Events in the inbox that are not loaded yet."),
    ("lag_seconds", "gauge", "lag_seconds", "Age of the oldest event that is not loaded yet."),
)


def text(status: Sequence[Mapping[str, Any]], door: Door, loading: Loading) -> str:
    """Return all metrics; `status` is that of the live sources."""
    found: list[str] = []
    for name, kind, key, about in PER_SOURCE:
        rows = [({"source": row["source"]}, row[key]) for row in status]
        found += _metric(f"live_{name}", kind, about, rows)
    refused = [({"reason": reason}, count) for reason, count in sorted(door.refused.items())]
    intake = door.intake
    found += _metric("door_refused_total", "counter", "Requests refused since the start.", refused)
    found += _metric(
        "door_known_total", "counter", "Events that came again since the start.",
        [({}, intake.inbox.known)],
    )  # fmt: skip
    found += _metric(
        "door_queue_bytes", "gauge", "Events that wait for the disk.", [({}, intake.waiting_bytes)]
    )
    found += _metric(
        "door_arrived_bytes", "gauge", "Requests on disk that are not sorted into the inbox yet.",
        [({}, intake.inbox.arrivals.size)],
    )  # fmt: skip
    found += _metric(
        "loader_failures_total", "counter", "Loads that failed since the start.",
        [({}, loading.failures)],
    )  # fmt: skip
    return "\n".join(found) + "\n"


def _metric(
    name: str, kind: str, about: str, rows: Iterable[tuple[Mapping[str, str], float]]
) -> list[str]:
    full = f"desirepath_{name}"
    lines = [f"# HELP {full} {about}", f"# TYPE {full} {kind}"]
    for labels, value in rows:
        spelled = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        lines.append(f"{full}{{{spelled}}} {value}" if spelled else f"{full} {value}")
    return lines


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
