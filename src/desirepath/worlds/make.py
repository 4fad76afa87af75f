"""Makes a world: people live, answer surveys, files are written and dirtied, truth is kept."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from desirepath.errors import InputError
from desirepath.worlds.answers import answers
from desirepath.worlds.dirt import soil
from desirepath.worlds.draws import Draws
from desirepath.worlds.people import Rates, people
from desirepath.worlds.sheets import Sheet, Writer, as_json
from desirepath.worlds.template import Industry, industry
from desirepath.worlds.truth import Truth, document, write_tables
from desirepath.worlds.walk import Life, live

IDENTITIES = ("shared", "fragmented")


def make_world(
    name: str,
    seed: int,
    customers: int,
    out_dir: Path | str,
    words: Mapping[str, Sequence[str]] | Path | str | None = None,
    *,
    identity: str = "shared",
    bias: float = 1.0,
    hidden: float = 0.25,
    dirty: bool = True,
) -> Truth:
    """Write the raw files of a synthetic company and its truth into `out_dir`; return the truth.

    `name` is an industry (`template.industries()`), `words` replaces the touchpoint names
    (id → names, or a TOML file). `identity` "shared" puts one exact customer key into every file,
    "fragmented" leaves only each system's own identifiers. `bias` is how much more the unhappy
    answer (0 = nobody), `hidden` the share of that which no file shows, both 0…1.
    The same arguments give the same bytes. Raises InputError for impossible arguments,
    UnknownName for an industry that does not exist.
    """
    import numpy as np

    _check(customers, identity, bias, hidden)
    template = industry(name, seed, words)
    key = f"{name}|{seed}"
    draws = Draws(key)
    dates = _dates(template, key)
    folk = people(template, draws, customers, Rates())

    lives: dict[tuple[str, ...], Life] = {}

    def relive(who: Any, without: Collection[str]) -> Life:
        left_out = tuple(without)
        if left_out not in lives:
            lives[left_out] = live(template, folk, draws, who, dates=dates, without=without)
        return lives[left_out]

    life = relive(np.arange(customers), ())
    given = answers(template, folk, life, draws, bias=bias, hidden=hidden)
    writer = Writer(template, folk, life, key, fragmented=identity == "fragmented")
    sheets = writer.sheets(given)
    if dirty:
        sheets = [soil(sheet, key) for sheet in sheets]
    folder = Path(out_dir)
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in sheets:
        (folder / sheet.name).write_bytes(_content(sheet))
    facts = {
        "industry": name,
        "seed": seed,
        "words": "given" if words is not None else "shipped",
        "identity": identity,
        "response_bias": {"strength": bias, "hidden": hidden},
    }
    found = document(
        template, folk, life, relive, dates=dates, sheets=sheets, answers=given, facts=facts
    )
    write_tables(
        folder / "truth",
        template,
        folk,
        life,
        relive,
        texts=writer.texts,
        typos=writer.typos,
    )
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(f"{text}\n", encoding="utf-8")
    return Truth(folder, found)


def _check(customers: int, identity: str, bias: float, hidden: float) -> None:
    if not 20 <= customers <= 1_000_000:
        raise InputError(f"A world has 20 to 1 000 000 customers, not {customers}.")
    if identity not in IDENTITIES:
        raise InputError(f'identity is "{identity}"; it can be {" or ".join(IDENTITIES)}.')
    if not (0 <= bias <= 3 and 0 <= hidden <= 1):
        raise InputError(f"bias is 0 to 3 and hidden 0 to 1, not {bias} and {hidden}.")


def _dates(template: Industry, key: str) -> dict[str, Any]:
    """Return when the incident and the intervention take place."""
    chance = Random(f"{key}|dates")  # noqa: S311 - invented data
    planned = next(pain for pain in template.pains if pain.kind == "incident")
    first = chance.randrange(90, 300)
    length = chance.randrange(int(planned.window_days[0]), int(planned.window_days[1]) + 1)
    return {
        "incident": (first, first + length),
        "intervention": chance.randrange(*template.intervention["day"]),
    }


def _content(sheet: Sheet) -> bytes:
    if sheet.name.endswith(".jsonl"):
        lines = "".join(f"{as_json(sheet.header, row)}\n" for row in sheet.rows)
        return lines.encode(sheet.encoding)
    memory = io.StringIO()
    writer = csv.writer(memory, delimiter=sheet.delimiter, lineterminator="\r\n")
    writer.writerow(sheet.header)
    writer.writerows(sheet.rows)
    return memory.getvalue().encode(sheet.encoding, errors="replace")
