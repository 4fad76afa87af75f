from importlib.resources import files

import pytest

from desirepath.journeys import cues
from desirepath.journeys.channels import CHANNELS
from desirepath.journeys.names import words
from desirepath.journeys.scoring import STAGES


def labels(matcher, name):
    return {hit.label for hit in matcher.match(words(name))}


@pytest.fixture
def small():
    return cues.Cues(
        {
            "Buy": {"en": {"3": ["order", "add to cart"], "2": ["vertrag*"]}},
            "Leave": {"de": {"4": ["kündigung"]}, "en": {"2": ["cart"]}},
        }
    )


def test_a_word_meets_its_inflections_and_nothing_longer(small):
    assert labels(small, "Orders placed") == {"Buy"}
    assert labels(small, "Orderly") == set()


def test_a_phrase_takes_its_words_away_from_single_cues(small):
    assert labels(small, "add_to_cart") == {"Buy"}
    assert labels(small, "cart") == {"Leave"}


def test_the_last_part_of_a_compound_counts_most(small):
    hits = {hit.label: hit.weight for hit in small.match(words("Vertragskündigung"))}
    assert hits == {"Leave": 4.0, "Buy": 1.0}


def test_small_words_count_where_they_make_the_phrase():
    told = cues.Cues(
        {"Use": {"en": {"3": ["log in", "my account"]}, "fr": {"3": ["mode d'emploi"]}}}
    )
    assert labels(told, "Logged in") == set()  # no inflection of the first word alone
    assert labels(told, "customer_log_in") == labels(told, "My account page") == {"Use"}
    assert labels(told, "Mode d'emploi lu") == {"Use"}
    assert labels(told, "Account") == set()


@pytest.mark.parametrize("name", ["stages", "channels", "goals"])
def test_every_cue_meets_the_words_it_is_written_with(name):
    listed = cues._read(name)
    told = [
        cue
        for languages in listed.values()
        for weights in languages.values()
        for found in weights.values()
        for cue in found
    ]
    deaf = [
        cue
        for cue in told
        if not cues.Cues({"x": {"en": {"1": [cue]}}}).match(words(cue.replace("*", "")))
    ]
    assert deaf == []


@pytest.mark.parametrize("spelling", ["Kündigung", "Kuendigung", "KUNDIGUNG"])
def test_umlauts_may_be_spelled_in_any_way(small, spelling):
    assert labels(small, spelling) == {"Leave"}


@pytest.mark.parametrize(
    ("name", "known"),
    [("stages", set(STAGES)), ("channels", set(CHANNELS)), ("goals", {"goal", "never", "not"})],
)
def test_every_cue_file_speaks_the_words_of_the_contract_in_six_languages(name, known):
    listed = cues._read(name)
    assert set(listed) == known
    assert {language for kinds in listed.values() for language in kinds} == {
        "en",
        "de",
        "fr",
        "es",
        "pt",
        "nl",
    }
    for label, languages in listed.items():
        for language, weights in languages.items():
            assert all(1 <= float(weight) <= 4 for weight in weights)
            told = [cue for found in weights.values() for cue in found]
            assert len(told) == len(set(told)), (label, language)


def test_the_cue_files_are_part_of_the_package():
    assert all(
        files(cues.__name__).joinpath(f"{name}.toml").is_file() for name in ("stages", "goals")
    )
