"""Who has a map open: those who listen to the news and said so, until they stop listening."""

import json

import pytest
from fastapi.testclient import TestClient

from awaited import awaited
from desirepath.errors import InputError
from desirepath.web.app import create_app
from desirepath.web.live import HELLO, Live
from desirepath.web.presence import READY, Presence

ANN = {"session": "ann", "name": "Ann"}
SOMEBODY = {"session": "bob", "name": None}


async def listening(at, session):
    """Return an open stream whose session is known."""
    stream = at.stream(session)
    assert [await anext(stream), await anext(stream)] == [HELLO, READY]
    return stream


def told(piece):
    return json.loads(piece.decode().partition("data: ")[2])


def test_everyone_hears_who_comes_and_who_goes():
    async def story():
        at = Presence(Live())
        watching = await listening(at, "ann")
        other = await listening(at, "bob")
        heard = []
        assert at.stand("ann", "current", " Ann\x1b ") == [ANN]
        heard.append(told(await anext(watching)))
        assert at.stand("bob", "current", None) == [ANN, SOMEBODY]
        heard.append(told(await anext(watching)))
        at.stand("bob", "current", None)  # said again, nothing is new
        at.stand("bob", "another", None)
        heard += [told(await anext(watching)) for _ in range(2)]
        at.stand("bob", "current", None)
        heard += [told(await anext(watching)) for _ in range(2)]
        await other.aclose()  # the page is closed: nobody has to say so
        heard.append(told(await anext(watching)))
        assert at.people("current") == [ANN]
        assert at.stand("ann", None, None) == []
        assert at.people("current") == []
        await watching.aclose()
        return heard

    assert awaited(story()) == [
        {"map": "current", "people": [ANN]},
        {"map": "current", "people": [ANN, SOMEBODY]},
        {"map": "current", "people": [ANN]},
        {"map": "another", "people": [SOMEBODY]},
        {"map": "another", "people": []},
        {"map": "current", "people": [ANN, SOMEBODY]},
        {"map": "current", "people": [ANN]},
    ]


def test_a_tab_that_was_doubled_is_gone_with_its_last_stream():
    async def story():
        at = Presence(Live())
        one, two = await listening(at, "ann"), await listening(at, "ann")
        at.stand("ann", "current", None)
        await one.aclose()
        stays = at.people("current")
        await two.aclose()
        return stays, at.people("current")

    assert awaited(story()) == ([{"session": "ann", "name": None}], [])


def test_who_hears_no_news_is_not_there(workspace):
    with pytest.raises(InputError, match="listens to no news"):
        Presence(Live()).stand("ann", "current", None)
    with TestClient(create_app(workspace), base_url="http://127.0.0.1:8480") as client:
        answer = client.put("/api/v1/presence", json={"session": "ann", "map": "current"})
    assert (answer.status_code, answer.json()["title"]) == (422, "Wrong input")
