"""The fixed words of the report, Dutch and English; they lie in `words.yaml`."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from catalogue.documents.document import LocalText


@cache
def _texts() -> dict[str, LocalText]:
    text = resources.files("configurator.outputs.report").joinpath("words.yaml").read_text(encoding="utf-8")
    return {key: LocalText.model_validate(entry) for key, entry in yaml.safe_load(text).items()}


def label(key: str, lang: str) -> str:
    """Return one label. Raises KeyError when there is none: that is a mistake of the programmer."""
    return _texts()[key].in_language(lang)


def labels(lang: str) -> dict[str, str]:
    """Return every label in one language."""
    return {key: text.in_language(lang) for key, text in _texts().items()}
