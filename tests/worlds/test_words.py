"""The word lists on which the stage proposal is measured, against templates and cue files."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from desirepath.journeys import cues
from desirepath.journeys.names import words
from desirepath.worlds.template import industries, industry, shipped_names

LIST = Path(__file__).with_name("words.toml")
NAMES = tomllib.loads(LIST.read_text(encoding="utf-8"))
GERMAN = tomllib.loads(LIST.with_name("words_de.toml").read_text(encoding="utf-8"))
OLDER = {  # general phrases that were cues before the list was written
    "account created", "account opened", "add on", "agent chat", "contract ended", "customer care",
    "direct mail", "first steps", "follow up", "in app", "inbound call", "knowledge base",
    "page view", "product tour", "profile completed", "set up", "sign in", "signed in",
}  # fmt: skip


def _leaves(value):
    if isinstance(value, str):
        yield value
    else:
        for part in value.values() if isinstance(value, dict) else value:
            yield from _leaves(part)


def _cues():
    found = {}
    for file in sorted(Path(str(files(cues.__name__))).glob("*.toml")):
        for cue in _leaves(tomllib.loads(file.read_text(encoding="utf-8"))):
            found[words(cue.replace("*", ""))] = f"{file.name}: {cue}"
    return found


def test_every_concept_has_six_names_that_no_template_ships():
    shipped = shipped_names()
    assert set(NAMES) == set(shipped)
    everything = {name.casefold() for names in shipped.values() for name in names}
    for concept, names in NAMES.items():
        assert len(set(names)) >= 6, concept
        assert not {name.casefold() for name in names} & everything, concept


def test_no_name_stands_for_two_concepts():
    flat = [name.casefold() for names in NAMES.values() for name in names]
    assert len(flat) == len(set(flat))


def test_no_cue_file_holds_a_name_of_the_list():
    known = _cues()
    assert len(known) > 500
    copied = [
        f"{name} ({known[words(name)]})"
        for names in NAMES.values()
        for name in names
        if words(name) in known
    ]
    assert not copied


def test_no_phrase_of_a_cue_file_stands_in_a_name_of_the_list():
    """So that nothing but single words of the language can be known beforehand."""
    held = {
        run
        for names in NAMES.values()
        for name in names
        for told in (words(name), _telling(words(name)))
        for run in _runs(told)
    }
    phrases = {" ".join(cue): _telling(cue) for cue in _cues() if len(cue) > 1}
    copied = {
        text
        for text, telling in phrases.items()
        if (telling if len(telling) > 1 else tuple(text.split())) in held
    }
    assert copied <= OLDER


def _telling(found):
    return tuple(word for word in found if word not in cues.SMALL)


def _runs(found):
    """Every run of two and more neighbouring words."""
    ends = range(2, len(found) + 1)
    return {found[start:end] for end in ends for start in range(end - 1)}


def test_the_german_list_names_every_concept_twice_and_no_name_twice():
    assert set(GERMAN) == set(NAMES)
    flat = [name.casefold() for names in GERMAN.values() for name in names]
    assert len(flat) == len(set(flat)) == 2 * len(NAMES)


@pytest.mark.parametrize("name", industries())
def test_a_world_can_be_told_in_the_words_of_the_list(name):
    made = industry(name, 3, LIST)
    for touchpoint in made.touchpoints:
        assert touchpoint.name in NAMES[touchpoint.id]
    other = industry(name, 4, LIST)
    assert [known.name for known in made.touchpoints] != [known.name for known in other.touchpoints]
