"""Versions of a starter concept, and people, for the tests of the store."""

from __future__ import annotations

import datetime as dt
import json

from catalogue.documents.concept import Concept
from catalogue.resolve import resolve_concept
from catalogue.store.publishing import Signing

AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=1)
ORGANISATION = "optop-example"
SIGNING = Signing(ORGANISATION, author="An Auteur", reviewer="Rik Reviewer")


def version(number: str, **changes: object) -> Concept:
    """A starter concept with another version number and fields replaced; a key is a path with `__` between its parts."""
    data = json.loads(resolve_concept("A3@1.0.0").model_dump_json())
    data["version"] = number
    for path, value in changes.items():
        *parents, last = path.split("__")
        node = data
        for parent in parents:
            node = node[int(parent) if isinstance(node, list) else parent]
        node[last] = value
    return Concept.model_validate(data)
