"""Answers go to the touchpoint and the journey that they are about, and each text is read once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer_rows import ANN, DAY, link
from desirepath import registry
from desirepath.journeys import answers
from desirepath.journeys.surveys import is_survey, more_is_harder
from desirepath.store.book import Book, ImportRow
from desirepath.store.warehouse import Warehouse
from tried import tried


def picked(rows, *fields):
    return [tuple(row[field] for field in fields) for row in rows]


def test_an_answer_goes_to_the_touchpoint_it_names(warehouse, book):
    rows = link(warehouse, book, ANN, [{"customer": "ann", "touchpoint": "Cart", "time": 13 * DAY}])
    assert picked(rows, "touchpoint", "link", "link_confidence", "journey") == [
        ("Cart", "named", 1.0, "ann")
    ]


def test_an_answer_that_names_nothing_goes_to_the_nearest_earlier_interaction(warehouse, book):
    rows = link(warehouse, book, ANN, [
        {"customer": "ann", "time": 13 * DAY},
        {"customer": "ann", "time": 10 * DAY},
        {"customer": "ann", "time": 9 * DAY},
        {"customer": "ann", "time": None},
        {"customer": "bob", "time": 13 * DAY},
    ])  # fmt: skip
    assert picked(rows, "touchpoint", "link", "link_seconds", "journey") == [
        ("Call", "nearest earlier", 2 * 86400, "ann"),
        ("Cart", "nearest earlier", 0, "ann"),
        (None, "none", None, "ann"),
        (None, "none", None, "ann"),
        (None, "none", None, None),
    ]
    assert rows[1]["link_confidence"] == 0.9


def test_a_survey_is_never_what_an_answer_is_linked_to(warehouse, book):
    rows = link(warehouse, book, ANN, [
        {"customer": "ann", "touchpoint": "Survey sent", "time": 12 * DAY},
    ])  # fmt: skip
    assert picked(rows, "touchpoint", "link") == [("Call", "nearest earlier")]


@pytest.mark.parametrize(("horizon", "found"), [("3d", "Call"), ("47h", None), (2 * 86400, "Call")])
def test_the_horizon_is_a_setting_and_includes_its_edge(warehouse, book, horizon, found):
    book.set_setting("answer_horizon", horizon)
    rows = link(warehouse, book, ANN, [{"customer": "ann", "time": 13 * DAY}])
    assert rows[0]["touchpoint"] == found


ORDERS = [
    {"journey": "o1", "customer": "ann", "line": 1, "touchpoint": "Purchase", "time": 1 * DAY},
    {"journey": "o1", "customer": "ann", "line": 1, "touchpoint": "Delivered", "time": 5 * DAY},
    {"journey": "o1", "customer": "ann", "line": 1, "touchpoint": "Review answer", "time": 6 * DAY},
    {"journey": "o2", "customer": "ann", "line": 2, "touchpoint": "Purchase", "time": 2 * DAY},
    {"journey": "o2", "customer": "ann", "line": 2, "touchpoint": "Delivered", "time": 9 * DAY},
]


def test_an_answer_in_the_row_of_a_case_goes_to_its_last_milestone(warehouse, book):
    rows = link(warehouse, book, ORDERS, [
        {"customer": "ann", "case_id": "o1", "line": 1, "same_row": True, "time": 6 * DAY},
        {"customer": "ann", "case_id": "o2", "line": 2, "same_row": True, "time": 8 * DAY},
        {"customer": "ann", "case_id": "o1", "line": 9, "same_row": True, "time": None},
    ], unit="case")  # fmt: skip
    fields = ("touchpoint", "link", "journey", "link_seconds", "link_confidence")
    assert picked(rows, *fields) == [
        ("Delivered", "same row", "o1", 86400, 0.9),
        ("Delivered", "same row", "o2", -86400, 0.5),
        ("Delivered", "same row", "o1", None, 0.9),
    ]


def test_the_usual_order_of_milestones_outweighs_one_rows_clock(warehouse, book):
    orders = []
    for n in range(21):
        approved, delivered = (6, 5) if n == 20 else (2, 5)
        for name, day in (("Purchase", 1), ("Approved", approved), ("Delivered", delivered)):
            orders.append({"journey": f"o{n:02}", "line": n, "touchpoint": name, "time": day * DAY})
    rows = link(warehouse, book, orders, [
        {"customer": who, "case_id": who, "line": n, "same_row": True, "time": 7 * DAY}
        for n, who in enumerate(f"o{n:02}" for n in range(21))
    ], unit="case")  # fmt: skip
    assert {row["touchpoint"] for row in rows} == {"Delivered"}
    assert {row["link_seconds"] for row in rows} == {2 * 86400}


def test_an_answer_with_a_case_stays_in_its_case(warehouse, book):
    rows = link(warehouse, book, ORDERS, [
        {"customer": "ann", "case_id": "o1", "time": 8 * DAY},
        {"customer": "ann", "case_id": None, "time": 3 * DAY},
        {"customer": "ann", "case_id": None, "touchpoint": "Purchase", "time": 8 * DAY},
    ], unit="case")  # fmt: skip
    assert picked(rows, "touchpoint", "journey", "link_seconds") == [
        ("Delivered", "o1", 3 * 86400),
        ("Purchase", "o2", 86400),
        ("Purchase", "o2", None),
    ]


def test_valence_follows_the_contract(warehouse, book):
    good = registry.load("enrichers", "sentiment").enrich(["I love this, great service!"])
    rows = link(warehouse, book, ANN, [
        {"customer": "ann", "score": 4, "scale_min": 1, "scale_max": 5},
        {"customer": "ann", "score": 3, "scale_min": 1, "scale_max": 5},
        {"customer": "ann", "text": "I love this, great service!"},
        {"customer": "ann", "text": "I love this, great service!",
         "score": 1, "scale_min": 1, "scale_max": 5},
        {"customer": "ann", "text": "O produto chegou antes do prazo, recomendo a loja"},
        {"customer": "ann", "score": 2},
        {"customer": "ann", "score": 7, "scale_min": 1, "scale_max": 7, "instrument": "ces",
         "question": "How much effort did you have to put forth?"},
        {"customer": "ann", "score": 7, "scale_min": 1, "scale_max": 7, "instrument": "ces",
         "question": "The company made it easy for me"},
    ])  # fmt: skip
    text = good[0]["valence"]
    assert text > 0.5
    assert picked(rows, "sentiment", "language", "method") == [
        ("positive", None, "score"),
        ("neutral", None, "score"),
        ("positive", "en", "vader/3.3"),
        ("negative", "en", "score + vader/3.3"),
        ("unknown", "pt", None),
        ("unknown", None, None),
        ("negative", None, "score"),
        ("positive", None, "score"),
    ]
    valences = [row["valence"] for row in rows]
    assert valences == pytest.approx([0.5, 0, text, (-2 + text) / 3, None, None, -1, 1])


def test_a_stated_language_is_believed_and_a_short_text_follows_its_neighbours(warehouse, book):
    long = "The delivery came late and nobody answered my calls number {}"
    rows = link(warehouse, book, ANN, [
        {"customer": "ann", "question": "q1", "text": "Wifi slow"},
        {"customer": "ann", "question": "q2", "text": "Wifi slow"},
        {"customer": "ann", "question": "q2", "text": "Wifi slow", "language": "de-AT"},
        {"customer": "ann", "question": "q2", "text": "Wifi slow", "language": "English"},
        {"customer": "ann", "question": "q1", "text": "12345"},
        *({"customer": "ann", "question": "q1", "text": long.format(n)} for n in range(20)),
    ])  # fmt: skip
    assert [row["language"] for row in rows[:5]] == ["en", None, "de", "en", None]


def test_each_distinct_text_is_read_once(warehouse, book, monkeypatch):
    read = []
    sentiment = registry.load("enrichers", "sentiment")
    enrich = sentiment.enrich
    monkeypatch.setattr(sentiment, "enrich", lambda texts: (read.extend(texts), enrich(texts))[1])
    text = {"customer": "ann", "text": "This was a really terrible delivery"}
    link(warehouse, book, ANN, [text, text])
    answers.link(warehouse, book, "customer")
    assert read == [text["text"]]
    assert {row["sentiment"] for row in warehouse.rows(warehouse.table("answers"))} == {"negative"}


def test_attributes_come_from_the_journey_then_the_row_then_the_customer(warehouse, book):
    planned = book.planned_attributes(["plan", "area"])
    book.commit_import(ImportRow(1, "i", "s", "s.csv", "c", {}, {}, {}), attributes=planned)
    plan, area = planned.values()
    events = [{**ANN[0], plan: "gold"}]
    customers = [{"customer": "bob", plan: "basic", area: "B"}]
    rows = link(warehouse, book, events, [
        {"customer": "ann", "time": 11 * DAY, plan: "silver", area: "A"},
        {"customer": "bob", plan: "silver"},
        {"customer": "bob"},
        {"customer": "cyd"},
    ], customers=customers)  # fmt: skip
    assert picked(rows, plan, area) == [
        ("gold", "A"), ("silver", "B"), ("basic", "B"), (None, None)
    ]  # fmt: skip


def test_without_feedback_there_is_an_empty_table_of_the_same_shape(warehouse, book):
    assert link(warehouse, book, ANN, []) == []
    schema = warehouse.table("answers").schema()
    assert schema["time"].is_int64()
    assert schema["journey"].is_integer()
    assert schema["touchpoint"].is_integer()
    numbers = ("link_seconds", "link_horizon", "score", "valence", "confidence", "text_valence")
    assert {str(schema[name]) for name in numbers} == {"float64"}


@pytest.mark.parametrize("name", [
    "review_answer", "review creation", "NPS survey sent", "Survey answered", "Umfrage versendet",
    "Feedback form submitted", "csat_sent", "Bewertung abgegeben", "encuesta enviada", "feedback",
])  # fmt: skip
def test_names_that_read_as_surveys(name):
    assert is_survey(name)


@pytest.mark.parametrize("name", [
    "Review cart", "Delivered", "T15 Print document X request unlicensed", "Credit rating checked",
    "Order sent", "Rate limit", "Support call", "Request for advice", "/reviews", "View ratings",
])  # fmt: skip
def test_names_that_do_not_read_as_surveys(name):
    assert not is_survey(name)


def test_the_direction_of_effort_questions():
    assert more_is_harder("How much effort did you personally have to put forth?")
    assert more_is_harder("Wie schwierig war es?")
    assert not more_is_harder("customer_effort_score")
    assert not more_is_harder("It was easy to handle my issue")


moments = st.tuples(st.sampled_from("ab"), st.sampled_from(["Cart", "Call"]), st.integers(0, 40))


@tried(8, smaller=False)
@given(st.lists(moments, min_size=1, max_size=12), st.lists(moments, min_size=1, max_size=6))
def test_nearest_earlier_equals_a_plain_twin(happened, asked):
    events = [
        {"journey": who, "touchpoint": name, "time": day * DAY} for who, name, day in happened
    ]
    feedback = [{"customer": who, "time": day * DAY} for who, _, day in asked]
    with Warehouse(None) as warehouse:
        book = Book(None)
        rows = link(warehouse, book, events, feedback)
        book.close()
    expected = []
    for answer in feedback:
        before = [
            (event["time"], seq, event["touchpoint"])
            for seq, event in enumerate(events)
            if event["journey"] == answer["customer"]
            and 0 <= answer["time"] - event["time"] <= 30 * DAY
        ]
        expected.append(max(before)[2] if before else None)
    assert [row["touchpoint"] for row in rows] == expected
