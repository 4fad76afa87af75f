"""Asked again of the same data, an answer is known; after any change it is computed anew."""

import pytest

import desirepath as dp
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


def test_a_map_is_known_after_the_workspace_was_opened_anew(
    tmp_path, shop_file, asked, monkeypatch
):
    with dp.create(tmp_path / "kept") as made:
        made.sources.add(shop_file)
        first = made.maps.build()
    asked.clear()
    with dp.open(tmp_path / "kept") as opened:
        assert opened.maps.build().digest == first.digest
        assert asked == []
        opened.journeys.correct({"Cart": "Use"})
        corrected = opened.maps.build()
        assert corrected.digest != first.digest
    asked.clear()
    monkeypatch.setattr(refresh, "mark", lambda: "newer code")
    with dp.open(tmp_path / "kept") as opened:
        assert opened.maps.build().digest == corrected.digest
        assert asked


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
