"""The raw tables of the warehouse. Attribute columns (`a1`, `a2`, …) are added as they come."""

from __future__ import annotations

RAW: dict[str, dict[str, str]] = {
    "events": {
        "import_no": "INTEGER NOT NULL",
        "seq": "BIGINT NOT NULL",
        "line": "BIGINT",
        "row_key": "BIGINT",
        "event_id": "VARCHAR",
        "customer": "VARCHAR NOT NULL",
        "case_id": "VARCHAR",
        "session": "VARCHAR",
        "touchpoint": "VARCHAR NOT NULL",
        "time": "BIGINT NOT NULL",
        "channel": "VARCHAR",
        "value": "DOUBLE",
        "text": "VARCHAR",
    },
    "feedback": {
        "import_no": "INTEGER NOT NULL",
        "seq": "BIGINT NOT NULL",
        "line": "BIGINT",
        "row_key": "BIGINT",
        "feedback_id": "VARCHAR NOT NULL",
        "customer": "VARCHAR",
        "case_id": "VARCHAR",
        "session": "VARCHAR",
        "touchpoint": "VARCHAR",
        "time": "BIGINT",
        "channel": "VARCHAR",
        "instrument": "VARCHAR NOT NULL",
        "question": "VARCHAR",
        "scale_min": "DOUBLE",
        "scale_max": "DOUBLE",
        "score": "DOUBLE",
        "text": "VARCHAR",
        "language": "VARCHAR",
        "same_row": "BOOLEAN",
    },
    "customers": {
        "import_no": "INTEGER NOT NULL",
        "seq": "BIGINT NOT NULL",
        "line": "BIGINT",
        "row_key": "BIGINT",
        "customer": "VARCHAR NOT NULL",
    },
    "turns": {
        "import_no": "INTEGER NOT NULL",
        "seq": "BIGINT NOT NULL",
        "line": "BIGINT",
        "row_key": "BIGINT",
        "customer": "VARCHAR NOT NULL",
        "conversation": "VARCHAR NOT NULL",
        "turn": "INTEGER NOT NULL",
        "speaker": "VARCHAR NOT NULL",
        "speaker_name": "VARCHAR",
        "time": "BIGINT",
        "begins": "DOUBLE",
        "ends": "DOUBLE",
        "channel": "VARCHAR",
        "language": "VARCHAR",
        "text": "VARCHAR",
        "arousal": "DOUBLE",
        "arousal_doubt": "DOUBLE",
    },
    "quarantine": {
        "import_no": "INTEGER NOT NULL",
        "line": "BIGINT",
        "reason": "VARCHAR NOT NULL",
        "content": "VARCHAR",
    },
}
"""Times are int64 microseconds since 1970 UTC. Order of events: `time`, then `seq`, which grows
with import order, then line (in a live source the number in the inbox), then place in the row.

`turns` are what one speaker said at once in a call or chat: `begins` and `ends` in seconds since
it began (null: unknown), `speaker` agent, customer, bot or other; `arousal` 0…1 is how excited the
voice sounds (null: no recording), `arousal_doubt` its standard error.
"""
LATER = {"turns": ("arousal", "arousal_doubt")}
"""Columns that workspaces made before do not have yet."""
