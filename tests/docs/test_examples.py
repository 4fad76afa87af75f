"""Every example of README.md and docs/ runs, and shows what it prints today."""

import examples
import pytest


def test_every_example_runs_and_shows_its_output_of_today():
    told = [page.stale() for page in examples.run_all()]
    assert len(told) > 20
    assert [sentence for sentence in told if sentence] == []


def page_of(tmp_path, text):
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    return examples.run(path, tmp_path)


@pytest.fixture(autouse=True)
def _names(monkeypatch, tmp_path):
    monkeypatch.setattr(examples, "ROOT", tmp_path)


def test_a_stale_output_is_shown_with_the_command_that_mends_it(tmp_path):
    page = page_of(tmp_path, "```python\nprint(6 * 7)\n```\n\n```text\n41\n```\n")
    assert page.wanted.endswith("```text\n42\n```\n")
    assert "make docs" in page.stale()
    assert "-41" in page.stale()


def test_an_output_is_cut_where_the_page_wants_it(tmp_path):
    page = page_of(tmp_path, "```python\nprint('a\\nb\\nc')\n```\n```text first=2\na\nb\n…\n```\n")
    assert page.stale() is None


def test_names_of_an_example_hold_on_the_whole_page(tmp_path):
    page = page_of(
        tmp_path, "```python\nn = 2\n```\nSo\n```python\nprint(n)\n```\n```text\n2\n```\n"
    )
    assert page.stale() is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("```sh\ndesirepath nothing\n```", "failed"),
        ("```sh\nrm -r company\n```", "not known"),
        ("```sh\ndesirepath serve --nothing\n```", "does not run"),
        ("```sh maybe\ndesirepath init x\n```", "not-run: REASON"),
        ("```python\n1 / 0\n```", "division"),
    ],
)
def test_what_does_not_run_is_said(tmp_path, code, said):
    with pytest.raises(examples.ExampleError, match=said):
        page_of(tmp_path, f"{code}\n")


def test_what_cannot_run_here_gives_its_reason_and_is_left_alone(tmp_path):
    page = page_of(tmp_path, "```sh not-run: needs a cluster\nspark-submit\n```\n")
    assert page.stale() is None


def test_make_is_named_with_targets_that_exist(tmp_path):
    (tmp_path / "Makefile").write_text("demo: ## x\n")
    page_of(tmp_path, "```sh\nmake demo ARGS=--no-open  # see it\n```\n")
    with pytest.raises(examples.ExampleError, match="make dance"):
        page_of(tmp_path, "```sh\nmake dance\n```\n")
