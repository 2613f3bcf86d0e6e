"""Host buildings on the roofs of an instance file, and a concept with the sizes of a list, for the product schemes."""

from __future__ import annotations

import functools

from shapely.affinity import affine_transform
from shapely.geometry import Polygon

from benchmarks.instances import Roof, to_world
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.resolve import resolve_assumptions, resolve_concept, resolve_family
from configurator.host.building import HostBuilding
from configurator.host.compile import compile_host
from configurator.layout.packing.table import ModuleSizes

FAMILY, CONCEPT = "F05", "A3"
BAY_MM, STAIR_MM = 3620, 2400


def _metres(ring: Polygon, roof: Roof) -> list[list[float]]:
    placed = affine_transform(ring, to_world(roof))
    return [[round(x / 1000.0, 6), round(y / 1000.0, 6)] for x, y in placed.exterior.coords[:-1]]


def concept_with(sizes: ModuleSizes) -> Concept:
    """Return a shipped concept with the sizes of a list (evenly spaced) and every way of access and support."""
    document = resolve_concept(CONCEPT).model_dump(mode="json")
    for name, own in (("width_mm", sizes.widths_mm), ("length_mm", sizes.lengths_mm)):
        document["module"][name] = {"min": own[0], "max": own[-1], "step": own[1] - own[0]}
    document["access"]["permitted"] = ["stair", "gallery", "corridor"]
    document["support"]["permitted"] = ["wall_on_wall", "transfer_grid"]
    return Concept.model_validate(document)


@functools.lru_cache(maxsize=256)
def host_on(roof: Roof) -> HostBuilding:
    """Return a compiled host of four storeys: bays of 3.62 m, between every two of them a stair of 2.4 m; cross walls, gallery access."""
    document = {
        "id": roof.name.replace(".", "-").replace("_", "-").lower(),
        "roof": {"polygon": {"outer": _metres(roof.outline, roof)}},
        "obstacles": [{"kind": "unknown", "polygon": {"outer": _metres(o, roof)}} for o in roof.obstacles],
        "site": {"crs": "EPSG:28992"},
        "storeys_existing": 4,
        "family": FAMILY,
        "bearing_system": "cross",
        "bay_sequence": {
            "bays": [
                {"width_mm": BAY_MM, "use": "dwelling"},
                {"width_mm": STAIR_MM, "use": "stair"},
                {"width_mm": BAY_MM, "use": "dwelling"},
            ],
            "repeat": True,
            "anchor": "start",
            "remainder": "stretch",
            "min_bay_mm": 1800,
        },
    }
    return compile_host(Building.model_validate(document), resolve_family(FAMILY), resolve_assumptions())
