"""JSON Schema of every published document, for editors and for other people's code.

python -m catalogue.documents.schemas docs/schema      writes them; a test checks that they are current
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.configuration import Configuration, HostSummary, LayoutResult
from catalogue.documents.evidence import Quantity
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import Finding
from catalogue.documents.inference import FamilyRules
from catalogue.documents.options import Options
from catalogue.documents.request import ConfigurationRequest
from catalogue.documents.verification import Verification

PUBLISHED: Mapping[str, type[BaseModel]] = {
    "assumptions": Assumptions,
    "building": Building,
    "building-family": BuildingFamily,
    "concept": Concept,
    "configuration": Configuration,
    "configuration-request": ConfigurationRequest,
    "family-rules": FamilyRules,
    "finding": Finding,
    "host-building": HostSummary,
    "layout-result": LayoutResult,
    "options": Options,
    "quantity": Quantity,
    "verification": Verification,
}
"""Every document that is published, by the name of its schema file."""


def schema_text(name: str) -> str:
    """Return the JSON Schema (draft 2020-12) of one document as text, keys sorted."""
    model = PUBLISHED[name]
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write every schema into a folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in PUBLISHED:
        file = folder / f"{name}.schema.json"
        file.write_text(schema_text(name), encoding="utf-8")
        files.append(file)
    return tuple(files)


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
