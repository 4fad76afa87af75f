"""Finds what in a text would tell who wrote it, and blots it out: addresses, numbers, accounts.

| kind         | as in                          | stays |
| e-mail       | ann@mail.example               | [e-mail] |
| web address  | https://shop.example/a?b=c     | [web address] |
| account      | DE12 5001 0517 0648 4898 90    | [account] |
| order number | order no. 4711-A, #48120       | [order number] |
| phone        | +49 170 123 45 67              | [phone] |
| name         | “my name is Ann Miller”        | [name] |
| number       | any other of five digits       | [number] |

Patterns find what has a form. A name in the middle of a sentence has none and stays, so masked is
not anonymous.
"""

from __future__ import annotations

import re
from functools import cache

MONTHS = (
    r"jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|février|mar(?:ch|s)?|märz|apr(?:il)?|avril|may|mai"
    r"|jun[ei]?|juin|jul[yi]?|juillet|aug(?:ust)?|août|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?"
    r"|nov(?:ember|embre)?|de[cz](?:ember)?|décembre|enero|febrero|marzo|abril|mayo|junio|julio"
    r"|agosto|septiembre|octubre|noviembre|diciembre|janeiro|fevereiro|março|maio|junho|julho"
    r"|setembro|outubro|novembro|dezembro"
)
DATE = (
    r"\b\d{4}-\d\d?-\d\d?\b|\b\d\d?[./]\d\d?[./](?:\d{4}|\d\d)\b|\b\d\d? \d\d? \d{4}\b"
    rf"|\b\d\d?(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(?i:{MONTHS})\b(?:\s+(?:de\s+)?\d{{4}}\b)?"
    rf"|\b(?i:{MONTHS})\s+\d\d?(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"
)
NUMBER = r"\d+(?:[.,' \u202f\u00a0]\d{3})*(?:[.,]\d{1,2})?"
MONEY = (
    rf"(?:R\$|[€$£¥]|\b(?:EUR|USD|GBP|CHF|BRL)\b)\s?{NUMBER}(?!\w)"
    rf"|(?<![\w.,]){NUMBER}\s?(?:€|\$|£|\b(?i:EUR|USD|GBP|CHF|euros?|dollars?|pounds|quid|reais|francs)\b)"
)
CALLED = (
    r"order|reference|ref|ticket|case|booking|tracking|invoice|customer|contract|parcel|claim"
    r"|bestell\w*|kunden\w*|rechnungs?\w*|auftrags?\w*|sendungs\w*|vertrags\w*|pedido|commande"
    r"|orden|nota fiscal|protocolo"
)
NO = r"(?:number|nummer|num|no|nr|id|code|n[º°])"
PATTERNS = {
    "e-mail": r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+",
    "web address": r"\b(?:https?://|www\.)[^\s<>\"']+",
    "account": r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"
    r"|(?<![\w\-])(?:\d{4}[ \-]?){3}\d{4}(?![\w\-])",
    "date": DATE,
    "money": MONEY,
    "order number": rf"\b(?i:{CALLED})\s*(?:(?i:{NO})\b)?[.:]?\s*[#:]?\s*"
    r"(?=[A-Z0-9\-/]*\d{3})[A-Z0-9][A-Z0-9\-/]{2,}(?!\w)"
    r"|(?<!\w)#\d{3,}\b|\b(?=[A-Z\-]*\d)(?=\d*\-?[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*\d{3,}[A-Z0-9]*\b",
    "phone": r"(?<![\w.,\-])(?:\+|00|\(?0)\d?(?:[\s()./\-]?\d){6,14}(?![\w\-])"
    r"|(?<![\w.,\-])\(?\d{3}\)?[\s.\-]\d{3}[\s.\-]\d{4}(?![\w\-])",
    "name": r"(?:\b(?i:my name is|mein name ist|je m'appelle|me llamo|meu nome é|mijn naam is"
    r"|mrs?\.?|ms\.?|herrn?|frau|señora?|monsieur|madame))\s+[A-ZÀ-Þ][\w'\-]+"
    r"(?:\s+[A-ZÀ-Þ][\w'\-]+)?",
    "number": r"(?<![\w.,])\d{5,}(?![\w.,]\d)",
}
"""Kind → pattern; where two begin at the same place the first holds."""
HARMLESS = frozenset({"date", "money"})


@cache
def pattern(kinds: tuple[str, ...] = tuple(PATTERNS)) -> re.Pattern[str]:
    """Return what finds any of the kinds; the name of the group that matched is `k` and its place.

    >>> found = pattern().search("Paid 20 € for it")
    >>> kind_of(found), found[0]
    ('money', '20 €')
    """
    return re.compile("|".join(f"(?P<k{list(PATTERNS).index(k)}>{PATTERNS[k]})" for k in kinds))


def kind_of(found: re.Match[str]) -> str:
    """Return the kind of a match."""
    return list(PATTERNS)[int(str(found.lastgroup)[1:])]


def masked(text: str) -> str:
    """Return a text in which nothing of a telling form is left; dates and amounts stay.

    >>> masked("Order no. 4711-A of 3 May, write to ann@mail.example, 29.99 €!")
    '[order number] of 3 May, write to [e-mail], 29.99 €!'
    """
    return pattern().sub(
        lambda found: found[0] if kind_of(found) in HARMLESS else f"[{kind_of(found)}]", text
    )
