"""Titles of our own checks in Dutch and English, and what each stands for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from catalogue.documents.document import Document, LocalText
from catalogue.documents.loading import parse_yaml, read_text

FILE = Path(__file__).parent / "data" / "checks.yaml"


class CheckText(Document):
    """One check of our own."""

    id: str
    title: LocalText
    requirement: str
    """The norm, guideline or agreement behind it."""


@cache
def check_texts() -> dict[str, CheckText]:
    """Return the texts of our own checks by id, in the order of the file."""
    entries = TypeAdapter(tuple[CheckText, ...]).validate_python(parse_yaml(read_text(FILE), FILE.name))
    return {entry.id: entry for entry in entries}
