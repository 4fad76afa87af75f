"""What a format of maps can carry: two maps are equal on it after a round trip."""

from desirepath.exports._page.cells import at, lines

OWN = ("emotion", "moments")


def columns(document):
    return [
        (stage["name"], [step["name"] for step in stage["steps"]]) for stage in document["stages"]
    ]


def felt(document, digits=1):
    """Return the emotion −2…+2 of every step as it is shown."""
    lane = next((lane for lane in document["lanes"] if lane["id"] == "emotion"), {"cells": []})
    found = {}
    for stage in document["stages"]:
        for number, step in enumerate(stage["steps"]):
            cells = at(lane, stage["id"], step["id"])
            values = [cell["content"].get("valence") for cell in cells]
            value = next((one for one in values if one is not None), None)
            place = (stage["name"], number)
            found[place] = None if value is None else round(value * 2, digits) + 0.0
    return found


def said(document, *, emotion=True):
    """Return the words of every lane at every place, blank space aside; steps by their number.

    Ids are made anew from names where a format has none.
    """
    found = {}
    for lane in document["lanes"]:
        if lane["id"] == "emotion" and not emotion:
            continue
        for stage in document["stages"]:
            places = {None: None, **{no: step["id"] for no, step in enumerate(stage["steps"])}}
            for number, step in places.items():
                told = [_plain(lane, cell) for cell in at(lane, stage["id"], step)]
                if any(told):
                    found[lane["title"], stage["name"], number] = "\n".join(filter(None, told))
    return found


def counts(document):
    return {
        (stage["name"], number): (step["journeys"], step["median_seconds_wait"])
        for stage in document["stages"]
        for number, step in enumerate(stage["steps"])
    }


def _plain(lane, cell):
    if lane["id"] == "emotion":
        return f"{round((cell['content'].get('valence') or 0) * 2, 1) + 0.0:+}"
    words = "\n".join(lines(lane, cell)).replace("\x00", "")
    return "\n".join(line for line in (" ".join(one.split()) for one in words.splitlines()) if line)
