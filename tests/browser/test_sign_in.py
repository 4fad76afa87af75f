"""A token opens the pages of a server that asks for one, in a real browser."""

import socket
import threading

import pytest

import desirepath as dp
from desirepath.web.app import create_app
from desirepath.web.server import Server


@pytest.fixture
def guarded(tmp_path, built):
    """Yield a workspace and the address of its server, which asks for tokens."""
    with dp.create(tmp_path / "shop") as workspace:
        server = Server(create_app(workspace, guarded=True, own="own secret"))
        listener = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield workspace, f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
        listener.close()


def test_whoever_types_a_token_is_let_in(window, guarded):
    workspace, url = guarded
    token = workspace.access.make_token("ann", scopes=["read"])["token"]
    page = window(("error",), viewport={"width": 1000, "height": 700})
    page.goto(f"{url}/data")
    assert page.url == f"{url}/sign-in"
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Open").click()
    page.wait_for_url(f"{url}/")
    page.get_by_role("navigation").first.wait_for()
    assert token not in page.evaluate("document.cookie")
    assert [asked for asked in page.requests if token in asked] == []
