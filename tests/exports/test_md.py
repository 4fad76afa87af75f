"""The document: every part of the map, and no text of the data that becomes markup."""

import re

import pytest

import drawn_maps
from desirepath.exports.md import diagram, markdown, text

EVERY = drawn_maps.everything()
SAFE = r"(?:[^:;#%{}<>`]|#\d+;|%(?!%))"
TASK = re.compile(rf"^      ({SAFE}+): ([1-5](?:\.\d+)?): ({SAFE}+)$")


@pytest.mark.parametrize("name", EVERY)
def test_stages_are_headings_and_tables_have_as_many_cells_as_columns(name):
    document = EVERY[name]
    made = markdown(document)
    heads = [line[3:] for line in made.splitlines() if line.startswith("## ")]
    assert made.startswith(f"# {text(document['title'])}\n")
    assert [text(stage["name"]) for stage in document["stages"]] == [
        head for head in heads if head not in {"Stages", "Journey", "Pains", "Evidence"}
    ]
    columns = 0
    for line in made.splitlines():
        if not line.startswith("|"):
            columns = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line)) - 1
        columns = columns or cells
        assert cells == columns, line


def test_pains_stand_by_rank_with_cost_and_interval():
    made = markdown(EVERY["plan"])
    ranks = [int(found) for found in re.findall(r"^\| (\d+) \| ", made, re.MULTILINE)]
    assert ranks == sorted(ranks)
    assert ranks[0] == 1
    assert (
        "| 1 | ID photo more than once | Purchase, Proves identity | 809 lost | 690 to 929 " in made
    )


@pytest.mark.parametrize("name", EVERY)
def test_the_diagram_has_a_task_for_each_step_with_its_emotion(name):
    document = EVERY[name]
    lines = diagram(document).splitlines()
    assert lines[:2] == ["```mermaid", "journey"]
    assert lines[-1] == "```"
    sections = [line for line in lines if line.startswith("    section ")]
    tasks = [TASK.match(line) for line in lines[3:-1] if not line.startswith("    section ")]
    assert all(tasks)
    assert len(sections) == len(document["stages"])
    assert len(tasks) == sum(len(stage["steps"]) for stage in document["stages"])


def test_a_step_without_answers_says_so():
    tasks = diagram(EVERY["unanswered"]).splitlines()[3:-1]
    said = [line for line in tasks if not line.startswith("    section ")]
    assert said
    assert all(line.endswith(": 3: no answers") for line in said)
    assert "Proves identity: 1.5: All customers" in diagram(EVERY["plan"])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<img src=x>", r"\<img src=x\>"),
        ("![a](b) [c](d)", r"!\[a\](b) \[c\](d)"),
        ("a | b", r"a \| b"),
        ("# one\n\n- two", r"\# one - two"),
        ("`x` *y* _z_ $w$", r"\`x\` \*y\* \_z\_ \$w\$"),
        ("&lt; \\", r"\&lt; \\"),
        ("https://a.example or www.b.example", r"https\://a.example or www\.b.example"),
    ],
)  # fmt: skip
def test_text_of_the_data_stays_text(given, shown):
    assert text(given) == shown


def test_hostile_names_cannot_leave_the_diagram():
    evil = "Cart```\n%%{init: {}}%% title: x; # y <b>"
    document = drawn_maps.phone_plan(title=evil)
    stage, *others = document["stages"]
    stage = {**stage, "name": evil, "steps": [{**stage["steps"][0], "name": "title of it"}]}
    made = diagram({**document, "stages": [stage, *others]})
    coded = (
        "Cart#96;#96;#96; #37;#37;#123;init#58; #123;#125;#125;#37;#37; title#58; x#59; #35; y "
        "#60;b#62;"
    )
    assert made.count("```") == 2
    assert "%%" not in made
    assert "<" not in made
    assert made.splitlines()[2:5] == [
        f"    title {coded}",
        f"    section {coded}",
        "      #116;itle of it: 3.3: All customers",
    ]


def test_quotes_stand_word_for_word_with_their_ids():
    made = markdown(EVERY["plan"])
    assert "> “Sent my sister the link. (1)”  \n> Referral link, " in made
    assert "S-7381" in made
