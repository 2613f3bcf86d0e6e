"""`PATH=VALUE` words of the command line."""

from __future__ import annotations

from typing import Any

from catalogue.documents.loading import parse_yaml
from catalogue.errors import InvalidDocument


def assignments(words: tuple[str, ...], flag: str) -> dict[str, Any]:
    """Read `PATH=VALUE` words; values are YAML scalars or flow lists. Raises InvalidDocument."""
    found: dict[str, Any] = {}
    for word in words:
        path, equals, value = word.partition("=")
        if not equals or not path.strip():
            raise InvalidDocument("assignment-malformed", flag=flag, word=word)
        found[path.strip()] = parse_yaml(value, f"{flag} {path}")
    return found
