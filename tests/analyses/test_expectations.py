"""What customers expected stands against how it was; both kinds of questions are told apart."""

from statistics import mean, stdev

import pytest

import desirepath as dp
from desirepath.analyses import _intervals, ask
from desirepath.errors import UnknownName
from desirepath.journeys.cues.expectations import is_expectation
from told import STAGES, told

EVENTS = [("ann", 0, "Visit"), ("ann", 9, "Form"), ("ann", 99, "Paid")]
BEFORE, AFTER = "Expected quality (1-5)", "Quality (1-5)"


def rated(who, place, question, score, **more):
    return {"customer": who, "touchpoint": place, "question": question, "score": score, **more}


def rows(warehouse, book, answers, **options):
    return ask(told(warehouse, book, EVENTS, answers, stages=STAGES), "expectations", options)


def test_customers_who_answered_both_are_compared_with_themselves(warehouse, book):
    pairs = [(4, 2), (5, 4), (4, 3), (3, 3), (5, 2), (4, 4), (3, 1), (4, 3), (5, 3), (4, 2)]
    answers = [
        rated(f"c{n}", "Form", question, score)
        for n, pair in enumerate(pairs)
        for question, score in zip((BEFORE, AFTER), pair, strict=True)
    ]
    (row,) = rows(warehouse, book, answers).rows
    gaps = [(after - before) / 2 for before, after in pairs]
    half = _intervals.student(9) * stdev(gaps) / 10**0.5
    assert (row["stage"], row["step"], row["touchpoint"]) == ("decision", None, None)
    assert (row["gap_by"], row["n"], row["few"], row["verdict"]) == ("pairs", 10, True, "short")
    assert (row["gap"], row["low"], row["high"]) == pytest.approx(
        (mean(gaps), mean(gaps) - half, mean(gaps) + half)
    )
    assert row["expected"] == pytest.approx(mean((one - 3) / 2 for one, _ in pairs))
    assert row["delivered"] == pytest.approx(mean((one - 3) / 2 for _, one in pairs))


def test_different_people_are_compared_by_their_means_on_any_scale(warehouse, book):
    answers = [rated(f"e{n}", "Form", BEFORE, score) for n, score in enumerate((2, 3, 2))]
    answers += [
        rated(f"d{n}", "Form", "Quality (0-10)", score, scale=(0, 10))
        for n, score in enumerate((9, 10, 9, 8))
    ]
    (row,) = rows(warehouse, book, answers).rows
    assert (row["gap_by"], row["n"], row["verdict"]) == ("groups", 3, "exceeded")
    assert row["gap"] == pytest.approx(0.8 - (-1 / 3))


def test_a_place_where_one_of_the_two_was_asked_has_no_gap(warehouse, book):
    answers = [rated("a", "Visit", BEFORE, 4), rated("b", "Form", BEFORE, 4)]
    answers += [rated("b", "Form", AFTER, 4), rated("c", "Paid", AFTER, 1)]
    visit, form = rows(warehouse, book, answers, per="touchpoint").rows
    assert (visit["touchpoint"], visit["gap"], visit["verdict"]) == ("Visit", None, None)
    assert (visit["expected_n"], visit["delivered_n"]) == (1, 0)
    assert (form["touchpoint"], form["gap"], form["low"], form["verdict"]) == (
        "Form", 0, None, "open",
    )  # fmt: skip


def test_questions_can_be_named_and_a_wrong_one_is_answered_with_those_there_are(warehouse, book):
    answers = [rated("a", "Form", "hope", 5), rated("a", "Form", "life", 1)]
    tables = told(warehouse, book, EVENTS, answers, stages=STAGES)
    assert ask(tables, "expectations", {}).rows == ()
    (row,) = ask(tables, "expectations", {"expected": "hope", "delivered": "life"}).rows
    assert row["gap"] == -2
    with pytest.raises(UnknownName, match="hope"):
        ask(tables, "expectations", {"expected": "wish"})


def test_what_was_expected_is_no_emotion(warehouse, book):
    answers = [rated("a", "Form", BEFORE, 5), rated("a", "Form", AFTER, 1)]
    found = ask(told(warehouse, book, EVENTS, answers, stages=STAGES), "emotions", {})
    assert [(row["n"], row["valence"]) for row in found.rows] == [(1, -1)]
    assert any("what was expected" in note for note in found.notes)


def test_both_columns_of_a_survey_file_are_read(tmp_path):
    lines = ["customer,time,touchpoint,expectation (1-5),experience (1-5),expected amount"]
    lines += [f"c{n},2025-01-05,Delivery,{4 + n % 2},{2 + n % 3},{n * 7}.50" for n in range(30)]
    (tmp_path / "survey.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with dp.create(tmp_path / "shop") as workspace:
        workspace.sources.add(tmp_path / "survey.csv")
        (row,) = workspace.analyses.expectations().rows
    assert (row["expected_questions"], row["delivered_questions"]) == (
        ["expectation (1-5)"], ["experience (1-5)"],
    )  # fmt: skip
    assert (row["gap"], row["n"], row["verdict"]) == (-0.75, 30, "short")


@pytest.mark.parametrize(
    "question",
    [
        BEFORE, "expectation", "How good do you expect delivery to be?", "Erwartung (1-5)",
        "Was erwarten Sie von der Lieferung?", "attente_livraison", "Expectativa do cliente",
    ],
)  # fmt: skip
def test_a_question_that_asks_for_an_expectation(question):
    assert is_expectation(question)


@pytest.mark.parametrize(
    "question",
    [
        AFTER, None, "Did we meet your expectations?", "Compared with what you expected?",
        "Wurden Ihre Erwartungen erfüllt?", "Better than expected", "experience (1-5)",
    ],
)  # fmt: skip
def test_a_question_that_asks_how_it_was(question):
    assert not is_expectation(question)
