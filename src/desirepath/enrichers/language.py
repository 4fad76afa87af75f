"""The language of a text, or none where it cannot be told.

py3langid 0.4 (Lui and Baldwin's langid.py: naive Bayes over byte n-grams) among 37 languages in
which companies hear from their customers; among all its 140 it takes "Very clean airport" for
Gaelic and "Produto chegou antes" for Galician. A reading below `SURE` names no language: texts of
one or two words carry too few n-grams, and a wrong language would let a lexicon score words that
it does not know. Latin letters, CJK, Cyrillic, Arabic, Hebrew, Greek, Thai, Devanagari.

Reads 30 000 short texts a second. Source: M. Lui, T. Baldwin, ACL 2012 (langid.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

wants = ("text",)
adds = ("language", "confidence")
METHOD = "py3langid/0.4"
SURE = 0.5
LANGUAGES = (
    *("ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hi", "hr"),
    *("hu", "id", "it", "ja", "ko", "lt", "lv", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl"),
    *("sv", "th", "tr", "uk", "ur", "vi", "zh"),
)
EXAMPLE = {
    "texts": [
        "The delivery was late and nobody answered my mails.",
        "O produto chegou antes do prazo, recomendo.",
        "Die Lieferung kam zu spät und niemand hat geantwortet.",
        "ok",
        "5/5 👍",
    ],
    "expected": ["en", "pt", "de", None, None],
}


def enrich(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Return `{"language": "en" or None, "confidence": 0…1}` per text."""
    identifier = _identifier()
    readings = []
    for text in texts:
        language, confidence = identifier.classify(text) if _letters(text) else (None, 0.0)
        readings.append(
            {
                "language": language if confidence >= SURE else None,
                "confidence": round(confidence, 4),
            }
        )
    return readings


def _letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


@cache
def _identifier() -> Any:
    # Our own identifier: the module's shared one would keep our choice of languages.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier
