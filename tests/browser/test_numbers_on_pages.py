"""Every number on every page is what the command line answers to the same question."""

import json
import re

import pytest

from browser.pages import ready
from desirepath import registry
from desirepath.cli.main import run
from desirepath.maps import numbers

COUNTS = (
    "journeys|customers|events|n|transitions|variants|affected|others|entries|exits|rank|step|"
    "position|answers_.*|still_open|rows|accepted|count"
)
SHARES = (
    r"(^|_)(share|rate)(_|$)|^(exit|repeat)_share|^answered$|^confidence$|^filled$|_confidence$"
)
OPTIONS = {"funnel": {"steps": "Plan page > ID check > Order paid"}}


def shown(name, value, row):
    """Write a value as the pages do: the kind of a column is told by its name (`values.ts`)."""
    if name in {"low", "high"} and row.get("share") is not None:
        name = "share"
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict) or (
        isinstance(value, list) and value and isinstance(value[0], dict)
    ):
        return None
    if isinstance(value, list):
        return " › ".join(str(one) for one in value)
    if isinstance(value, str):
        return value
    if re.search(SHARES, name):
        return numbers.share(value)
    if "seconds" in name:
        return numbers.duration(value)
    if re.search("^valence|^emotion(_low|_high)?$|^lift$", name):
        return numbers.emotion(value)
    if name in {"cost", "cost_low", "cost_high"}:
        return numbers.amount(value)
    if re.fullmatch(COUNTS, name) or float(value).is_integer():
        return numbers.exact(value)
    return numbers.decimal(value, 2 if abs(value) < 10 else 1)


def flat(text):
    return " ".join(text.split())


@pytest.fixture
def ask(firm_folder, firm_server, capsys):
    """Return a function that asks the command line, which asks the server that owns the data."""

    def answer(*words):
        capsys.readouterr()
        assert run([*words, "-w", str(firm_folder), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return answer


def columns_of(rows, meanings):
    found = dict.fromkeys(key for row in rows[:200] for key in row)
    declared = [key for key in meanings if key in found]
    first = ["segment"] if any(row.get("segment") is not None for row in rows) else []
    listed = dict.fromkeys([*first, *declared, *found])
    return [key for key in listed if key != "segment" or first]


@pytest.mark.parametrize("by", [None, "device"])
def test_every_table_of_every_analysis_says_what_the_command_line_says(
    browse, firm_server, ask, by
):
    page = browse("/journeys", at=firm_server)
    read = 0
    for name in registry.names("analyses"):
        options = {**OPTIONS.get(name, {}), **({"by": by} if by else {})}
        words = [word for key, value in options.items() for word in (f"--{key}", value)]
        expected = ask("analyse", name, *words)
        query = "&".join(f"{key}={value}" for key, value in {**options, "table": name}.items())
        page.evaluate(
            "to => { history.pushState(null, '', to); dispatchEvent(new Event('popstate')) }",
            f"/journeys/{name}?{query}",
        )
        ready(page)
        while page.get_by_role("button", name="show more").count():
            page.get_by_role("button", name="show more").click()
        cells = page.locator(".tablebox tbody tr").evaluate_all(
            "all => all.map(row => [...row.children].map(cell => cell.textContent))"
        )
        assert len(cells) == len(expected["rows"]), name
        meanings = registry.load("analyses", name).ROW
        columns = columns_of(expected["rows"], meanings)
        for told, row in zip(cells, expected["rows"], strict=True):
            assert len(told) == len(columns), name
            for column, text in zip(columns, told, strict=True):
                wanted = shown(column, row.get(column), row)
                if wanted is not None:
                    assert flat(text) == flat(wanted), (name, column, row)
                    read += 1
        counted = f"{numbers.exact(expected['journeys'])} journeys"
        assert flat(counted) in flat(page.locator(".panel > header").first.inner_text())
    assert read > 2000
    assert page.problems == []


def test_the_lists_of_customers_metrics_sources_and_coverage_say_it_too(browse, firm_server, ask):
    page = browse("/customers", at=firm_server)
    rows = page.locator("table.customers tbody tr").all_inner_texts()
    listed = ask("customers")["rows"]
    assert [text.split("\t")[0] for text in rows] == [row["customer"] for row in listed]
    for text, row in zip(rows, listed, strict=True):
        told = [cell.strip() for cell in text.split("\t")]
        assert told[5:8] == [str(row[key]) for key in ("journeys", "events", "answers")]
    page = browse("/feedback", at=firm_server)
    metrics = ask("analyse", "metrics")["rows"]
    panel = page.get_by_role("region", name="Metrics", exact=True)
    while panel.get_by_role("button", name="show more").count():
        panel.get_by_role("button", name="show more").click()
    values = page.locator(".estimates strong").all_inner_texts()
    assert len(values) == len(metrics) > 0
    for value, row in zip(values, metrics, strict=True):
        write = numbers.share if row["metric"] in {"csat", "ces_top"} else numbers.decimal
        assert flat(value) == flat(write(row["value"]))
    page = browse("/data", at=firm_server)
    audit = ask("audit")
    sources = page.locator("table.sources").first.locator("tbody tr").all_inner_texts()
    assert [text.split("\t")[2] for text in sources] == [
        numbers.exact(row["accepted"]) for row in audit["sources"]
    ]
    expected = [str(round(100 * row["journeys"] / row["of_journeys"])) for row in audit["coverage"]]
    cells = page.locator(".heat td span:not(.none)").all_inner_texts()
    assert sorted(cells) == sorted(expected)


def test_everything_that_can_be_operated_has_a_name_that_a_screen_reader_says(browse, firm_server):
    for path in ("/maps/current", "/journeys", "/journeys/graph", "/data", "/feedback"):
        page = browse(path, at=firm_server)
        tree = page.locator("body").aria_snapshot()
        assert tree.count("- ") > 20
        for role in ("button", "link", "combobox", "textbox", "slider", "searchbox", "checkbox"):
            nameless = re.findall(rf"^\s*- {role}(?: \[[^\]]*\])*:?$", tree, re.MULTILINE)
            assert nameless == [], (path, role)
    document_stages = browse("/maps/current", at=firm_server).locator("body").aria_snapshot()
    assert all(words in document_stages for words in ("Purchase", "ID check", "120"))
