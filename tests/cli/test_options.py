"""How the command line reads what people type."""

import pytest

from desirepath.cli.options import Parser, column_roles, existing_files, scale, shared_options
from desirepath.errors import InputError, UsageError


def test_columns_take_roles_quoted_names_and_several_attributes():
    text = 'customer=user id,time="at, local",attribute=plan,attribute="say ""hi"""'
    assert column_roles(text) == {
        "customer": "user id",
        "time": "at, local",
        "attribute": ["plan", 'say "hi"'],
    }


def test_a_column_name_may_hold_an_equals_sign():
    assert column_roles("value=a=b") == {"value": "a=b"}


def test_an_unknown_role_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match='Did you mean "customer"'):
        column_roles("custommer=user")


@pytest.mark.parametrize("text", ["user", "customer=", "customer=a,b"])
def test_a_part_that_is_no_role_says_how_to_write_it(text):
    with pytest.raises(UsageError, match="is not ROLE=COLUMN"):
        column_roles(text)


def test_a_role_given_twice_is_refused():
    with pytest.raises(UsageError, match="given twice"):
        column_roles("time=a,time=b")


@pytest.mark.parametrize(
    ("text", "expected"), [("0-10", (0, 10)), ("1–5", (1, 5)), ("-2-2", (-2, 2)), ("1..7", (1, 7))]
)
def test_a_scale_is_read_in_the_usual_spellings(text, expected):
    assert scale(text) == expected


@pytest.mark.parametrize("text", ["5", "10-0", "3-3", "low-high"])
def test_a_scale_that_is_none_is_refused(text):
    with pytest.raises(UsageError, match="is not MIN-MAX"):
        scale(text)


def test_a_missing_file_names_its_neighbour(tmp_path):
    (tmp_path / "events.csv").write_text("a")
    with pytest.raises(InputError, match=r'Did you mean "events\.csv"'):
        existing_files([str(tmp_path / "event.csv")])


def test_a_folder_is_no_file_and_says_what_it_holds(tmp_path):
    (tmp_path / "events.csv").write_text("a")
    with pytest.raises(InputError, match=r"is a folder, not a file. It holds: events\.csv"):
        existing_files([str(tmp_path)])


def test_options_and_files_may_come_in_any_order():
    parser = Parser(prog="desirepath map")
    shared_options(parser)
    parser.add_argument("files", nargs="*")
    parser.add_argument("-o")
    args = parser.parse(["a.csv", "-o", "x.html", "b.csv", "--json"])
    assert (args.files, args.o, args.json) == (["a.csv", "b.csv"], "x.html", True)


def test_a_mistyped_option_is_answered_with_the_nearest():
    parser = Parser(prog="desirepath map")
    parser.add_argument("--title")
    with pytest.raises(UsageError, match='Did you mean "--title"'):
        parser.parse(["--titel", "x"])
