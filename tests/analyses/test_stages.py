from desirepath.analyses import ask
from desirepath.journeys.tables import Tables
from tiny import tables_of

ROWS = [
    {"customer": "ann", "at": 0, "touchpoint": "Home", "a1": "gold"},
    {"customer": "ann", "at": 9, "touchpoint": "Login", "a1": "gold"},
    {"customer": "bob", "at": 0, "touchpoint": "Home", "a1": "basic"},
]
PLACED = {"Home": ("Awareness", "home"), "Login": ("Use", "login"), "Zoo": ("Use", "login")}


def made(warehouse, rows=ROWS) -> Tables:
    tables = tables_of(warehouse, rows, stages=PLACED)
    return Tables(**{**vars(tables), "columns": {"plan": "a1"}})


def test_each_touchpoint_is_one_row_in_the_order_of_the_map(warehouse):
    result = ask(made(warehouse), "stages", {})
    assert [(row["touchpoint"], row["stage"]) for row in result.rows] == [
        ("Home", "Awareness"),
        ("Login", "Use"),
    ]
    assert set(result.rows[0]) == {
        "touchpoint", "stage", "channel", "confidence", "reason", "set_by"
    }  # fmt: skip
    assert not any("confidence below" in note for note in result.notes)


def test_low_confidence_stays_visible_and_is_asked_about(warehouse):
    tables = made(warehouse)
    unsure = tables.touchpoints.mutate(confidence=0.2)
    result = ask(Tables(**{**vars(tables), "touchpoints": unsure}), "stages", {})
    assert [row["confidence"] for row in result.rows] == [0.2, 0.2]
    assert any("2 of 2 touchpoints have a confidence below 0.5" in note for note in result.notes)


def test_with_by_each_segment_lists_what_occurs_in_it(warehouse):
    result = ask(made(warehouse), "stages", {"by": "plan"})
    assert sorted((row["segment"], row["touchpoint"]) for row in result.rows) == [
        ("basic", "Home"),
        ("gold", "Home"),
        ("gold", "Login"),
    ]


def test_an_empty_workspace_has_no_rows_and_a_note(warehouse):
    result = ask(made(warehouse, []), "stages", {})
    assert result.rows == ()
    assert result.notes
