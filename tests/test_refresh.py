"""Asked again of the same data, an answer is known; after any change it is computed anew."""

import pytest

import desirepath.analyses
from desirepath import refresh


@pytest.fixture
def asked(monkeypatch):
    """Count how often an analysis is computed."""
    real, names = desirepath.analyses.ask, []

    def counting(tables, name, options):
        names.append(name)
        return real(tables, name, options)

    monkeypatch.setattr(refresh.analyses, "ask", counting)
    return names


def test_a_map_that_is_opened_again_asks_nothing(workspace, shop_file, asked):
    workspace.sources.add(shop_file)
    first = workspace.maps.build().document
    n = len(asked)
    assert n > 3
    assert workspace.maps.build().document == first
    workspace.analyses.pains()
    assert len(asked) == n
    assert workspace.maps.build(where=["plan=gold"]).document != first
    assert len(asked) > n


def test_an_import_a_correction_and_a_setting_change_the_numbers(workspace, shop_file, tmp_path):
    workspace.sources.add(shop_file)
    assert workspace.analyses.graph().journeys == 4
    (tmp_path / "more.csv").write_text("user_id,event,timestamp\neve,Catalog,2024-03-05 10:00:00\n")
    workspace.sources.add(tmp_path / "more.csv")
    assert workspace.analyses.graph().journeys == 5
    assert workspace.maps.build().document["overall"][0]["value"] == 5
    workspace.journeys.correct({"Cart": "Use"})
    stages = {row["touchpoint"]: row["stage"] for row in workspace.analyses.ask("stages").rows}
    assert stages["Cart"] == "Use"
    workspace.journeys.set(unit="session", gap="1h")
    assert workspace.analyses.graph().journeys == 6
