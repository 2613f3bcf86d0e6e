"""Text that every output can carry: drawings, models and tables refuse control characters and halves of surrogate pairs."""

from __future__ import annotations

import re

from pydantic import BaseModel

from catalogue.documents.document import remembered
from catalogue.errors import InvalidDocument

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (2.2 Char) leaves out, and DEL."""


def refuse_unprintable(document: BaseModel, where: str) -> None:
    """Refuse a document with a text that no drawing or table can show. Raises InvalidDocument with a pointer to the text."""
    found = _first_in(document)
    if found is not None:
        pointer, character = found
        raise InvalidDocument(
            "control-character",
            where=where,
            pointer=pointer,
            character=ord(character),
            pointers=(pointer,),
        )


@remembered
def _first_in(document: BaseModel) -> tuple[str, str] | None:
    return _first(document.model_dump(exclude_defaults=True), "")


def _first(node: object, pointer: str) -> tuple[str, str] | None:
    """Return the pointer of the first text with such a character, and the character."""
    if isinstance(node, str):
        hit = _UNPRINTABLE.search(node)
        return None if hit is None else (pointer, hit.group())
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list | tuple) else ()
    return next((found for name, member in members if (found := _first(member, f"{pointer}/{name}")) is not None), None)
