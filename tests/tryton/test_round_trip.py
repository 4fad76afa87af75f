"""An open-source CRM, unmodified: read bit by bit, drawn, written back to, and at rest then."""

# ruff: noqa: S106 - the name of a variable is no secret

from collections import Counter

import desirepath as dp

PARTIES = 1000


def streams(pulled):
    (report,) = pulled["pulled"]
    return {
        one["stream"]: (one["records"], one["accepted"], one["quarantined"])
        for one in report["streams"]
    }


def lines(server, name):
    """Return party → value of a line among the means of contact."""
    found = server.model(
        "party.contact_mechanism.search_read",
        [["name", "=", name]], 0, None, None, ["party", "value"],
    )  # fmt: skip
    assert len({one["party"] for one in found}) == len(found)
    return {one["party"]: one["value"] for one in found}


def test_a_thousand_parties_go_round_and_the_second_time_nothing_is_written(
    tryton, tmp_path, monkeypatch
):
    monkeypatch.setenv("DESIREPATH_TRYTON", "round-trip-0815")
    with dp.create(tmp_path / "shop") as shop:
        door = shop.sources.connections
        door.add("tryton", url=tryton.url, user="admin", database="crm",
                 secret_env="DESIREPATH_TRYTON", site="https://journeys.example.com")  # fmt: skip
        # the company is a party too, and nobody's opportunity
        assert streams(door.pull()) == {
            "parties": (PARTIES + 1, PARTIES + 1, 0), "opportunities": (PARTIES, PARTIES, 0),
        }  # fmt: skip
        assert streams(door.pull()) == {"parties": (2, 0, 0), "opportunities": (2, 0, 0)}

        # the CRM's own workflow loses three: only they are read, and only their end is new
        tryton.model("sale.opportunity.lost", [1, 2, 3])
        found = streams(door.pull())
        assert found["opportunities"] == (3 + 2, 3, 0)
        drawn = shop.maps.build().document
        told = Counter(
            {touchpoint["name"]: touchpoint["events"] for stage in drawn["stages"]
             for step in stage["steps"] for touchpoint in step["touchpoints"]}
        )  # fmt: skip
        assert told == {
            "Contact created": PARTIES + 1, "Lead": PARTIES, "Opportunity won": PARTIES // 4,
            "Opportunity lost": 3,
        }  # fmt: skip

        looked = door.push("tryton")
        assert lines(tryton, "Journey stage") == lines(tryton, "Journey risk") == {}
        assert Counter(one["name"] for one in looked["changes"]) == dict.fromkeys(
            ("stage", "risk", "link"), PARTIES + 1
        )
        written = door.push("tryton", write=True)
        assert written["changes"] == looked["changes"]
        wanted = {int(one["id"]): one["new"] for one in looked["changes"] if one["name"] == "stage"}
        assert lines(tryton, "Journey stage") == wanted
        assert len(set(wanted.values())) > 1
        assert len(lines(tryton, "Journey risk")) == PARTIES + 1

        # at rest: nothing to write, and nothing of what was written comes back
        assert door.push("tryton", write=True)["changes"] == []
        before = shop.sources.list()
        assert sum(accepted for _, accepted, _ in streams(door.pull()).values()) == 0
        assert shop.sources.list() == before

        # somebody in the CRM changes one value: it alone is put right, in the same line
        line = tryton.model(
            "party.contact_mechanism.search", [["name", "=", "Journey risk"], ["party", "=", 7]]
        )
        tryton.model("party.contact_mechanism.write", line, {"value": "high"})
        (only,) = door.push("tryton", write=True)["changes"]
        assert (only["id"], only["name"], only["old"]) == ("7", "risk", "high")
        assert lines(tryton, "Journey risk")[7] == only["new"]
