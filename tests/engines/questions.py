"""What all engines must answer alike: every analysis there is, and every option that reaches them.

The registry says which analyses there are: each is asked its own `EXAMPLE`, and that by segment
(`SEGMENTED`), without an edit here. `MORE` adds what options do.
"""

from desirepath import registry

STEPS = "Catalog > Cart | 客服 > Order paid"
MORE = [
    ("graph", {"where": "country=NL|DE"}),
    ("graph", {"from": "2023-11-20", "to": "2023-12-31"}),
    ("graph", {"where": "plan=", "left_after": "1d"}),
    ("funnel", {"steps": STEPS}),
    ("funnel", {"steps": STEPS, "within": "2d"}),
    ("funnel", {"steps": STEPS, "within": "0s"}),
    ("funnel", {"steps": STEPS, "within": "7d", "by": "country"}),
    ("funnel", {"steps": "Cart > Cart > Cart", "where": "plan=gold"}),
    ("funnel", {"steps": STEPS, "mode": "reached", "by": "plan"}),
    ("variants", {}),
    ("variants", {"top": 3}),
    ("variants", {"top": 2, "by": "plan"}),
    ("paths", {}),
    ("paths", {"depth": 3, "top": 2}),
    ("paths", {"start": "Catalog"}),
    ("paths", {"end": "Cart", "depth": 5}),
    ("paths", {"start": "Anzeige", "end": "Cart", "by": "plan"}),
    ("touchpoints", {"by": "country"}),
    ("touchpoints", {"where": "plan=sílver", "to": "2024-01-01"}),
    ("durations", {"by": "plan", "through": "Cart | 客服", "without": "Return"}),
    ("metrics", {"by": "plan", "without": "Cart"}),
    ("feedback", {"limit": 5}),
    ("feedback", {"touchpoint": "Cart", "by": "plan"}),
    ("feedback", {"from": "2023-12-01"}),
    ("steps", {"by": "country"}),
    ("emotions", {}),
    ("emotions", {"per": "stage"}),
    ("emotions", {"per": "touchpoint", "by": "plan"}),
    ("trends", {}),
    ("trends", {"period": "week", "by": "plan"}),
    ("trends", {"touchpoint": "Cart", "period": "day"}),
]
NAMES = registry.names("analyses")
EXAMPLES = [(name, dict(registry.load("analyses", name).EXAMPLE)) for name in NAMES]
SEGMENTED = [(name, {**options, "by": "plan"}) for name, options in EXAMPLES]
SHORT = [
    ("graph", {"by": "plan"}),
    ("funnel", {"steps": STEPS, "within": "7d", "by": "country"}),
    ("touchpoints", {"by": "country"}),
    ("durations", {"by": "plan"}),
    ("metrics", {"by": "plan"}),
    ("steps", {"by": "country"}),
    ("emotions", {"per": "touchpoint", "by": "plan"}),
    ("pains", {"by": "plan"}),
]
"""Asked of the other units of the journey too: what counts customers or links answers."""
PATHS = [
    ("graph", {}),
    ("graph", {"by": "plan"}),
    ("funnel", {"steps": "Catalog > Cart > Order paid", "within": "7d"}),
    ("variants", {}),
    ("paths", {}),
    ("paths", {"start": "Home page", "end": "Order paid"}),
    ("touchpoints", {}),
    ("durations", {}),
    ("steps", {}),
]
"""Asked of a million events."""

GAPS: dict[tuple[str, str], str] = {}
"""(analysis, engine) → why it cannot be asked there. What is listed here and works is a fault."""


EMPTY = {
    "calls": "it has no transcripts",
    "incidents": "in so few events nothing is unusual",
    "phrases": "it has too few texts",
    "questions": "it has too few texts",
    "themes": "it has too few texts",
}
"""Analysis → why the small company gives it no rows, so that equal says little here."""


def label(question):
    """Return a question as one would type it."""
    name, options = question
    return " ".join([name, *(f"--{key} {value}" for key, value in options.items())])
