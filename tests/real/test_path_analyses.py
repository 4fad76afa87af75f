"""The path analyses on real logs equal the answers that other tools gave."""

import json

import pytest


@pytest.fixture(scope="module", params=["helpdesk", "receipt"])
def log(request, company, real_data):
    """Return the workspace of a log of cases, and what is known of it."""
    known = (real_data / "expected" / f"{request.param}.json").read_text("utf-8")
    return company(request.param), json.loads(known)


def test_cases_events_and_touchpoints_are_counted(log):
    workspace, expected = log
    result = workspace.analyses.touchpoints()
    assert (result.unit, result.journeys, result.events) == (
        "case",
        expected["cases"],
        expected["events"],
    )
    assert {row["touchpoint"]: row["events"] for row in result.rows} == expected["activity_counts"]
    entries = {row["touchpoint"]: row["entries"] for row in result.rows if row["entries"]}
    exits = {row["touchpoint"]: row["exits"] for row in result.rows if row["exits"]}
    assert entries == expected["start_activities"]
    assert exits == expected["end_activities"]


def test_transitions_equal_the_directly_follows_graph(log):
    workspace, expected = log
    rows = workspace.analyses.graph().rows
    pairs = {(r["from"], r["to"]): r["transitions"] for r in rows if r["from"] and r["to"]}
    assert len(pairs) == expected["dfg_edges"]
    assert [[a, b, pairs[a, b]] for a, b, _ in expected["dfg_top15"]] == expected["dfg_top15"]
    counts = sorted(pairs.values(), reverse=True)
    assert counts[:15] == [n for *_, n in expected["dfg_top15"]]


def test_variants_and_the_most_frequent_one(log):
    workspace, expected = log
    result = workspace.analyses.variants(top=1)
    assert 1 + result.extra["others"]["variants"] == expected["variants"]
    assert [result.rows[0]["path"], result.rows[0]["journeys"]] == expected["top_variant"]


def test_durations_to_a_tenth_of_a_second(log):
    workspace, expected = log
    row = workspace.analyses.durations().rows[0]
    for statistic in ("median", "mean", "p90"):
        days = expected["case_duration_days"][statistic]
        assert row[f"{statistic}_seconds"] == pytest.approx(days * 86_400, abs=0.1)


def test_repeats_of_the_helpdesk(log):
    workspace, expected = log
    if "cases_resolved_more_than_once" not in expected:
        pytest.skip("known of the helpdesk only")
    row = next(
        row
        for row in workspace.analyses.touchpoints().rows
        if row["touchpoint"] == "Resolve ticket"
    )
    again = round(row["repeat_share"] * row["journeys"])
    assert again == expected["cases_resolved_more_than_once"]
    funnel = workspace.analyses.funnel(steps=["Resolve ticket", "Resolve ticket"]).rows
    assert funnel[1]["journeys"] == again
    waits = workspace.analyses.funnel(steps="Wait").rows[0]["journeys"]
    assert waits == expected["cases_with_wait"]


def test_channels_of_the_permits(log):
    workspace, expected = log
    if "cases_per_channel" not in expected:
        pytest.skip("known of the permits only")
    rows = {row["segment"]: row for row in workspace.analyses.durations(by="channel").rows}
    assert {name: row["journeys"] for name, row in rows.items()} == expected["cases_per_channel"]
    for name, hours in expected["median_hours_per_channel"].items():
        assert rows[name]["median_seconds"] == pytest.approx(hours * 3600, abs=0.01)
        mean = expected["mean_hours_per_channel"][name]
        assert rows[name]["mean_seconds"] == pytest.approx(mean * 3600, abs=0.01)
    assert [name for name, row in rows.items() if row["few"]] == ["e-mail", "Intern"]
    sent = "T05 Print and send confirmation of receipt"
    for row in workspace.analyses.touchpoints(by="channel").rows:
        if row["touchpoint"] == sent:
            share = expected["share_confirmation_sent_per_channel"][row["segment"]]
            of = expected["cases_per_channel"][row["segment"]]
            assert row["journeys"] / of == pytest.approx(share, abs=1e-6)


@pytest.fixture(scope="module")
def shop(company, real_data):
    """Return the workspace of the web shop, one journey per customer, and what is known."""
    known = (real_data / "expected" / "ecom_synthetic_stories.json").read_text("utf-8")
    return company("ecom"), json.loads(known)


def test_the_shop_has_its_customers_and_events(shop):
    workspace, expected = shop
    workspace.journeys.set(unit="customer")
    result = workspace.analyses.touchpoints()
    assert (result.journeys, result.events) == (expected["users"], expected["events"])
    assert {row["touchpoint"]: row["events"] for row in result.rows} == expected["event_counts"]


def test_the_shop_has_its_sessions_and_conversion_by_lifecycle(shop):
    workspace, expected = shop
    workspace.journeys.set(unit="session")
    for column, known in (("platform", "platform"), ("acquisition_channel", "channel")):
        rows = workspace.analyses.durations(by=column).rows
        sessions = {row["segment"]: row["journeys"] for row in rows}
        assert sessions == expected[f"{known}_sessions"]
    assert sum(sessions.values()) == expected["sessions"]
    by = {"by": "user_lifecycle"}
    reached = workspace.analyses.touchpoints(**by).rows
    sizes = {row["segment"]: row["journeys"] for row in workspace.analyses.durations(**by).rows}
    shares = {
        row["segment"]: row["journeys"] / sizes[row["segment"]]
        for row in reached
        if row["touchpoint"] == "purchase"
    }
    assert shares == pytest.approx(expected["story4_session_conversion_by_lifecycle"], abs=1e-6)
