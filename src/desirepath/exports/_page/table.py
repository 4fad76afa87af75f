"""The map as a table: the same cells in words, for screen readers, search and small screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desirepath.exports._page.paint import text
from desirepath.maps.draw_cards import class_of
from desirepath.maps.draw_numbers import value_text
from desirepath.maps.images import told as pictured
from desirepath.maps.numbers import amount, duration, emotion, exact, share
from desirepath.maps.pain_words import standing
from desirepath.maps.quoted import captions

Columns = list[tuple[Mapping[str, Any], Mapping[str, Any]]]


def twin(document: Mapping[str, Any]) -> str:
    """Return the map as one table; folded touchpoints and cards stand here in full."""
    columns: Columns = [(stage, step) for stage in document["stages"] for step in stage["steps"]]
    if not columns:
        return ""
    stages = "".join(
        f'<th scope="colgroup" colspan="{len(stage["steps"])}">{text(stage["name"])}'
        f"{_stage_counts(stage)}</th>"
        for stage in document["stages"]
        if stage["steps"]
    )
    steps = "".join(
        f'<th scope="col">{text(step["name"])}{_waits(step)}</th>' for _, step in columns
    )
    rows = "".join(_row(lane, columns) for lane in document["lanes"])
    return (
        '<details id="table" class="twin"><summary>The map as a table</summary>'
        '<div class="scroll" tabindex="0" role="region" aria-label="The map as a table"><table>'
        f"<caption>{text(document['title'])}: everything on the map, nothing folded</caption>"
        f'<thead><tr><th scope="row">Stage</th>{stages}</tr>'
        f'<tr><th scope="row">Step</th>{steps}</tr></thead><tbody>{rows}</tbody></table></div>'
        "</details>"
    )


def words(lane: Mapping[str, Any], cell: Mapping[str, Any]) -> list[str]:
    """Return a cell in lines of plain text."""
    content = cell["content"]
    class_ = class_of(cell)
    if content.get("quotes"):
        assumed = class_ == "assumed"
        return [
            f"“{quote['text']}” ({captions(quote, assumed=assumed)[0]})"
            for quote in content["quotes"]
        ]
    if lane["picture"] == "bars":
        return [_touchpoint(item) for item in content.get("items", [])]
    if lane["picture"] == "chips" and content.get("items"):
        return [", ".join(str(item["name"]) for item in content["items"])]
    if lane["picture"] == "numbers" and content.get("items"):
        return [
            f"{item['label']}{_of(item)} {value_text(item, item.get('value'))}{_n(item)}"
            for item in content["items"]
        ]
    if lane["picture"] == "curve" and content.get("valence") is not None:
        low, high = content.get("low"), content.get("high")
        between = f" ({emotion(low)} to {emotion(high)})" if low is not None else ""
        few = ", few answers" if content.get("few") else ""
        return [f"{emotion(content['valence'])}{between}{_n(content)}{few}, {class_}"]
    lines = [str(content.get("title") or content.get("text") or "")]
    if content.get("title") and content.get("text"):
        lines.append(str(content["text"]))
    if pictured(content):
        lines.append(f"Image: {pictured(content)}")
    if content.get("rank") and content.get("cost"):
        lines[0] = f"{content['rank']}. {lines[0]}"
        lines.append(
            f"{amount(content['cost'])} {content.get('unit', '')} "
            f"({amount(content.get('cost_low'))} to {amount(content.get('cost_high'))})"
        )
    elif content.get("rank"):
        lines.append(standing(content)[0])
    if content.get("reason"):
        lines.append(str(content["reason"]))
    if content.get("lift") is not None:
        lines.append(f"{emotion(content['lift'])}{_n(content)}")
    if content.get("impact"):
        lines.append(f"impact {content['impact']} of {content.get('dots', 5)}")
    return [*lines, class_]


def _row(lane: Mapping[str, Any], columns: Columns) -> str:
    cells: dict[tuple[str, str | None], list[str]] = {}
    for cell in lane["cells"]:
        step = cell["step"]
        if step is None:
            step = next((s["id"] for stage, s in columns if stage["id"] == cell["stage"]), None)
        shown = "<br>".join(text(line) for line in words(lane, cell))
        cells.setdefault((cell["stage"], step), []).append(f"<p>{shown}</p>")
    filled = "".join(
        f"<td>{''.join(cells.get((stage['id'], step['id']), []))}</td>" for stage, step in columns
    )
    return f'<tr><th scope="row">{text(lane["title"])}</th>{filled}</tr>'


def _stage_counts(stage: Mapping[str, Any]) -> str:
    if not stage.get("journeys"):
        return ""
    of_first = share(stage.get("share_of_first"))
    return f" <small>{exact(stage['journeys'])}, {of_first} of the first stage</small>"


def _waits(step: Mapping[str, Any]) -> str:
    if not step.get("journeys"):
        return ""
    wait = step.get("median_seconds_wait")
    after = f", after {duration(wait)}" if wait is not None else ""
    return f" <small>{exact(step['journeys'])}{after}</small>"


def _touchpoint(item: Mapping[str, Any]) -> str:
    if "events" in item:
        channel = f", {item['channel']}" if item.get("channel") else ""
        return (
            f"{item['name']}: {exact(item['events'])} contacts in "
            f"{exact(item['journeys'])} journeys{channel}"
        )
    if item.get("valence") is not None:
        return f"{item['name']}: {emotion(item['valence'])}{_n(item)}"
    return f"{item['name']} ({item['channel']})" if item.get("channel") else str(item["name"])


def _of(item: Mapping[str, Any]) -> str:
    return f", {item['touchpoint']}:" if item.get("touchpoint") else ""


def _n(item: Mapping[str, Any]) -> str:
    return f", n {exact(item['n'])}" if item.get("n") is not None else ""
