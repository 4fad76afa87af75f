"""What the answers are about: themes per language, found in their texts or given by people.

    themes_found                                          theme_of
    | language | fingerprint | facts                |     | text_key | theme            |
    | en       | 5d0c…       | [{"id": "en-parcel", |     | 9f2c…    | en-parcel-late   |
    |          |             |   "name", "terms" …}] |     | 77ab…    | en-bill-fee      |

Found anew when the texts, or what people said about themes, are others than before. People rename,
join, split, pin and hide themes (book labels of kind `theme-edit`); an edit remembers the telling
words of its theme and goes to the theme that has most of them, because the groups move a little
as texts come. Texts that people gave a theme (kind `theme`) have it; from 100 of them on in a
language a classifier learns these themes and takes over from the found ones.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desirepath.enrichers import _calibrated, _themes
from desirepath.journeys import readings
from desirepath.journeys.names import slug, unique
from desirepath.model.progress import Progress
from desirepath.model.result import canonical

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

METHOD = "themes/1"
FOUND, OF, TEXTS = "themes_found", "theme_of", "theme_texts"
LIKE = 0.25
"""An edit finds its theme again by at least so much of its telling words."""
SURE = 0.6
"""A classifier of a person's themes names one only when it is as sure as that."""
MOST = 100_000
Edits = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Group:
    """One theme with the numbers of its texts."""

    id: str
    name: str
    terms: tuple[str, ...]
    texts: tuple[int, ...]
    coherence: float | None = None
    stability: float | None = None
    junk: bool = False
    pinned: bool = False
    set_by: str = "found"


def add(
    warehouse: Warehouse,
    answers: Any,
    labels: Mapping[str, str],
    edits: Edits,
    progress: Progress,
) -> tuple[Any, list[dict[str, Any]]]:
    """Return answers with `theme` (an id) and `themes` (names, JSON), and all themes.

    `labels`: text key → theme, `edits`: theme id → what people changed.
    """
    import ibis

    told = answers.filter(answers.text.notnull() & answers.language.notnull())
    told = told.select("text", "language").distinct()
    told = warehouse.create(TEXTS, told.mutate(text_key=readings.key(told.text)), temp=True)
    sizes = warehouse.rows(told.group_by("language").aggregate(n=told.count()))
    known = _known(warehouse)
    made: list[dict[str, Any]] = []
    given: dict[str, str] = {}
    fresh = False
    for language in sorted(row["language"] for row in sizes if row["n"] >= _themes.ENOUGH):
        texts = told.filter(told.language == language).order_by("text_key").limit(MOST)
        keys = [row["text_key"] for row in warehouse.rows(texts.select("text_key"))]
        mark = _mark(keys, labels, edits)
        row = known.get(language)
        if row is None or row["fingerprint"] != mark:
            progress(f"Finding themes in {len(keys)} texts ({language})", None)
            words = [row["text"] for row in warehouse.rows(texts.select("text", "text_key"))]
            groups = _groups(words, keys, language, labels, edits)
            row = {"language": language, "fingerprint": mark, "facts": _facts(groups, language)}
            given |= {keys[no]: group.id for group in groups for no in group.texts}
            fresh = True
        else:
            of = warehouse.table(OF)
            kept = of.filter(of.language == language).select("text_key", "theme")
            given |= {one["text_key"]: one["theme"] for one in warehouse.rows(kept)}
        made.append(row)
    if fresh or {row["language"] for row in made} != known.keys():
        _keep(warehouse, made, given)
    facts = [theme for row in made for theme in json.loads(row["facts"])]
    if not facts:
        nothing = ibis.null("string")
        return answers.mutate(theme=nothing, themes=nothing), []
    named = _small({"theme": [one["id"] for one in facts], "themes": [
        json.dumps([one["name"]], ensure_ascii=False) for one in facts]})  # fmt: skip
    of = warehouse.table(OF)
    of = of.inner_join(named, "theme").select(about_key="text_key", theme="theme", themes="themes")
    keyed = answers.mutate(about=readings.key(answers.text))
    joined = keyed.left_join(of, keyed.about == of.about_key)
    return joined.drop("about", "about_key"), facts


def _mark(keys: Sequence[str], labels: Mapping[str, str], edits: Edits) -> str:
    there = set(keys)
    said = sorted((key, value) for key, value in labels.items() if key in there)
    document = canonical([METHOD, list(keys), [list(pair) for pair in said], edits])
    return hashlib.sha256(document.encode()).hexdigest()


def _groups(
    texts: Sequence[str],
    keys: Sequence[str],
    language: str,
    labels: Mapping[str, str],
    edits: Edits,
) -> list[Group]:
    told = {no: labels[key] for no, key in enumerate(keys) if key in labels}
    groups = _taught(texts, told, language) or _edited(_found(texts, language), texts, edits)
    return _told(groups, texts, told, language)


def _found(texts: Sequence[str], language: str) -> list[Group]:
    themes, given = _themes.found(texts)
    inside: dict[int, list[int]] = {}
    for no, theme in enumerate(given):
        inside.setdefault(theme, []).append(no)
    ids = unique(slug(" ".join((language, *theme.terms[:2]))) for theme in themes)
    return [
        Group(id_, _name(theme.terms), theme.terms, tuple(inside[no]), theme.coherence,
              theme.stability, junk=theme.junk)
        for no, (theme, id_) in enumerate(zip(themes, ids, strict=True))
    ]  # fmt: skip


def _name(terms: Sequence[str]) -> str:
    return ", ".join(terms[:3]) or "?"


def _taught(texts: Sequence[str], told: Mapping[int, str], language: str) -> list[Group]:
    """Return the themes that people's labels teach, none where they are too few."""
    counts = Counter(told.values())
    order = sorted(name for name, n in counts.items() if n >= _calibrated.EACH)
    learn = [no for no in told if told[no] in order]
    if len(learn) < _calibrated.ENOUGH or len(order) < 2:
        return []
    judged = _calibrated.judge([texts[no] for no in learn], [told[no] for no in learn], order)
    if judged.classifier is None or not judged.better:
        return []
    shares = judged.classifier.shares(texts)
    said, sure = shares.argmax(axis=1), shares.max(axis=1)
    given = [judged.classifier.labels[number] if share >= SURE else None
             for number, share in zip(said, sure, strict=True)]  # fmt: skip
    terms = _themes.named(texts, given, order)
    quality = judged.classifier.quality.macro_f1
    return [
        Group(slug(f"{language} {name}"), name, terms[place], _where(given, name), quality,
              set_by="you")
        for place, name in enumerate(order)
    ]  # fmt: skip


def _where(given: Sequence[str | None], name: str) -> tuple[int, ...]:
    return tuple(no for no, one in enumerate(given) if one == name)


def _edited(groups: list[Group], texts: Sequence[str], edits: Edits) -> list[Group]:
    """Apply what people changed: splits first, then joins, then names, pins and hiding."""
    for id_, edit in sorted(edits.items()):
        group = _match(groups, id_, edit)
        if group is not None and edit.get("split"):
            groups = [part for one in groups for part in (_split(one, texts)
                      if one is group else [one])]  # fmt: skip
    for id_, edit in sorted(edits.items()):
        group = _match(groups, id_, edit)
        wanted = str(edit.get("into") or "")
        into = _match(groups, wanted, edits.get(wanted, {})) if wanted else None
        if group is not None and into is not None and group is not into:
            both = replace(into, texts=tuple(sorted({*into.texts, *group.texts})))
            groups = [both if one is into else one for one in groups if one is not group]
    made = []
    changed = {group.id: edit for id_, edit in sorted(edits.items())
               if (group := _match(groups, id_, edit)) is not None}  # fmt: skip
    for group in groups:
        edit = changed.get(group.id, {})
        mine = bool(edit.get("name") or edit.get("pin"))
        made.append(
            replace(
                group,
                name=str(edit.get("name") or group.name),
                pinned=bool(edit.get("pin")),
                junk=bool(edit.get("hide")) or (group.junk and not mine),
                set_by="you" if edit else group.set_by,
            )
        )
    return made


def _match(groups: Sequence[Group], id_: str, edit: Mapping[str, Any]) -> Group | None:
    """Return the theme that an edit is about: of that id, or else with most of its words."""
    exact = next((group for group in groups if group.id == id_), None)
    words = set(edit.get("terms") or ())
    if exact is not None or not words:
        return exact

    def alike(group: Group) -> float:
        return len(words & set(group.terms)) / len(words | set(group.terms))

    best = max(groups, key=lambda group: (alike(group), group.id), default=None)
    return best if best is not None and alike(best) >= LIKE else None


def _split(group: Group, texts: Sequence[str]) -> list[Group]:
    half = _themes.halves([texts[no] for no in group.texts])
    if len(set(half)) < 2:
        return [group]
    terms = _themes.named([texts[no] for no in group.texts], half, [0, 1])
    return [
        replace(
            group,
            id=f"{group.id}-{part + 1}",
            name=_name(terms[part]),
            terms=terms[part],
            texts=tuple(no for no, side in zip(group.texts, half, strict=True) if side == part),
            set_by="you",
        )
        for part in (0, 1)
    ]


def _told(
    groups: list[Group], texts: Sequence[str], told: Mapping[int, str], language: str
) -> list[Group]:
    """Give texts the themes that people gave them; a new name is a new theme."""
    if not told:
        return groups
    rest = [replace(group, texts=tuple(no for no in group.texts if no not in told))
            for group in groups]  # fmt: skip
    for name in sorted(set(told.values())):
        mine = tuple(sorted(no for no, one in told.items() if one == name))
        same = next((group for group in rest if group.name == name), None)
        if same is None:
            terms = tuple(
                _themes.named(texts, [told.get(no) for no in range(len(texts))], [name])[0]
            )
            rest.append(Group(slug(f"{language} {name}"), name, terms, mine, set_by="you"))
        else:
            both = tuple(sorted({*same.texts, *mine}))
            rest = [replace(one, texts=both) if one is same else one for one in rest]
    return rest


def _facts(groups: Sequence[Group], language: str) -> str:
    return canonical([
        {
            "id": group.id, "name": group.name, "language": language, "terms": list(group.terms),
            "coherence": group.coherence, "stability": group.stability, "junk": group.junk,
            "pinned": group.pinned, "set_by": group.set_by,
        }
        for group in groups if group.texts
    ])  # fmt: skip


def _known(warehouse: Warehouse) -> dict[str, dict[str, Any]]:
    if not warehouse.has(FOUND):
        return {}
    return {row["language"]: row for row in warehouse.rows(warehouse.table(FOUND))}


def _keep(
    warehouse: Warehouse, rows: Sequence[Mapping[str, Any]], given: Mapping[str, str]
) -> None:
    columns = ("language", "fingerprint", "facts")
    warehouse.create(FOUND, _small({name: [row[name] for row in rows] for name in columns}))
    languages = [theme.partition("-")[0] for theme in given.values()]
    warehouse.create(
        OF,
        _small({"text_key": list(given), "theme": list(given.values()), "language": languages}),
    )


def _small(columns: Mapping[str, Sequence[Any]]) -> Any:
    from desirepath.store.compiled import small

    return small(columns, dict.fromkeys(columns, "string"))
