"""From a template to a page: the language, its texts, its numbers, and the scripts and styles that it needs."""

from __future__ import annotations

import functools
from functools import cache
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.convertors import Convertor, register_url_convertor

from api.page.assets import page_assets
from api.page.texts import LANGUAGES, Lang, number_text, section_texts, text
from configurator.version import ENGINE_VERSION

NOT_BUILT = (
    "The page of this installation was not built: run `python3 dev.py serve` in the repository, or install the wheel.\n"
    "De pagina van deze installatie is niet gebouwd: draai `python3 dev.py serve` in de repository, of installeer de wheel.\n"
    "The API works all the same: /openapi.json\n"
)


class LangConvertor(Convertor[str]):
    """The first part of a page's address, `/{lang:lang}/...`: anything but a language is no address of a page."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        """Return the language."""
        return value

    def to_string(self, value: str) -> str:
        """Return the language."""
        return value


register_url_convertor("lang", LangConvertor())


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("api.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def other_language_address(address: str, lang: Lang) -> str:
    """Return the same address in another language: the rest of it, its query too, is kept."""
    parts = urlsplit(address)
    rest = parts.path.lstrip("/").partition("/")[2]
    return f"/{lang}/{rest}" + (f"?{parts.query}" if parts.query else "")


def render(request: Request, template: str, lang: Lang, *, status: int = 200, **context: object) -> HTMLResponse:
    """Return a page made from a template.

    Beside `context` a template has `t(key, **parameters)`, `number(value, places)`, `asset(name)`, `texts_of(section, ...)`,
    `lang`, `address_in(lang)`, `path` (the address without its language) and `engine`.
    """
    assets = page_assets()
    if not assets.built:
        return HTMLResponse(f"<!doctype html><meta charset=utf-8><title>optop</title><pre>{NOT_BUILT}</pre>", 503)
    path = "/" + request.url.path.lstrip("/").partition("/")[2]
    query = f"?{request.url.query}" if request.url.query else ""
    page = (
        _environment()
        .get_template(template)
        .render(
            lang=lang,
            languages=LANGUAGES,
            t=functools.partial(text, lang),
            number=lambda value, places=0: number_text(value, lang, places),
            asset=assets.entry,
            texts_of=lambda *sections: section_texts(lang, *sections),
            address_in=lambda other: other_language_address(f"{request.url.path}{query}", other),
            path=path,
            engine=ENGINE_VERSION,
            **context,
        )
    )
    return HTMLResponse(page, status, headers={"Content-Language": lang, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"})
