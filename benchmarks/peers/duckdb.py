"""Hand-written SQL on the raw table in DuckDB, one query a question.

Several forms of each query were tried and the quickest kept: distinct journeys of a transition
come from a `DISTINCT` before the count, paths from a list of structures that is sorted once.
"""

from __future__ import annotations

from typing import Any

import duckdb
from work import DEPTH, LISTED, STEPS, STILL_OPEN_DAYS, TOP, WINDOW_DAYS, Question

CANNOT: dict[str, str] = {}
LACKS: dict[str, tuple[str, ...]] = {}
ORDERED = "(PARTITION BY customer_id ORDER BY timestamp, rowid)"
WINDOW, OPEN = WINDOW_DAYS * 86_400_000_000, STILL_OPEN_DAYS * 86_400_000_000


def load(file: str, scratch: str) -> Any:
    """Copy the Parquet file into a table on disk."""
    con = duckdb.connect(f"{scratch}/raw.duckdb")
    con.execute(f"CREATE OR REPLACE TABLE log AS FROM read_parquet('{file}')")
    return con


def ask(log: Any, question: Question) -> list[tuple[Any, ...]]:
    """Run the query of the question."""
    segment = f"{question.by} AS g" if question.by else "NULL AS g"
    where = f"WHERE {question.where[0]} = '{question.where[1]}'" if question.where else ""
    return log.execute(QUERIES[question.analysis].format(segment=segment, where=where)).fetchall()


def rows(question: Question, answer: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return them as they come; a funnel's one row becomes a row per step."""
    if question.analysis != "funnel":
        return answer
    return [
        row
        for segment, one, two, three, second, third in answer
        for row in (
            (segment, 1, one, None),
            (segment, 2, two, second),
            (segment, 3, three, third),
        )
    ]


GRAPH = f"""
WITH steps AS (
  SELECT {{segment}}, customer_id AS c, touchpoint AS t, lead(touchpoint) OVER w AS n,
    epoch_us(timestamp) AS us, epoch_us(lead(timestamp) OVER w) - epoch_us(timestamp) AS dwell,
    row_number() OVER w AS place
  FROM log {{where}} WINDOW w AS {ORDERED}
), passed AS (
  SELECT g, t, n, count(*) AS journeys FROM (SELECT DISTINCT g, c, t, n FROM steps) GROUP BY ALL
), counted AS (
  SELECT g, t, n, count(*) AS transitions, median(dwell) / 1e6 AS median, avg(dwell) / 1e6 AS mean,
    count_if(n IS NULL AND us > (SELECT max(epoch_us(timestamp)) FROM log) - {OPEN}) AS open
  FROM steps GROUP BY ALL
)
SELECT c.g, c.t, c.n, transitions, journeys, median, mean, CASE WHEN c.n IS NULL THEN open END
FROM counted c JOIN passed p
  ON c.t = p.t AND c.n IS NOT DISTINCT FROM p.n AND c.g IS NOT DISTINCT FROM p.g
UNION ALL
SELECT g, NULL, t, count(*), count(*), NULL, NULL, NULL FROM steps WHERE place = 1 GROUP BY g, t
"""
A, B, C = STEPS
FUNNEL = f"""
WITH steps AS (
  SELECT {{segment}}, customer_id AS c, touchpoint AS t, epoch_us(timestamp) AS us, rowid AS r
  FROM (SELECT *, rowid FROM log {{where}}) WHERE touchpoint IN ('{A}', '{B}', '{C}')
), first AS (
  SELECT *, max(CASE WHEN t = '{A}' THEN us END) OVER w AS a
  FROM steps WINDOW w AS (PARTITION BY c ORDER BY us, r)
), second AS (
  SELECT *, t = '{B}' AND us - a <= {WINDOW} AS is_b,
    max(CASE WHEN is_b THEN a END) OVER w AS b_start, max(CASE WHEN is_b THEN us END) OVER w AS b
  FROM first WINDOW w AS (PARTITION BY c ORDER BY us, r)
), came AS (
  SELECT g, c, bool_or(t = '{A}') AS one,
    arg_min(us - a, (us, r)) FILTER (is_b) AS two,
    arg_min(us - b, (us, r)) FILTER (t = '{C}' AND us - b_start <= {WINDOW}) AS three
  FROM second GROUP BY ALL
)
SELECT g, count_if(one), count(two), count(three), median(two) / 1e6, median(three) / 1e6
FROM came GROUP BY g
"""
VARIANTS = f"""
WITH walked AS (
  SELECT {{segment}}, list_transform(
      list_sort(list({{{{'time': timestamp, 'row': r, 'touchpoint': touchpoint}}}})),
      lambda step: step.touchpoint
    ) AS path, epoch_us(max(timestamp)) - epoch_us(min(timestamp)) AS took
  FROM (SELECT *, rowid AS r FROM log {{where}}) GROUP BY g, customer_id
), found AS (
  SELECT g, path, count(*) AS n, median(took) / 1e6 AS median FROM walked GROUP BY ALL
)
SELECT g, path, n, median, count(*) OVER of_segment, sum(n) OVER of_segment
FROM found WINDOW of_segment AS (PARTITION BY g)
QUALIFY row_number() OVER (PARTITION BY g ORDER BY n DESC, path) <= {LISTED}
"""
PATHS = f"""
WITH steps AS (
  SELECT {{segment}}, touchpoint AS t, lead(touchpoint) OVER w AS n, row_number() OVER w AS place
  FROM log {{where}} WINDOW w AS {ORDERED}
), counted AS (
  SELECT g, place, t, n, count(*) AS journeys FROM steps WHERE place <= {DEPTH} GROUP BY ALL
), kept AS (
  SELECT g, place, t FROM counted GROUP BY g, place, t
  QUALIFY row_number() OVER (PARTITION BY g, place ORDER BY sum(journeys) DESC, t) <= {TOP}
)
SELECT c.g, c.place, CASE WHEN f.t IS NULL THEN '(others)' ELSE c.t END AS a,
  CASE WHEN c.n IS NULL THEN NULL WHEN c.place = {DEPTH} THEN '(more)'
    WHEN l.t IS NULL THEN '(others)' ELSE c.n END AS b, sum(journeys)
FROM counted c
LEFT JOIN kept f ON f.g IS NOT DISTINCT FROM c.g AND f.place = c.place AND f.t = c.t
LEFT JOIN kept l ON l.g IS NOT DISTINCT FROM c.g AND l.place = c.place + 1 AND l.t = c.n
GROUP BY ALL
"""
TOUCHPOINTS = f"""
WITH steps AS (
  SELECT {{segment}}, customer_id AS c, touchpoint AS t, channel,
    epoch_us(lead(timestamp) OVER w) - epoch_us(timestamp) AS dwell, row_number() OVER w AS place
  FROM log {{where}} WINDOW w AS {ORDERED}
), counted AS (
  SELECT g, t, count(*) AS events, count_if(place = 1) AS entries,
    count_if(dwell IS NULL) AS exits, median(dwell) / 1e6 AS median
  FROM steps GROUP BY ALL
), touched AS (
  SELECT g, t, count(*) AS journeys, count_if(times > 1) AS repeated
  FROM (SELECT g, c, t, count(*) AS times FROM steps GROUP BY ALL) GROUP BY ALL
), channels AS (
  SELECT g, t, channel FROM steps WHERE channel IS NOT NULL GROUP BY g, t, channel
  QUALIFY row_number() OVER (PARTITION BY g, t ORDER BY count(*) DESC, channel) = 1
)
SELECT n.g, n.t, h.channel, events, journeys, entries, exits, repeated, median
FROM counted n
JOIN touched j ON j.t = n.t AND j.g IS NOT DISTINCT FROM n.g
LEFT JOIN channels h ON h.t = n.t AND h.g IS NOT DISTINCT FROM n.g
"""
QUERIES = {
    "graph": GRAPH,
    "funnel": FUNNEL,
    "variants": VARIANTS,
    "paths": PATHS,
    "touchpoints": TOUCHPOINTS,
}
