"""Phone numbers as E.164, in the engine: what is known of a country comes from `phonenumbers`.

    +49 (0)170 123-4567 ─┐
    0049 170 1234567     ├─> +491701234567   (country DE for those without a prefix)
    0170/1234567        ─┘

Without a country, numbers without a prefix stay as they are dialled; they meet only their like.
Countries in which dialling changes more than a leading prefix (Argentina, Brazil, Mexico: a
carrier or a mobile digit in the middle) are read by the prefix alone.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from desirepath.errors import UsageError

SHORTEST, LONGEST = 7, 15


def check(country: str) -> None:
    """Raise UsageError where there is no such country."""
    import phonenumbers

    if country.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise UsageError(
            f'[identity] country "{country}" is no country code of two letters. '
            "Write for example DE, NL or US."
        )


@cache
def dialling(country: str) -> tuple[str, str]:
    """Return a country's calling code and the prefix that is dialled inside it ("" for none)."""
    import phonenumbers

    code = str(phonenumbers.country_code_for_region(country.upper()))
    prefix = phonenumbers.ndd_prefix_for_region(country.upper(), strip_non_digits=True)
    return code, prefix or ""


def plain(text: Any) -> Any:
    """Say whether a number is E.164 already, and not one digit again and again."""
    same = "|".join(f"{digit}+" for digit in range(1, 10))
    whole = text.re_search(rf"^\+[1-9]\d{{{SHORTEST - 1},{LONGEST - 1}}}$")
    return whole & ~text.re_search(rf"^\+(?:{same})$")


def normal(raw: Any, country: str | None) -> Any:
    """Return the number of a text column as E.164 or as dialled; null where it is none."""
    text = written(raw)
    return number(text, digits_of(text), country)


def written(raw: Any) -> Any:
    """Return the numbers of a text column without extensions, and `+` before those from abroad."""
    text = raw.strip().re_replace(r"(?i)(?:ext|x|;|,|/ ?int)\.? ?\d{1,5}$", "")
    return text.re_replace(r"^(?:tel:|\+?00|00)(\d)", r"+\1").re_replace(r"\(0\)", "")


def digits_of(text: Any) -> Any:
    """Return the digits of a number that is `written`."""
    return text.re_replace(r"\D", "")


def number(text: Any, digits: Any, country: str | None) -> Any:
    """Return E.164, or the number as dialled, of what is `written`; null where it is none."""
    import ibis

    abroad = text.re_search(r"^\s*\(?\+") & ~digits.startswith("0")
    told = ibis.literal("+").concat(digits)
    if country:
        code, prefix = dialling(country)
        inside = digits.re_replace(f"^{prefix}", "") if prefix else digits
        # A number of full length that begins with the calling code was written without its plus.
        whole = digits.startswith(code) & (digits.length() >= 11) if code else ibis.literal(False)
        if code == "1":
            whole = digits.startswith("1") & (digits.length() == 11)
        home = ibis.literal(f"+{code}").concat(inside)
        digits_told = ibis.ifelse(whole, ibis.literal("+").concat(digits), home)
    else:
        digits_told = digits
    length = digits.length()
    fits = length.between(SHORTEST, LONGEST) & (digits.replace(digits.substr(0, 1), "") != "")
    return ibis.ifelse(fits, ibis.ifelse(abroad, told, digits_told), ibis.null("string"))
