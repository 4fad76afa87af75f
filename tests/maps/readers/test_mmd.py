"""Mermaid journeys: the grammar of mermaid, its codes, and where a diagram is none."""

import pytest

from desirepath.errors import InputError, UnreadableFile
from desirepath.maps import readers
from shared_fields import columns, felt

DIAGRAM = """\
---
title: Overruled by the diagram
---
%%{init: {"theme": "forest"}}%%
journey
    title My working day
    %% nobody reads this
    accTitle: For a screen reader
    accDescr {
      two lines
    }
    section Go to work
      Make tea: 5: Me
      Go upstairs: 3.5: Me # steep
      Do work: 1: Me, Cat
    section Go home
      Sit down
"""


@pytest.fixture
def read(tmp_path):
    def of(text, name="day.mmd", **encoding):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode(**encoding))
        return readers.read(file)

    return of


def test_sections_are_stages_tasks_are_steps_and_scores_are_emotions(read):
    told = read(DIAGRAM.replace("Sit down", "Sit down: 5: Me"))
    assert told.document["title"] == "My working day"
    assert columns(told.document) == [
        ("Go to work", ["Make tea", "Go upstairs", "Do work"]),
        ("Go home", ["Sit down"]),
    ]
    assert list(felt(told.document).values()) == [2.0, 0.5, -2.0, 2.0]
    assert told.document["coverage"] == {"measured": 0.0, "inferred": 0.0, "assumed": 1.0}


def test_several_actors_are_a_lane_and_one_is_the_persona(read):
    told = read(DIAGRAM.replace("Sit down", "Sit down: 5"))
    lane = next(lane for lane in told.document["lanes"] if lane["title"] == "Actors")
    assert [cell["content"]["title"] for cell in lane["cells"]] == ["Me", "Me", "Me, Cat"]
    assert told.document["persona"] is None
    assert read("journey\nsection A\nB: 1: Maya\nC: 2: Maya").document["persona"] == "Maya"


@pytest.mark.parametrize(
    ("task", "line", "words"),
    [
        ("Sit down", 17, "no task"),
        ("Sit down: very", 17, "no score"),
        ("Sit down: NaN: Me", 17, "no score"),
        (": 5: Me", 17, "no task"),
    ],
)
def test_a_line_that_is_no_task_is_named_by_its_number(read, task, line, words):
    with pytest.raises(UnreadableFile, match=f"line {line}.*{words}"):
        read(DIAGRAM.replace("Sit down", task))


def test_codes_are_the_signs_they_mean(read):
    told = read("journey\nsection Zo#235; #58; A#quot;B\n #116;itle: 2: a#44;b\nsection #nix;")
    assert columns(told.document) == [('Zoë : A"B', ["title"]), ("#nix;", ["#nix;"])]
    assert told.document["persona"] == "a,b"


def test_scores_outside_are_read_as_the_nearest_and_told(read):
    told = read("journey\nsection A\nB: 9: x\nC: 0: x")
    assert list(felt(told.document).values()) == [2.0, -2.0]
    assert sum("outside 1…5" in note for note in told.report["notes"]) == 2


def test_tasks_before_a_section_and_equal_sections_have_a_place(read):
    told = read("journey\nA: 1: x\nsection B\nC: 2: x\nsection B\nC: 3: x")
    assert columns(told.document) == [("Journey", ["A"]), ("B", ["C"]), ("B (2)", ["C"])]
    assert told.report["renamed"][0] | {"why": ""} == {"from": "B", "to": "B (2)", "why": ""}


def test_a_document_with_a_diagram_in_it_is_read_from_there(read):
    text = f"# Notes\n\n```mermaid\nflowchart LR\n```\n\n~~~mermaid\n{DIAGRAM}~~~\n"
    with pytest.raises(UnreadableFile, match=r'line 24.*"Sit down" is no task'):
        read(text, "notes.md")
    assert len(read(text.replace("Sit down", "Sit: 1"), "notes.md").document["stages"]) == 2


def test_another_diagram_is_told_apart(read):
    with pytest.raises(UnreadableFile, match='line 2 says "flowchart LR"'):
        read("\nflowchart LR\n A --> B\n")
    with pytest.raises(UnreadableFile, match="is no Mermaid journey"):
        read("%% only this\n")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(read, encoding):
    text = "journey\r\nsection Übergabe für Ängstliche\r\nGeht müde heim: 2: Käthe\r\n"
    told = read(text.encode(encoding))
    assert columns(told.document) == [("Übergabe für Ängstliche", ["Geht müde heim"])]


def test_a_thousand_stages_are_refused_with_what_to_do(read):
    text = "journey\n" + "".join(f"section S{n}\nT: 3: x\n" for n in range(1000))
    with pytest.raises(InputError, match=r"more than 100 stages.*split the map"):
        read(text)
    steps = "journey\nsection S\n" + "".join(f"T{n}: 3: x\n" for n in range(501))
    with pytest.raises(InputError, match="more than 500 steps"):
        read(steps)
