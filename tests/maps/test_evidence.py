"""The map of a real workspace: every claim in it is asked again and answers the same."""

import drawn_maps
from desirepath.exports.html import page
from shop_rows import SHOP

ANSWERS = """\
user_id,date,touchpoint,rating,comment
ann,2024-03-01 11:00:00,Order paid,5,So easy and quick that I smiled
bob,2024-03-02 10:00:00,Support call,1,Nobody could help me with <b>anything</b>
cyd,2024-03-02 13:00:00,Catalog,3,It was fine I suppose
dan,2024-04-20 09:00:00,Catalog,4,Nice pictures and clear prices
"""


def test_every_claim_of_a_real_map_recomputes_and_the_page_can_be_drawn(workspace, tmp_path):
    (tmp_path / "events.csv").write_text(SHOP)
    (tmp_path / "answers.csv").write_text(ANSWERS)
    workspace.sources.add(tmp_path / "events.csv")
    workspace.sources.add(tmp_path / "answers.csv")
    document = workspace.maps.build().document
    asked = {}
    checked = 0
    for claim in drawn_maps.evidence(document):
        key = (claim["analysis"], repr(claim["params"]))
        if key not in asked:
            result = workspace.analyses.ask(claim["analysis"], **claim["params"])
            asked[key] = (result, result.digest())
        result, digest = asked[key]
        rows = [
            row
            for row in result.rows
            if all(row.get(name) == value for name, value in claim["where"].items())
        ]
        assert len(rows) == 1, claim
        assert rows[0][claim["field"]] == claim["value"]
        assert digest == claim["digest"]
        checked += 1
    assert checked > 40
    names = {p["name"] for s in document["stages"] for t in s["steps"] for p in t["touchpoints"]}
    assert names == {"Catalog", "Cart", "Order paid", "Support call", "Search ad"}
    assert "&lt;b&gt;anything" in page(document)
