"""Which questions ask what somebody expects, by whole words, folded, in several languages."""

from __future__ import annotations

from functools import lru_cache

from desirepath.journeys.names import words


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_EXPECTED = _set(
    "expect expects expected expecting expectation expectations anticipate anticipated "
    "erwarten erwartet erwartete erwartung erwartungen erwartungshaltung "
    "attente attentes attendu attendez expectativa expectativas esperado espera esperaba "
    "esperabas aspettativa aspettative verwacht verwachting verwachtingen"
)
_COMPARED = _set(
    "meet meets met fulfil fulfill fulfilled fulfils exceed exceeds exceeded match matched compare "
    "compared comparison versus vs than as live lived erfullt erfuellt erfullung ubertroffen "
    "uebertroffen entsprochen entspricht entsprach als repondu repond depasse conforme cumplido "
    "cumple cumplio superado supero atendeu atendida superou voldaan voldoet"
)


@lru_cache(maxsize=8192)
def is_expectation(question: str | None) -> bool:
    """Say whether a question asks what somebody expects, before they know.

    `Expectation (1-5)` and `How good do you expect delivery to be?` do; `Did we meet your
    expectations?` asks how it was.
    """
    said = set(words(question)) if question else set()
    return bool(said & _EXPECTED) and not said & _COMPARED
