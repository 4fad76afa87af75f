"""What holds of every edit: undoing gives the map back, edits apart from each other may come in
any order, and no number that data gave is ever another one."""

import copy
import json
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desirepath.errors import InputError
from desirepath.maps.edit import apply, clash, identified, parse, shown
from desirepath.maps.edit.log import replay, standing, steps_back
from desirepath.maps.layout import lay_out
from desirepath.model.edit import Edit
from drawn_maps import phone_plan
from tried import tried


@cache
def base():
    return identified(phone_plan())


STAGES = [stage["id"] for stage in base()["stages"]]
STEPS = [step["ref"] for stage in base()["stages"] for step in stage["steps"]]
LANES = [lane["id"] for lane in base()["lanes"]]
CARDS = [cell["id"] for lane in base()["lanes"] for cell in lane["cells"]]
stage, step, lane, card = map(st.sampled_from, (STAGES, STEPS, LANES, CARDS))
words = st.text("aß 注<&\n*", min_size=1, max_size=12).filter(str.strip)
new = st.text("abc123", min_size=1, max_size=3).map("n-{}".format)


def op(word, **fields):
    return st.fixed_dictionaries({"op": st.just(word), **fields})


CONTENT = (
    op("rename-stage", stage=stage, name=words)
    | op("rename-step", step=step, name=words)
    | op("rename-lane", lane=lane, title=words)
    | op("hide-lane", lane=lane)
    | op("show-lane", lane=lane)
    | op("retitle", title=words)
    | op("set-persona", persona=words, goals=st.lists(words, max_size=2))
    | op("add-card", id=new, lane=lane, step=step, title=words)
    | op("edit-card", card=card, title=words)
    | op("edit-card", card=card, text=words, effort=st.integers(0, 5))
    | op("move-card", card=card, lane=lane, step=step)
    | op("remove-card", card=card)
    | op("link-cards", card=card, to=card)
    | op("feel", step=step, value=st.floats(-2, 2) | st.none())
)
COLUMNS = (
    op("add-stage", id=new, name=words, after=stage | st.none())
    | op("move-stage", stage=stage, after=stage | st.none())
    | op("merge-stages", stage=stage, into=stage)
    | op("split-stage", step=step, id=new, name=words)
    | op("remove-stage", stage=stage)
    | op("add-step", id=new, stage=stage, name=words, after=step | st.none())
    | op("move-step", step=step, stage=stage, after=step | st.none())
    | op("merge-steps", step=step, into=step)
    | op("split-step", step=step, id=new, name=words)
    | op("remove-step", step=step)
    | op("add-lane", id=new, title=words, backstage=st.booleans())
    | op("move-lane", lane=lane, after=lane | st.none())
)
quick = tried(25)


def log_of(changes, session="me"):
    return [
        Edit(no, f"e{no}", session, None, "", change) for no, change in enumerate(changes, start=1)
    ]


def claims(document):
    """Return every claim that data gave, as text."""
    found = set()

    def walk(thing):
        if isinstance(thing, dict):
            if thing.get("class") in ("measured", "inferred"):
                found.add(json.dumps(thing, sort_keys=True))
            for inner in thing.values():
                walk(inner)
        elif isinstance(thing, list):
            for inner in thing:
                walk(inner)

    walk([document["stages"], document["lanes"]])
    return found


def unordered(document):
    """Return a map without the order inside its lists, in which edits are done as they come."""
    made = shown(document)
    for one in made["lanes"]:
        one["cells"] = sorted(one["cells"], key=lambda cell: cell["id"])
    made["hidden"] = json.dumps(made.get("hidden"), sort_keys=True)
    return made


@quick
@given(st.lists(CONTENT | COLUMNS, max_size=8))
def test_undoing_everything_gives_the_same_map_back_and_redoing_the_edited_one(changes):
    log = log_of(changes)
    edited = shown(replay(base(), log).working)
    for entry in reversed(log_of(changes)):
        back = {"op": "undo", "entry": steps_back(log, "me")[0]}
        assert back["entry"] == entry.id
        log.append(Edit(len(log) + 1, f"u{entry.no}", "me", None, "", back))
    assert replay(base(), log).working == base()
    for _ in changes:
        again = {"op": "redo", "entry": steps_back(log, "me")[1]}
        log.append(Edit(len(log) + 1, f"r{len(log)}", "me", None, "", again))
    assert shown(replay(base(), log).working) == edited


@quick
@given(st.lists(CONTENT | COLUMNS, max_size=8))
def test_no_edit_changes_a_number_that_data_gave_and_every_map_can_be_drawn(changes):
    before = copy.deepcopy(base())
    made = replay(base(), log_of(changes)).working
    assert base() == before
    assert claims(made) <= claims(base())
    drawn = shown(made)
    assert sum(drawn["coverage"].values()) == pytest.approx(1)
    assert lay_out(json.loads(json.dumps(drawn))).width > 0
    places = {(s["id"], t["id"]) for s in drawn["stages"] for t in s["steps"]}
    stages = {(s["id"], None) for s in drawn["stages"]}
    cells = [cell for one in drawn["lanes"] for cell in one["cells"]]
    assert {(cell["stage"], cell["step"]) for cell in cells} <= places | stages
    assert len({cell["id"] for cell in cells}) == len(cells)
    assert len({t["ref"] for s in drawn["stages"] for t in s["steps"]}) == len(places)


@tried(60)
@given(CONTENT, CONTENT | COLUMNS)
def test_two_edits_that_do_not_clash_may_come_in_any_order(one, other):
    first, second = parse(one), parse(other)
    assume(not clash(first, second))
    try:
        there = apply(apply(base(), first), second)
        back = apply(apply(base(), second), first)
    except InputError:
        assume(False)
    assert unordered(there) == unordered(back)


@quick
@given(st.lists(CONTENT | COLUMNS, min_size=1, max_size=6), st.data())
def test_restoring_is_an_edit_that_gives_the_earlier_map_and_can_be_undone(changes, data):
    log = log_of(changes)
    revision = data.draw(st.integers(0, len(log)))
    back = Edit(len(log) + 1, "back", "me", None, "", {"op": "restore", "revision": revision})
    assert standing([*log, back]) == standing(log[:revision])
    undone = Edit(len(log) + 2, "u", "me", None, "", {"op": "undo", "entry": "back"})
    assert standing([*log, back, undone]) == standing(log)
