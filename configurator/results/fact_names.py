"""What a person calls an input, by its place in the building document."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from catalogue.documents.document import LocalText

_FURTHER = "further_levels"
_LEVEL = LocalText(nl="dakvlak {number}: {name}", en="roof level {number}: {name}")


@cache
def _names() -> dict[tuple[str, ...], LocalText]:
    text = resources.files("configurator.results").joinpath("data", "fact_names.yaml").read_text(encoding="utf-8")
    return {tuple(pointer.split("/")[1:]): LocalText.model_validate(entry) for pointer, entry in yaml.safe_load(text).items()}


def named_pointers() -> frozenset[str]:
    """Return every pointer that has a name; `*` stands for a number or an id."""
    return frozenset("/" + "/".join(steps) for steps in _names())


def fact_name(pointer: str, lang: str = "nl") -> str:
    """Return the name of the input at a JSON pointer; the pointer itself where nobody named it.

    An input of a further roof level is named after it, the first of them being level 2.
    """
    steps = tuple(pointer.split("/")[1:])
    if steps[0] == _FURTHER and len(steps) > 2:  # noqa: PLR2004 - the list, its number, and what is in it
        inner = "/" + "/".join(steps[2:])
        return _LEVEL.in_language(lang).format(number=int(steps[1]) + 2, name=fact_name(inner, lang))
    for pattern, name in _names().items():
        if len(pattern) == len(steps) and all(p in ("*", s) for p, s in zip(pattern, steps, strict=True)):
            said = [s for p, s in zip(pattern, steps, strict=True) if p == "*"]
            return name.in_language(lang).format(*said)
    return pointer
