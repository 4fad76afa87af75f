"""Which touchpoints are surveys, and in which direction an effort question is asked.

A survey asks about the journey and is no part of what it asks about: it is never what an answer
is linked to, and never a pain. Cues are whole words, folded, in five languages.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from typing import Any

from desirepath.journeys.names import fold, words


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_SURVEY = _set(
    "survey surveys questionnaire questionnaires nps csat ces umfrage umfragen befragung "
    "fragebogen kundenbefragung zufriedenheitsumfrage enquete sondage encuesta encuestas "
    "questionario cuestionario inquerito"
)
_OPINION = _set(
    "review reviews feedback rating ratings opinion bewertung bewertungen rezension avis "
    "evaluation resena valoracion opiniao avaliacao comentario satisfaction zufriedenheit "
    "satisfaccion satisfacao"
)
_ASKED = _set(
    "request requested requests ask asked invitation invited invite invites answer answered "
    "answers response responded reply replied creation created sent send submitted submit "
    "received given left posted written completed reminder score form link message comment "
    "anfrage angefragt einladung antwort beantwortet abgegeben erhalten gesendet erinnerung "
    "demande invitation reponse repondu envoye recu relance solicitud solicitada invitacion "
    "respuesta respondida enviada recibida pedido convite resposta recebida pesquisa"
)
_ALONE = _set("feedback resena avaliacao bewertung rezension")

_EFFORT = re.compile(
    r"how much (personal )?effort|how (difficult|hard)\b|effort (did|do|was|is) |"
    r"wie ?viel aufwand|wie (schwierig|schwer)\b|wie aufwendig|"
    r"(combien|quel|quelle quantite) d.?\s?efforts?|quel effort|(cuanto|que) esfuerzo|"
    r"(quanto|que) esforco|quao dificil|que tan dificil"
)


@lru_cache(maxsize=8192)
def is_survey(name: str) -> bool:
    """Say whether a touchpoint's name reads as a survey invitation or answer.

    `review_answer` and `NPS survey sent` do; `Review cart` and `Credit rating checked` do not.
    """
    found = words(name)
    said = set(found)
    if said & _SURVEY:
        return True
    if said & _OPINION and said & _ASKED:
        return True
    return len(found) == 1 and bool(said & _ALONE)


def codes(places: Iterable[Mapping[str, Any]], happened: Container[int]) -> list[int]:
    """Return the codes of the touchpoints (`code, name, channel, set_by`) that are surveys.

    By channel or by name; a channel that a person set decides alone. A touchpoint that never
    `happened` and only answers name (a question about a place) is judged by its name, because
    its channel says how it was asked.
    """
    return sorted(
        place["code"]
        for place in places
        if (
            place["channel"] == "survey"
            if place["set_by"] == "you"
            else is_survey(place["name"])
            or (place["channel"] == "survey" and place["code"] in happened)
        )
    )


@lru_cache(maxsize=8192)
def more_is_harder(question: str | None) -> bool:
    """Say whether a high number means much effort (CES 1.0: "How much effort …").

    CES 2.0 ("… made it easy for me") and anything that does not say so runs the other way.
    """
    return bool(question and _EFFORT.search(fold(question)))
