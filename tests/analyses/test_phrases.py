"""What tells the dissatisfied from the satisfied, and what both name."""

from math import log, sqrt

import pytest

from desirepath.analyses.phrases import PRIOR
from desirepath.errors import InputError
from filled import filled

BAD = "The credit card was refused at the ticket machine"
WELL = "The window seat had a power socket"
BOTH = "The train to Basel"
LISTED = {"Night Train": "product", "Basel": "place"}


def rows():
    lines = ["customer,time,touchpoint,rating,comment,language,region"]
    for no in range(120):
        text = f"{BAD if no % 2 else WELL}. {BOTH}."
        text += f" Order no. 48{no:04d}, the night train cost €9." if no % 4 == 1 else ""
        lines.append(f'c{no},2025-03-{1 + no % 28:02d},{"Ticket" if no % 2 else "Seat"},'
                     f'{1 if no % 2 else 5},"{text}",en,{"N" if no < 80 else "S"}')  # fmt: skip
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("phrases")
    with filled(folder, answers=rows()) as opened:
        yield opened


def test_phrases_of_either_side_are_told_with_where_and_quotes(workspace):
    result = workspace.analyses.phrases()
    sides = {side: [row for row in result.rows if row["side"] == side]
             for side in ("disliked", "liked")}  # fmt: skip
    assert "credit card refused" not in {row["phrase"] for row in result.rows}
    assert {"credit card", "ticket machine"} <= {row["phrase"] for row in sides["disliked"]}
    assert {"window seat", "power socket"} <= {row["phrase"] for row in sides["liked"]}
    assert not {"basel", "train", "credit"} & {row["phrase"] for row in result.rows}
    card = next(row for row in result.rows if row["phrase"] == "credit card")
    assert (card["n"], card["dissatisfied"], card["satisfied"]) == (60, 60, 0)
    assert (card["touchpoint"], card["quotes"][0][: len(BAD)]) == ("Ticket", BAD)
    assert len(card["feedback_ids"]) == 3
    assert result.notes[0] == "Answers are told apart by their ratings."


def test_the_log_odds_are_those_of_the_formula(workspace):
    result = workspace.analyses.phrases(least=1)
    card = next(row for row in result.rows if row["phrase"] == "credit card")
    bad, well = _mentions(workspace)
    prior = PRIOR * 60 / (bad + well)
    odds = log((60 + prior) / (bad + PRIOR - 60 - prior)) - log(prior / (well + PRIOR - prior))
    assert card["log_odds"] == pytest.approx(odds)
    assert card["z"] == pytest.approx(odds / sqrt(1 / (60 + prior) + 1 / prior))


def _mentions(workspace):
    """Return phrases said by the dissatisfied and the satisfied, each once per answer."""
    from desirepath.enrichers.phrases import enrich

    answers = workspace.analyses.feedback().rows
    said = [len(one["phrases"].split("\n")) for one in enrich(row["text"] for row in answers)]
    by = {1.0: 0, 5.0: 0}
    for row, n in zip(answers, said, strict=True):
        by[row["score"]] += n
    return by[1.0], by[5.0]


def test_segments_are_weighed_apart_and_one_side_may_be_asked(workspace):
    found = workspace.analyses.phrases(by="region", side="liked").rows
    assert {row["segment"] for row in found} == {"N", "S"}
    assert {row["side"] for row in found} == {"liked"}


def test_listed_names_amounts_and_numbers_are_counted_and_numbers_are_not_shown(workspace):
    workspace.journeys.list_names(LISTED)
    found = {(row["kind"], row["entity"]): row for row in workspace.analyses.entities().rows}
    assert {key: row["n"] for key, row in found.items()} == {
        ("place", "Basel"): 120, ("product", "Night Train"): 30, ("money", "€9"): 30,
        ("order number", "[order number]"): 30,
    }  # fmt: skip
    assert found["product", "Night Train"]["disliked"] == 30
    assert found["place", "Basel"]["share"] == 1
    assert found["money", "€9"]["touchpoint"] == "Ticket"
    workspace.journeys.list_names({"Basel": None})
    assert [row["name"] for row in workspace.journeys.names()] == ["Night Train"]
    assert [row["entity"] for row in workspace.analyses.entities(kind="place").rows] == []


def test_a_name_needs_a_letter_and_one_line(workspace):
    for name, kind in (("Basel", "  "), ("1.2", "product"), ("a\nb", "place")):
        with pytest.raises(InputError, match="cannot be listed as a"):
            workspace.journeys.list_names({name: kind})
