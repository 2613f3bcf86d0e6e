"""The golden examples in docs/examples: one of each published document, made from one small building.

`python -m tests.examples docs/examples` writes them again. Do that only when a result is meant to change, and read the difference.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

from pydantic import BaseModel, JsonValue

from catalogue.documents.building import Building
from catalogue.documents.evidence import Quantity
from catalogue.documents.options import Options
from catalogue.documents.verification import Verification
from catalogue.resolve import resolve_assumptions, resolve_concept, resolve_family, resolve_family_rules
from configurator.configure import Computed, configure, make_inputs
from configurator.loads.norm_register import norm_register, row_numbers

EXAMPLE_BUILDING: dict[str, JsonValue] = {
    "type": "building",
    "id": "example-gallery-block",
    "name": {"nl": "Voorbeeld: kort galerijblok", "en": "Example: short gallery block"},
    "example_data": True,
    "sources": {"survey": {"title": "Survey, made up for this example"}},
    "site": {"crs": "EPSG:7415", "municipality": {"value": "Utrecht", "source": "survey"}},
    "family": {"value": "F09", "source": "survey"},
    "storeys_existing": {"value": 5, "basis": "observed", "source": "survey"},
    "peil_nap_m": {"value": 2.5, "basis": "observed", "source": "survey"},
    "bay_sequence": {"value": {"bays": [{"width_mm": 4200}, {"width_mm": 3000}, {"width_mm": 4200}], "repeat": False}, "source": "survey"},
    "roof": {
        "polygon": {"outer": [[135000.0, 455000.0], [135011.6, 455000.0], [135011.6, 455010.5], [135000.0, 455010.5]]},
        "level_nap_m": {"value": 16.8, "basis": "observed", "source": "survey"},
        "ballast": {"value": "gravel", "basis": "observed", "source": "survey"},
    },
    "obstacles": [
        {
            "kind": "vent",
            "polygon": {"outer": [[135005.5, 455005.0], [135006.0, 455005.0], [135006.0, 455005.5], [135005.5, 455005.5]]},
            "height_m": 0.6,
        }
    ],
}


@cache
def example() -> Computed:
    """Configure the example: wide timber-frame boxes, wall-on-wall, along a gallery."""
    building = Building.model_validate(EXAMPLE_BUILDING)
    options = Options.model_validate({"support": "wall_on_wall"})
    return configure(make_inputs("example", building, resolve_concept("A3"), options, resolve_assumptions(), resolve_family("F09")))


def examples() -> dict[str, BaseModel]:
    """Return every golden example by the name of its schema."""
    computed = example()
    configuration, request = computed.configuration, computed.inputs.request
    return {
        "assumptions": computed.inputs.assumptions,
        "building": request.building,
        "building-family": resolve_family("F09"),
        "family-rules": resolve_family_rules(),
        "concept": computed.inputs.concept,
        "configuration": configuration,
        "configuration-request": request,
        "finding": next(f for f in configuration.findings if f.code.startswith("LAY-")),
        "host-building": configuration.host,
        "layout-result": configuration.layout,
        "options": request.options,
        "verification": Verification.model_validate(
            {
                "id": "example-check",
                "engineer": {"name": "A. Voorbeeld", "organisation": "Voorbeeld Constructies"},
                "date": "2026-11-02",
                "rows": [
                    {
                        "row": "NEN8700/verbouw/CC2",
                        "edition": "NEN 8700:2011+A1:2020",
                        "values": dict.fromkeys(row_numbers(norm_register()["NEN8700/verbouw/CC2"])),
                        "remark": "not looked up yet: an example gives no number away",
                    }
                ],
            }
        ),
        "quantity": Quantity(value=4.9, low=4.3, high=5.5, unit="kN/m2", basis="assumed", source="family F09, floor with finish"),
    }


def example_text(document: BaseModel) -> str:
    """Return an example as text."""
    return json.dumps(document.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, document in examples().items():
        (Path(sys.argv[1]) / f"{name}.json").write_text(example_text(document), encoding="utf-8")
