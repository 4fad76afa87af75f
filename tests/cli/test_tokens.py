"""A server that others can reach asks for tokens, and the command line of its owner is let in."""

import json
import stat
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

import desirepath as dp

DESIREPATH = [sys.executable, "-m", "desirepath"]


def ask(*words):
    return subprocess.run([*DESIREPATH, *words], capture_output=True, text=True, check=False)


def test_without_a_token_nobody_is_served(tmp_path):
    dp.create(tmp_path / "shop").close()
    everywhere = "0.0.0.0"  # noqa: S104 - refused
    refused = ask("serve", "-w", str(tmp_path / "shop"), "--host", everywhere, "--port", "0")
    assert refused.returncode == 1
    assert "desirepath tokens --add" in refused.stderr


def test_a_served_workspace_lets_its_owner_and_tokens_in(tmp_path):
    folder = tmp_path / "shop"
    with dp.create(folder) as ws:
        token = ws.access.make_token("ann")["token"]
    with subprocess.Popen(
        [*DESIREPATH, "serve", "-w", str(folder), "--port", "0", "--json", "--tokens"],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            told = "".join(iter(server.stdout.readline, "}\n")) + "}"
            url = json.loads(told)["url"]
            with pytest.raises(urllib.error.HTTPError, match="401"):
                urllib.request.urlopen(f"{url}/api/v1/sources")  # noqa: S310
            asked = urllib.request.Request(  # noqa: S310
                f"{url}/api/v1/sources", headers={"Authorization": f"Bearer {token}"}
            )
            with urllib.request.urlopen(asked) as answer:  # noqa: S310
                assert json.load(answer) == []
            made = ask("keys", "--add", "web", "-w", str(folder), "--json")
            assert json.loads(made.stdout)["source"] == "web", made.stderr
            assert stat.S_IMODE((folder / "lock").stat().st_mode) == 0o600
        finally:
            server.terminate()
            server.wait(timeout=30)
    assert ask("tokens", "-w", str(folder)).stdout.count("ann") == 1
