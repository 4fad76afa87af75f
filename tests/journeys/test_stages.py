import csv
from types import SimpleNamespace

import pytest

from desirepath.errors import InputError, UnknownName
from desirepath.journeys import stages
from desirepath.journeys.goals import Goal, propose
from desirepath.journeys.stages import STAGES
from profiles import profile_of

SHOP = [
    ["Search ad", "Catalog", "Cart", "Order paid", "Parcel delivered", "Login", "Support call"],
    ["Search ad", "Catalog", "Cart", "Catalog", "Cart", "Order paid", "Login", "Login"],
    ["Catalog", "Cart", "Order paid", "Parcel delivered", "Support call", "Review written"],
    ["Search ad", "Catalog"],
]


def proposed(journeys, corrections=None, **more):
    profile = profile_of(journeys, **more)
    found = stages.propose(profile, propose(profile), corrections or {})
    return {proposal.touchpoint: proposal for proposal in found}


def test_a_shop_gets_the_stages_that_its_words_say():
    found = proposed(SHOP)
    assert {name: proposal.stage for name, proposal in found.items()} == {
        "Search ad": "Awareness",
        "Catalog": "Consideration",
        "Cart": "Decision",
        "Order paid": "Purchase",
        "Parcel delivered": "Onboarding",
        "Login": "Use",
        "Support call": "Support",
        "Review written": "Advocacy",
    }
    assert all(0.5 < proposal.confidence <= 1 for proposal in found.values())
    assert "“cart”" in found["Cart"].reason
    assert found["Support call"].channel == "phone"


@pytest.mark.parametrize(
    ("name", "stage"),
    [("Werbeanzeige gesehen", "Awareness"), ("Tarifvergleich", "Consideration"),
     ("Warenkorb", "Decision"), ("Bestellung abgeschlossen", "Purchase"),
     ("Lieferung erhalten", "Onboarding"), ("Störung gemeldet", "Support"),
     ("Vertragskündigung", "Retention"), ("Weiterempfehlung", "Advocacy"),
     ("Ajout au panier", "Decision"), ("Réclamation déposée", "Support"),
     ("Contrat résilié", "Retention"), ("Pago realizado", "Purchase"),
     ("Queja registrada", "Support"), ("Encuesta de satisfacción", "Advocacy"),
     ("Carrinho", "Decision"), ("Entrega realizada", "Onboarding"),
     ("checkoutCompleted", "Purchase"), ("product_viewed", "Consideration"),
     ("/help/faq", "Support"), ("app.renewal_reminder", "Retention")],
)  # fmt: skip
def test_words_of_five_languages_and_spellings_are_understood(name, stage):
    assert proposed([[name]])[name].stage == stage


def test_unknown_words_are_placed_by_their_order_around_the_goal():
    journeys = [["flurb", "gnarl", "Order paid", "zwick", "vromp"]] * 30
    found = proposed(journeys)
    at = {name: STAGES.index(proposal.stage) for name, proposal in found.items()}
    assert at["flurb"] <= at["gnarl"] <= at["Order paid"] == STAGES.index("Purchase")
    assert at["flurb"] < at["Order paid"] < at["vromp"]
    assert at["Order paid"] <= at["zwick"] <= at["vromp"]
    assert "before" in found["flurb"].reason
    assert "after" in found["vromp"].reason


def test_unknown_words_are_less_certain_than_known_ones():
    found = proposed([["flurb", "Catalog", "gnarl", "Order paid"]] * 30)
    assert max(found["flurb"].confidence, found["gnarl"].confidence) < found["Catalog"].confidence


def test_an_unknown_word_among_support_is_support():
    journeys = [["Ticket opened", "Wait", "Ticket assigned", "Wait", "Ticket resolved"]] * 20
    assert proposed(journeys)["Wait"].stage == "Support"


def test_a_failed_payment_belongs_where_it_happens():
    journeys = [["Catalog", "checkout", "payment_error", "checkout", "purchase"]] * 10
    assert proposed(journeys)["payment_error"].stage == "Purchase"


def test_reading_reviews_is_not_writing_one():
    assert proposed([["review_page"]])["review_page"].stage == "Consideration"
    assert proposed([["Review submitted"]])["Review submitted"].stage == "Advocacy"


def test_a_touchpoint_that_only_answers_name_is_rated_in_use():
    assert proposed([], also=["Wuzzle"])["Wuzzle"].stage == "Use"


def test_a_correction_wins_and_pulls_unknown_neighbours():
    journeys = [["flurb", "gnarl", "Order paid"]] * 30
    found = proposed(journeys, {"gnarl": {"stage": "Support", "channel": "phone"}})
    assert (found["gnarl"].stage, found["gnarl"].channel) == ("Support", "phone")
    assert (found["gnarl"].set_by, found["gnarl"].confidence) == ("you", 1.0)
    assert found["gnarl"].reason.startswith("You set the stage and the channel")
    assert found["flurb"].set_by == "proposal"


def test_a_corrected_channel_alone_leaves_the_stage_a_proposal():
    found = proposed(SHOP, {"Cart": {"stage": None, "channel": "app"}})["Cart"]
    assert (found.stage, found.channel, found.set_by) == ("Decision", "app", "you")
    assert found.confidence < 1


def test_corrections_of_touchpoints_that_are_not_there_change_nothing():
    assert proposed(SHOP, {"Zoo": {"stage": "Use"}}) == proposed(SHOP)


def test_the_same_data_give_the_same_proposals_whatever_the_order_of_journeys():
    assert proposed(SHOP) == proposed(SHOP[::-1])


def test_no_touchpoints_no_proposals():
    assert stages.propose(profile_of([]), Goal(None, ""), {}) == []


@pytest.mark.parametrize(
    ("alias", "stage"),
    [("loyalty", "Retention"), ("Post-Purchase", "Use"), ("Desire", "Decision"),
     ("evangelist", "Advocacy"), ("purchase", "Purchase"), ("  Moving   house ", "Moving house")],
)  # fmt: skip
def test_aliases_become_our_names_and_own_names_stay(alias, stage):
    assert stages.canonical(alias) == stage


def test_an_empty_stage_is_refused():
    with pytest.raises(InputError, match="needs a name"):
        stages.canonical(" - ")


def test_stages_keep_the_default_order_and_own_ones_stand_where_they_happen():
    profile = profile_of(SHOP)
    corrections = {"Cart": {"stage": "Fitting room"}}
    found = stages.propose(profile, propose(profile), corrections)
    ordered = stages.order(found, profile)
    assert [stage for stage in ordered if stage != "Fitting room"] == [
        stage for stage in STAGES if stage in ordered
    ]
    assert ordered.index("Consideration") < ordered.index("Fitting room") < ordered.index("Use")


# corrections and files -------------------------------------------------------------------------


@pytest.fixture
def tables():
    """What stages.py needs of `Tables`: names, and the rows of `touchpoints`."""
    rows = [
        {"name": "Cart", "stage": "Decision", "channel": "web", "set_by": "proposal"},
        {"name": "Wait", "stage": "Use", "channel": None, "set_by": "proposal"},
    ]
    return SimpleNamespace(names=("Cart", "Wait"), touchpoints=rows, execute=lambda rows: rows)


def exported(tables):
    return [
        {"touchpoint": row["name"], **row, "confidence": 0.5, "reason": "=it, “says” so\nand more"}
        for row in tables.touchpoints
    ]


def test_corrections_are_kept_under_our_names_of_stages(book, tables):
    stages.correct(book, tables, {"Cart": "action", "Wait": "Waiting room"})
    kept = {name: found["stage"] for name, found in book.corrections().items()}
    assert kept == {"Cart": "Purchase", "Wait": "Waiting room"}


def test_an_unknown_touchpoint_is_named_and_nothing_is_set(book, tables):
    with pytest.raises(UnknownName, match='Did you mean "Cart"'):
        stages.correct(book, tables, {"Wait": "Use", "Cartt": "Use"})
    assert book.corrections() == {}


def test_loading_what_was_exported_sets_nothing(book, tables, tmp_path):
    file = tmp_path / "stages.csv"
    stages.export(exported(tables), file)
    with file.open(newline="") as opened:
        assert next(csv.reader(opened)) == list(stages.COLUMNS)
    assert stages.load(book, tables, file) == 0
    assert book.corrections() == {}


def test_what_was_changed_in_the_file_becomes_a_correction(book, tables, tmp_path):
    file = tmp_path / "stages.csv"
    rows = exported(tables)
    rows[1] |= {"stage": "service", "channel": "Telefon"}
    stages.export(rows, file)
    assert stages.load(book, tables, file) == 1
    assert list(book.corrections()) == ["Wait"]
    found = book.corrections()["Wait"]
    assert (found["stage"], found["channel"]) == ("Support", "phone")


def test_a_file_from_a_german_spreadsheet_is_read_too(book, tables, tmp_path):
    file = tmp_path / "stages.csv"
    file.write_text("Touchpoint;Stage\r\nCart;Purchase\r\n", encoding="utf-8-sig")
    assert stages.load(book, tables, file) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("touchpoint,stage\nCarrt,Use\n", 'no touchpoint "Carrt"'),
        ("touchpoint,colour\nCart,red\n", "needed are touchpoint and stage or channel"),
        ("", "needed are touchpoint"),
        ("touchpoint,stage\nCart,Use\nCart,Support\n", "twice"),
    ],
)
def test_a_wrong_file_says_what_is_wrong_and_sets_nothing(book, tables, tmp_path, text, sentence):
    file = tmp_path / "stages.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=sentence):
        stages.load(book, tables, file)
    assert book.corrections() == {}


def test_a_missing_file_and_a_missing_folder_are_one_sentence(book, tables, tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        stages.load(book, tables, tmp_path / "none.csv")
    with pytest.raises(InputError, match="cannot be written"):
        stages.export([], tmp_path / "none" / "stages.csv")
