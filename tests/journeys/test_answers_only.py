"""A workspace of answers without events: each question its own step, and a period."""

import pytest


@pytest.fixture
def survey(workspace, tmp_path):
    lines = ["respondent,question_code,rating_value,date"]
    for person in range(12):
        for question in range(20):
            score = 1 + (person + question) % 5
            lines.append(f"p{person},Q{question:02d},{score},2024-05-{1 + person:02d}")
    file = tmp_path / "ratings.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    workspace.sources.add(file, kind="feedback")
    return workspace


def test_nobody_walked_so_no_touchpoint_joins_another(survey):
    steps = [step for stage in survey.maps.build().document["stages"] for step in stage["steps"]]
    names = [[found["name"] for found in step["touchpoints"]] for step in steps]
    assert sorted(names) == [[f"Q{question:02d}"] for question in range(20)]


def test_the_period_is_that_of_the_answers(survey):
    assert survey.maps.build().document["period"] == {"from": "2024-05-01", "to": "2024-05-12"}
