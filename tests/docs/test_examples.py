"""Every example of README.md and docs/ runs, and shows what it prints today."""

import examples
import pytest


def test_every_example_runs_and_shows_its_output_of_today():
    told = [page.stale() for page in examples.run_all()]
    assert len(told) > 20
    assert [sentence for sentence in told if sentence] == []


@pytest.fixture
def page_of(monkeypatch, tmp_path):
    """Return a function that runs a page of this text in an empty folder."""

    def ran(text):
        path = tmp_path / "page.md"
        path.write_text(text, encoding="utf-8")
        return examples.run(path, tmp_path)

    monkeypatch.setattr(examples, "ROOT", tmp_path)
    return ran


def test_a_stale_output_is_shown_with_the_command_that_mends_it(page_of):
    page = page_of("```python\nprint(6 * 7)\n```\n\n```text\n41\n```\n")
    assert page.wanted.endswith("```text\n42\n```\n")
    assert "make docs" in page.stale()
    assert "-41" in page.stale()


def test_an_output_is_cut_where_the_page_wants_it(page_of):
    page = page_of("```python\nprint('a\\nb\\nc')\n```\n```text first=2\na\nb\n…\n```\n")
    assert page.stale() is None


def test_names_of_an_example_hold_on_the_whole_page(page_of):
    page = page_of("```python\nn = 2\n```\nSo\n```python\nprint(n)\n```\n```text\n2\n```\n")
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
def test_what_does_not_run_is_said(page_of, code, said):
    with pytest.raises(examples.ExampleError, match=said):
        page_of(f"{code}\n")


def test_what_cannot_run_here_gives_its_reason_and_is_left_alone(page_of):
    page = page_of("```sh not-run: needs a cluster\nspark-submit\n```\n")
    assert page.stale() is None


def test_make_is_named_with_targets_that_exist(page_of, tmp_path):
    (tmp_path / "Makefile").write_text("demo: ## x\n")
    page_of("```sh\nmake demo ARGS=--no-open  # see it\n```\n")
    with pytest.raises(examples.ExampleError, match="make dance"):
        page_of("```sh\nmake dance\n```\n")
