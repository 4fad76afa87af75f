"""How good or bad an answer is: valence −1…1, from its score, its text, or both.

A score lies on its scale: 2·(score − min)/(max − min) − 1, turned round where much means much
effort. A text is read by the sentiment method in force for its language (`learned.py`), or as a
person labelled it; without either it is not read. Both together count 2 : 1. Labels: negative
≤ −0.05, positive ≥ 0.05, else neutral; an answer with neither is `unknown`.

Language: what the data state; else what is read; else, for a text too short to tell, the
language of at least `MAIN` of at least `ENOUGH` other texts to the same question.
`confidence`: a score 1; a text that of its reading times that of its language; both 2 : 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desirepath.journeys import embedded, learned, readings
from desirepath.journeys.surveys import more_is_harder
from desirepath.model.progress import Progress

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

MAIN, ENOUGH = 0.8, 20
SAID, READ = "answers_said", "answers_read"
YOU = "you"
"""The method of a text that a person labelled."""
NEGATIVE, POSITIVE = -0.05, 0.05
_SPELLED = {
    "english": "en", "englisch": "en", "anglais": "en", "ingles": "en", "inglês": "en",
    "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "francais": "fr",
    "spanish": "es", "español": "es", "espanol": "es", "portuguese": "pt", "português": "pt",
    "portugues": "pt", "italian": "it", "italiano": "it", "dutch": "nl", "nederlands": "nl",
}  # fmt: skip


def add(
    warehouse: Warehouse, answers: Any, labels: Mapping[str, str], progress: Progress
) -> tuple[Any, list[learned.Force]]:
    """Return answers with how good they are, and which method is in force per language.

    Adds `language, valence, sentiment, confidence, method` and the two parts. `labels` are those
    of people: text key → label.
    """
    import ibis

    scored = answers.mutate(of_score=_of_score(warehouse, answers))
    texts = scored.select("seq", "question", "text", "of_score", stated=stated(answers.language))
    said = warehouse.create(SAID, _said(warehouse, texts, progress), temp=True)
    forces = learned.methods(warehouse, said, labels, progress)
    read = warehouse.create(READ, _read(warehouse, said, forces, labels, progress), temp=True)
    _forget(warehouse, forces)
    answers = scored.drop("language").left_join(said.select("seq", "language"), "seq")
    answers = answers.drop("seq_right").left_join(read, "seq").drop("seq_right")
    rated, told = answers.of_score.notnull(), answers.of_text.notnull()
    answers = answers.mutate(
        valence=ibis.cases(
            (rated & told, (2 * answers.of_score + answers.of_text) / 3),
            (rated, answers.of_score),
            (told, answers.of_text),
        ),
        confidence=ibis.cases(
            (rated & told, (2 + answers.trust) / 3), (rated, 1.0), (told, answers.trust)
        ),
        method=ibis.cases(
            (rated & told, ibis.literal("score + ").concat(answers.heard)),
            (rated, "score"),
            (told, answers.heard),
        ),
    )
    answers = answers.mutate(
        score_valence=answers.of_score,
        text_valence=answers.of_text,
        sentiment=ibis.cases(
            (answers.valence <= NEGATIVE, "negative"),
            (answers.valence >= POSITIVE, "positive"),
            (answers.valence.notnull(), "neutral"),
            else_="unknown",
        ),
    )
    return answers, forces


def of_texts(
    warehouse: Warehouse,
    texts: Any,
    forces: list[learned.Force],
    labels: Mapping[str, str],
    progress: Progress,
) -> Any:
    """Return `seq, of_text` of texts (`seq, text, stated`) by the methods in force.

    What nobody states the language of is taken for the one that most texts of answers are in.
    """
    spoken = sorted(forces, key=lambda force: (-force.facts.get("texts", 0), force.language))
    main = spoken[0].language if spoken else None
    said = texts.mutate(language=texts.stated.fill_null(main) if main else texts.stated, sure=1.0)
    return _read(warehouse, said, forces, labels, progress)


def _read(
    warehouse: Warehouse,
    said: Any,
    forces: list[learned.Force],
    labels: Mapping[str, str],
    progress: Progress,
) -> Any:
    """Return `seq, of_text, trust, heard` of every text that is read, or labelled by a person."""
    import ibis

    from desirepath.store.compiled import small

    texts = said.mutate(text_key=readings.key(said.text))
    given = small(
        {
            "given_key": list(labels),
            "given": [learned.SAID_VALENCE[label] for label in labels.values()],
        },
        {"given_key": "string", "given": "float64"},
    )
    labelled = texts.inner_join(given, texts.text_key == given.given_key)
    you = {"trust": ibis.literal(1.0), "heard": ibis.literal(YOU)}
    parts = [labelled.select("seq", of_text="given", **you)]
    texts = texts.anti_join(given, texts.text_key == given.given_key)
    for force in forces:
        if force.reader is None:
            continue
        spoken = texts.filter(texts.language == force.language)
        read = readings.read(warehouse, spoken.select("text"), force.reader, progress)
        found = spoken.inner_join(read, "text_key")
        parts.append(
            found.select(
                "seq",
                of_text="valence",
                trust=found.confidence * found.sure,
                heard=ibis.literal(force.method),
            )
        )
    return parts[0] if len(parts) == 1 else ibis.union(*parts)


def _forget(warehouse: Warehouse, forces: list[learned.Force]) -> None:
    """Remove readings and vectors of texts that are gone, and by models in force no more."""
    import ibis

    names = [name for name in ("feedback", "events", "turns") if warehouse.has(name)]
    tables = [warehouse.table(name) for name in names]
    texts = ibis.union(*(table.filter(table.text.notnull()).select("text") for table in tables))
    keys = texts.distinct().select(text_key=readings.key(texts.distinct().text))
    used = {force.reader.method for force in forces if force.reader is not None}
    readings.forget(warehouse, keys, used, learned.PREFIX)
    embedded.forget(warehouse, keys)


def stated(language: Any) -> Any:
    """Return the two letters of a stated language (`en-US`, `English`), null for other words."""
    import ibis

    word = language.strip().lower()
    named = [(word == spelling, code) for spelling, code in _SPELLED.items()]
    coded = word.re_search(r"^[a-z]{2}([-_].*)?$")
    return ibis.cases(*named, (coded, word.substr(0, 2)))


def _said(warehouse: Warehouse, texts: Any, progress: Progress) -> Any:
    """Return `seq, text, language, sure` of every answer with a text."""
    import ibis

    texts = texts.filter(texts.text.notnull() & (texts.text.strip() != ""))
    unknown = texts.filter(texts.stated.isnull())
    read = readings.languages(warehouse, unknown, progress)
    texts = texts.mutate(text_key=texts.stated.isnull().ifelse(readings.key(texts.text), None))
    texts = texts.left_join(read.select("text_key", read="language", sure="confidence"), "text_key")
    texts = texts.drop("text_key_right").mutate(
        question=texts.question.fill_null(""), known=ibis.coalesce(texts.stated, texts.read)
    )
    told = texts.filter(texts.known.notnull())
    counted = told.group_by("question", "known").aggregate(n=told.count())
    counted = counted.group_by("question").mutate(total=counted.n.sum())
    main = counted.filter((counted.total >= ENOUGH) & (counted.n >= MAIN * counted.total))
    main = main.select(asked="question", main="known", share=main.n / main.total)
    texts = texts.left_join(main, texts.question == main.asked)
    # A confidence of 0 means no letters at all: no language to guess.
    short = texts.known.isnull() & (texts.sure > 0)
    return texts.select(
        "seq",
        "text",
        "of_score",
        language=ibis.coalesce(texts.known, short.ifelse(texts.main, None)),
        sure=ibis.cases(
            (texts.stated.notnull(), 1.0), (texts.read.notnull(), texts.sure), else_=texts.share
        ),
    )


def _of_score(warehouse: Warehouse, answers: Any) -> Any:
    import ibis

    width = answers.scale_max - answers.scale_min
    placed = (width > 0).ifelse(2 * (answers.score - answers.scale_min) / width - 1, ibis.null())
    asked = answers.filter(answers.instrument == "ces").select("question").distinct()
    hard = [row["question"] for row in warehouse.rows(asked) if more_is_harder(row["question"])]
    if not hard:
        return placed
    turned = (answers.instrument == "ces") & answers.question.isin(hard).fill_null(False)
    return turned.ifelse(-placed, placed)
