"""ClickHouse inside the process: the same questions as SQL on a MergeTree table of the log.

The table is sorted by customer, time and row, which is how a careful user would lay it out; so
this peer answers from ordered events, as we do. Medians are `quantileExactInclusive`.
"""

from __future__ import annotations

import json
from typing import Any

from chdb.session import Session
from work import DEPTH, LISTED, STEPS, STILL_OPEN_DAYS, TOP, WINDOW_DAYS, Question

CANNOT: dict[str, str] = {}
LACKS: dict[str, tuple[str, ...]] = {}
WINDOW, OPEN = WINDOW_DAYS * 86_400_000_000, STILL_OPEN_DAYS * 86_400_000_000
WHOLE = "(PARTITION BY c ORDER BY us, r ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
SO_FAR = "(PARTITION BY c ORDER BY us, r ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"


def load(file: str, scratch: str) -> Any:
    """Copy the Parquet file into a table ordered by customer, time and row."""
    session = Session(f"{scratch}/clickhouse")
    session.query("CREATE DATABASE IF NOT EXISTS bench")
    session.query("DROP TABLE IF EXISTS bench.log")
    session.query(
        "CREATE TABLE bench.log ENGINE MergeTree ORDER BY (c, us, r) AS SELECT "
        "assumeNotNull(customer_id) AS c, "
        "assumeNotNull(toUnixTimestamp64Micro(toDateTime64(timestamp, 6))) AS us, "
        "assumeNotNull(_row_number) AS r, "
        "CAST(assumeNotNull(touchpoint), 'LowCardinality(String)') AS t, "
        "CAST(channel, 'LowCardinality(Nullable(String))') AS channel, "
        "CAST(plan, 'LowCardinality(Nullable(String))') AS plan, "
        "CAST(region, 'LowCardinality(Nullable(String))') AS region "
        f"FROM file('{file}', Parquet)"
    )
    return session


def ask(log: Any, question: Question) -> list[list[Any]]:
    """Run the query of the question."""
    segment = f"{question.by} AS g" if question.by else "CAST(NULL, 'Nullable(String)') AS g"
    where = f"WHERE {question.where[0]} = '{question.where[1]}'" if question.where else ""
    query = QUERIES[question.analysis].format(segment=segment, where=where)
    settings = "SETTINGS output_format_json_quote_64bit_integers = 0, join_use_nulls = 1"
    told = log.query(f"{query} {settings}", "JSONCompactEachRow")
    return [json.loads(line) for line in str(told).splitlines() if line]


def rows(question: Question, answer: list[list[Any]]) -> list[list[Any]]:
    """Return them as they come; a funnel's one row becomes a row per step."""
    if question.analysis != "funnel":
        return answer
    return [
        row
        for segment, one, two, three, second, third in answer
        for row in ([segment, 1, one, None], [segment, 2, two, second], [segment, 3, three, third])
    ]


MEDIAN = "quantileExactInclusiveOrNull(0.5)"
GRAPH = f"""
WITH steps AS (
  SELECT {{segment}}, c, us, CAST(t, 'String') AS t,
    leadInFrame(CAST(t, 'Nullable(String)')) OVER w AS n,
    if(n IS NULL, NULL, leadInFrame(us) OVER w - us) AS dwell, row_number() OVER w AS place
  FROM bench.log {{where}} WINDOW w AS {WHOLE}
)
SELECT g, CAST(t, 'Nullable(String)'), n, count(), uniqExact(c), {MEDIAN}(dwell) / 1e6,
  avgOrNull(dwell) / 1e6,
  if(n IS NULL, countIf(us > (SELECT max(us) FROM bench.log) - {OPEN}), NULL)
FROM steps GROUP BY g, t, n
UNION ALL
SELECT g, NULL, t, count(), count(), NULL, NULL, NULL FROM steps WHERE place = 1 GROUP BY g, t
"""
A, B, C = STEPS
FUNNEL = f"""
WITH first AS (
  SELECT {{segment}}, c, us, r, t, max(if(t = '{A}', us, NULL)) OVER {SO_FAR} AS a
  FROM (SELECT * FROM bench.log {{where}}) WHERE t IN ('{A}', '{B}', '{C}')
), second AS (
  SELECT *, t = '{B}' AND a IS NOT NULL AND us - a <= {WINDOW} AS is_b,
    max(if(is_b, a, NULL)) OVER {SO_FAR} AS b_start, max(if(is_b, us, NULL)) OVER {SO_FAR} AS b
  FROM first
), came AS (
  SELECT g, c, max(t = '{A}') AS one,
    argMinOrNullIf(us - a, (us, r), is_b) AS two,
    argMinOrNullIf(us - b, (us, r), t = '{C}' AND b IS NOT NULL AND us - b_start <= {WINDOW})
      AS three
  FROM second GROUP BY g, c
)
SELECT g, countIf(one), count(two), count(three), {MEDIAN}(two) / 1e6, {MEDIAN}(three) / 1e6
FROM came GROUP BY g
"""
VARIANTS = f"""
WITH walked AS (
  SELECT {{segment}},
    arrayMap(step -> step.3, arraySort(groupArray((us, r, CAST(t, 'String'))))) AS path,
    max(us) - min(us) AS took
  FROM bench.log {{where}} GROUP BY g, c
), found AS (
  SELECT g, path, count() AS n, {MEDIAN}(took) / 1e6 AS median FROM walked GROUP BY g, path
)
SELECT g, path, n, median, variants, total FROM (
  SELECT *, count() OVER (PARTITION BY g) AS variants, sum(n) OVER (PARTITION BY g) AS total,
    row_number() OVER (PARTITION BY g ORDER BY n DESC, path) AS place
  FROM found
) WHERE place <= {LISTED}
"""
PATHS = f"""
WITH steps AS (
  SELECT {{segment}}, CAST(t, 'String') AS t,
    leadInFrame(CAST(t, 'Nullable(String)')) OVER w AS n, row_number() OVER w AS place
  FROM bench.log {{where}} WINDOW w AS {WHOLE}
), counted AS (
  SELECT coalesce(g, '') AS s, place, t, n, count() AS journeys FROM steps
  WHERE place <= {DEPTH} GROUP BY s, place, t, n
), kept AS (
  SELECT s, place, t FROM (
    SELECT s, place, t, row_number() OVER (PARTITION BY s, place ORDER BY all DESC, t) AS rank
    FROM (SELECT s, place, t, sum(journeys) AS all FROM counted GROUP BY s, place, t)
  ) WHERE rank <= {TOP}
)
SELECT nullIf(s, ''), place,
  if((s, place, t) IN (SELECT s, place, t FROM kept), t, '(others)') AS a,
  multiIf(n IS NULL, NULL, place = {DEPTH}, '(more)',
    (s, place + 1, assumeNotNull(n)) IN (SELECT s, place, t FROM kept), n, '(others)') AS b,
  sum(journeys)
FROM counted GROUP BY s, place, a, b
"""
TOUCHPOINTS = f"""
WITH steps AS (
  SELECT {{segment}}, c, CAST(t, 'String') AS t, channel,
    leadInFrame(CAST(us, 'Nullable(Int64)')) OVER w - us AS dwell, row_number() OVER w AS place
  FROM bench.log {{where}} WINDOW w AS {WHOLE}
), counted AS (
  SELECT coalesce(g, '') AS s, t, count() AS events, countIf(place = 1) AS entries,
    countIf(dwell IS NULL) AS exits, {MEDIAN}(dwell) / 1e6 AS median
  FROM steps GROUP BY s, t
), touched AS (
  SELECT s, t, count() AS journeys, countIf(times > 1) AS repeated
  FROM (SELECT coalesce(g, '') AS s, c, t, count() AS times FROM steps GROUP BY s, c, t)
  GROUP BY s, t
), channels AS (
  SELECT s, t, argMin(channel, (-n, channel)) AS channel
  FROM (SELECT coalesce(g, '') AS s, t, channel, toInt64(count()) AS n FROM steps
    WHERE channel IS NOT NULL GROUP BY s, t, channel)
  GROUP BY s, t
)
SELECT nullIf(n.s, ''), n.t, h.channel, events, journeys, entries, exits, repeated, median
FROM counted n JOIN touched j ON j.t = n.t AND j.s = n.s
LEFT JOIN channels h ON h.t = n.t AND h.s = n.s
"""
QUERIES = {
    "graph": GRAPH,
    "funnel": FUNNEL,
    "variants": VARIANTS,
    "paths": PATHS,
    "touchpoints": TOUCHPOINTS,
}
