"""The text of a new draft: a starter concept with another id, comments and order kept, so that a maker has something to change."""

from __future__ import annotations

import re

from catalogue.documents.concept import Concept
from catalogue.documents.loading import read_document_text
from catalogue.errors import Phrase
from catalogue.resolve import concept_text

NEW_VERSION = "0.1.0"
SCHEMA_FILE = "concept.schema.json"
"""The JSON Schema that an editor completes and checks a draft with, beside the draft."""
HEADER = (
    "# yaml-language-server: $schema=" + SCHEMA_FILE + "\n"
    "# Draft {id}, begun from starter concept {base}. Replace every figure by your own, with its basis, source and status;\n"
    "# `example_data: true` stays until none of the starter's figures is left. Check it: optop concept check FILE\n"
)


def draft_text(concept_id: str, base: str) -> str:
    """Return a draft document as YAML. Raises NotFound for the starter, InvalidDocument for an id that cannot be one."""
    text = re.sub(r"\A(?:#[^\n]*\n)+", "", concept_text(base))
    for field, value in (("id", concept_id), ("version", NEW_VERSION), ("organisation", "your-organisation")):
        text = re.sub(rf"^{field}: .*$", f"{field}: {value}", text, count=1, flags=re.MULTILINE)
    drafted = HEADER.format(id=concept_id, base=base) + text
    read_document_text(Concept, drafted, Phrase("the-draft", {"of": concept_id}))
    return drafted
