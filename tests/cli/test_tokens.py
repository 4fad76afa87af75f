"""A server that others can reach asks for tokens, and the command line of its owner is let in."""

import json
import stat
import urllib.error
import urllib.request

import pytest
from serving import serving

import desirepath as dp


def test_without_a_token_nobody_is_served(call, tmp_path):
    dp.create(tmp_path / "shop").close()
    everywhere = "0.0.0.0"  # noqa: S104 - refused
    code, _, err = call("serve", "-w", tmp_path / "shop", "--host", everywhere, "--port", "0")
    assert code == 1
    assert "desirepath tokens --add" in err


def test_a_served_workspace_lets_its_owner_and_tokens_in(call, tmp_path):
    folder = tmp_path / "shop"
    with dp.create(folder) as ws:
        token = ws.access.make_token("ann")["token"]
    with serving(folder, "--tokens") as server:
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"{server.url}/api/v1/sources")  # noqa: S310
        asked = urllib.request.Request(  # noqa: S310
            f"{server.url}/api/v1/sources", headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            assert json.load(answer) == []
        made = json.loads(call("keys", "--add", "web", "-w", folder, "--json")[1])
        assert made["source"] == "web"
        assert stat.S_IMODE((folder / "lock").stat().st_mode) == 0o600
    assert call("tokens", "-w", folder)[1].count("ann") == 1
