"""Names and explanations of the fields of a document, in Dutch and English."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from api.page.texts import Lang


@cache
def field_words() -> dict[str, dict[str, str]]:
    """Return names and Dutch explanations by `Model.field` or `field`."""
    text = resources.files("api.page").joinpath("texts", "fields.yaml").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = yaml.safe_load(text)
    return words


@cache
def _material_words() -> dict[str, str]:
    text = resources.files("api.page").joinpath("texts", "materials.yaml").read_text(encoding="utf-8")
    words: dict[str, str] = yaml.safe_load(text)
    return words


def material_name(name: str, lang: Lang) -> str:
    """Return a NAA.K.T. name as people read it; English gets its words translated, and keeps one that it does not know."""
    parts = name.split("_")
    return " ".join(parts) if lang == "nl" else ", ".join(_material_words().get(part, part) for part in parts)


def _entry(name: str, model: str) -> dict[str, str]:
    words = field_words()
    return words.get(f"{model}.{name}") or words.get(name) or {}


def label_of(name: str, lang: Lang, model: str = "") -> str:
    """Return the name of a field; a key that is no field (an id of the maker's own) speaks for itself."""
    return _entry(name, model).get(lang) or name.replace("_", " ")


def help_of(name: str, lang: Lang, model: str, description: str) -> str:
    """Return what a field means: in English as the schema says it."""
    return description if lang == "en" else _entry(name, model).get("uitleg", "")
