"""Every analysis with every option that reaches the engine: what all engines must answer alike."""

STEPS = "Catalog > Cart | 客服 > Order paid"
QUESTIONS = [
    ("graph", {}),
    ("graph", {"by": "plan"}),
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
    ("touchpoints", {}),
    ("touchpoints", {"by": "country"}),
    ("touchpoints", {"where": "plan=sílver", "to": "2024-01-01"}),
    ("durations", {}),
    ("durations", {"by": "plan"}),
    ("metrics", {}),
    ("metrics", {"by": "plan"}),
    ("feedback", {}),
    ("feedback", {"limit": 5}),
    ("feedback", {"touchpoint": "Cart", "by": "plan"}),
    ("feedback", {"from": "2023-12-01"}),
    ("stages", {}),
    ("stages", {"by": "plan"}),
    ("steps", {}),
    ("steps", {"by": "country"}),
    ("emotions", {}),
    ("emotions", {"per": "stage"}),
    ("emotions", {"per": "touchpoint", "by": "plan"}),
    ("pains", {}),
    ("pains", {"by": "plan"}),
    ("gains", {}),
    ("gains", {"by": "plan"}),
]
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


def label(question):
    """Return a question as one would type it."""
    name, options = question
    return " ".join([name, *(f"--{key} {value}" for key, value in options.items())])
