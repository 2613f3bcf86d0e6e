"""Which language and which kind of answer somebody wants: `?lang=` or Accept-Language, and Accept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs

from fastapi import Depends, Query, Request

Lang = Literal["nl", "en"]
LANGUAGES: tuple[Lang, ...] = ("nl", "en")
"""Languages of everything that is read by people, the one of the house first."""


def weighed(header: str) -> list[tuple[str, float]]:
    """Return the entries of an Accept header with their weights, the most wanted first; nonsense is left out."""
    found: list[tuple[str, float]] = []
    for entry in header.split(",")[:50]:
        value, *parameters = (part.strip() for part in entry.split(";"))
        weight = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
        try:
            number = float(weight)
        except ValueError:
            continue
        if value and 0.0 < number <= 1.0:
            found.append((value.casefold(), number))
    return sorted(found, key=lambda item: -item[1])


def language_of(header: str | None) -> Lang:
    """Return the best of our languages for an Accept-Language header; Dutch where it does not matter."""
    for value, _ in weighed(header or ""):
        primary = value.partition("-")[0]
        for language in LANGUAGES:
            if primary == language:
                return language
    return LANGUAGES[0]


def problem_language(scope: Mapping[str, Any]) -> Lang:
    """Return the language that a problem is said in: `?lang=` or Accept-Language, English where neither names one of ours."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    header = next((value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"accept-language"), "")
    wished = (asked, *(value.partition("-")[0] for value, _ in weighed(header)))
    return next((language for wish in wished for language in LANGUAGES if wish == language), "en")


async def asked_language(
    request: Request,
    lang: Annotated[
        Lang | None, Query(description="Language of texts, drawings and tables; else that of Accept-Language, else Dutch.")
    ] = None,
) -> Lang:
    """Return the language of an answer."""
    return lang or language_of(request.headers.get("accept-language"))


LangDep = Annotated[Lang, Depends(asked_language)]
"""The language that is asked for, for a route that has texts."""


def best_media_type(header: str | None, offered: Sequence[str]) -> str | None:
    """Return which of the media types that are offered an Accept header wants most; None where it wants none of them."""
    entries = weighed(header or "*/*")
    ranked: Mapping[str, float] = {name: _weight(name, entries) for name in offered}
    best = max(ranked.values(), default=0.0)
    return next((name for name in offered if ranked[name] == best), None) if best > 0.0 else None


def _weight(media_type: str, entries: Sequence[tuple[str, float]]) -> float:
    """Return the weight of one media type: that of the most precise entry that covers it."""
    name = media_type.partition(";")[0]
    weights = dict(reversed(entries))
    for key in (name, f"{name.partition('/')[0]}/*", "*/*"):
        if key in weights:
            return weights[key]
    return 0.0
