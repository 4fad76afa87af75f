"""A map that leaves in a format and comes back is equal on what the format can carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import drawn_maps
from desirepath.exports import save
from desirepath.maps import readers
from desirepath.maps.draft import Draft
from desirepath.maps.numbers import emotion
from desirepath.maps.told import plain
from shared_fields import columns, counts, felt, said
from tried import tried

EVERY = {name: one for name, one in drawn_maps.everything().items() if name != "empty"}
HOSTILE = (
    "=cmd()|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "'=x", "''=y", "'", "a:b", "x; y #1 %% z",
    "title", "section of it", "journey", "accDescr {", "<b>&amp;</b>", '"q"', 'say ""', "😀 café",
    "a,b", "a\nb", "- c", "1. d", "Emotion", "no answers", "`code`", "#58;", "—", "\t", "日本語",
    "Call (phone)", "x: 3 contacts in 2 journeys", "{x}", "[y]", "a | b", "sep=;", "%%{init}%%",
)  # fmt: skip
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(min_size=1, max_size=12),
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map(" ".join),
)
names = words.filter(lambda text: plain(text).replace("\n", " ").strip())
LANES = ("Pains", "Thoughts", "Needs", "Storyboard", "Backstage", "=own lane")
steps = st.tuples(
    names,
    st.one_of(st.none(), st.integers(-20, 20)),
    st.lists(st.tuples(st.sampled_from(LANES), words), max_size=3),
)
stages = st.lists(st.tuples(names, st.lists(steps, min_size=1, max_size=3)), min_size=1, max_size=4)


def written(told):
    """Return the map of stages, steps, emotions (tenths of −2…+2) and cards."""
    from datetime import UTC, datetime

    draft = Draft("by hand")
    draft.title = "By hand"
    for stage, columns_told in told:
        at = draft.stage(stage)
        for step, tenths, cards in columns_told:
            where = (at, draft.step(at, step))
            if tenths is not None:
                draft.feeling(*where, tenths / 20)
            for lane, text in cards:
                draft.card(draft.lane(lane), *where, text)
    return draft.told("json", datetime(2026, 1, 1, tzinfo=UTC)).document


def back(document, folder, suffix):
    return readers.read(save(document, folder / f"map{suffix}")).document


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("suffix", [".json", ".csv", ".ojf", ".mmd", ".md"])
def test_a_map_of_data_comes_back_equal_on_shared_fields(tmp_path, name, suffix):
    document = EVERY[name]
    told = back(document, tmp_path, suffix)
    assert columns(told) == columns(document)
    assert felt(told) == felt(document)
    if suffix in {".json", ".csv"}:
        assert said(told) == said(document)
        assert counts(told) == counts(document)
    if suffix == ".ojf":
        mine = {key: text for key, text in said(document).items() if key[0] in ("Pains", "Owner")}
        theirs = {key: text for key, text in said(told).items() if key[0] in ("Pains", "Owner")}
        assert theirs == mine
    if suffix != ".csv":
        assert told["title"] == document["title"]


@pytest.mark.parametrize("suffix", [".csv", ".ojf", ".mmd"])
@pytest.mark.parametrize("valence", [0.2238, -0.2251, 0.7249, 0.025, -0.9749, 0.1 + 0.2])
def test_an_emotion_is_shown_the_same_after_its_way_through_a_format(tmp_path, suffix, valence):
    document = written([("Buy", [("Pay", 20 * valence, [])])])
    again = back(document, tmp_path, suffix)
    shown = [emotion(value / 2) for value in felt(again, 9).values()]
    assert shown == [emotion(value / 2) for value in felt(document, 9).values()]


@tried(40)
@given(stages)
def test_a_map_written_by_hand_survives_every_format(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("trip")
    document = written(told)
    for suffix in (".json", ".csv", ".ojf", ".mmd"):
        again = back(document, folder, suffix)
        assert columns(again) == columns(document), suffix
        assert felt(again) == felt(document), suffix
        assert again["coverage"] == {"measured": 0.0, "inferred": 0.0, "assumed": 1.0}
        if suffix != ".mmd":
            assert said(again) == said(document), suffix


@tried(20)
@given(stages)
def test_what_came_back_leaves_again_unchanged(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("twice")
    document = written(told)
    for suffix in (".json", ".csv", ".ojf", ".mmd"):
        first = save(back(document, folder, suffix), folder / f"a{suffix}").read_bytes()
        second = save(readers.read(folder / f"a{suffix}").document, folder / f"b{suffix}")
        changed = first.replace(b'"map', b'"a') if suffix == ".json" else first
        assert second.read_bytes() == changed, suffix
