"""What the user knows wins over what any reader said: every field of the house's list, on top of every kind of file, with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ezdxf
import pytest

from catalogue.documents.building import Building
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures, read_building
from tests.configurator.host.readers.ifc_block import Block, ifc_text
from tests.configurator.host.readers.test_formats import PANDEN, PARTS, geopackage
from tests.configurator.host.readers.test_row_sources import geojson, geoparquet
from tests.configurator.host.readers.test_rows import ROW, street
from tests.configurator.host.samples import Plain, box, written


def drawn(folder: Path) -> Building:
    drawing: Plain = ezdxf.new("R2013")
    drawing.header["$INSUNITS"] = 6
    drawing.modelspace().add_lwpolyline(box(0, 0, 40, 10), close=True)
    drawing.saveas(folder / "roof.dxf")
    return read_building(folder / "roof.dxf")


READERS: dict[str, Callable[[Path], Building]] = {
    "measures": lambda folder: building_from_measures(40.0, 10.0),
    "document": lambda folder: read_building(
        written(folder, "b.yaml", "id: b\nstoreys_existing: 9\nroof: {polygon: {outer: [[0, 0], [40, 0], [40, 10], [0, 10]]}}\n")
    ),
    "cityjson": lambda folder: read_building(written(folder, "t.city.json", street(*ROW)), "P0"),
    "geojson": lambda folder: read_building(geojson(folder, heights=True), "0000000000000000"),
    "geopackage": lambda folder: read_building(geopackage(folder, {"pand": PANDEN, "lod22_2d": PARTS}), "0000000000000001"),
    "geoparquet": lambda folder: read_building(geoparquet(folder), "0000000000000000"),
    "dxf": drawn,
    "ifc": lambda folder: read_building(written(folder, "b.ifc", ifc_text(Block()))),
}

FACTS: dict[str, Plain] = {
    "bearing_lines": [{"x_mm": 0}, {"x_mm": 5000, "thickness_mm": 200}],
    "bay_sequence": {"bays": [{"width_mm": 5000}]},
    "storeys_existing": 5,
    "storey_heights_m": [3.1],
    "plinth": {"kind": "half_sunk", "height_m": 1.4, "counts_as_storey": True},
    "roof.ballast": "gravel",
    "roof.level_nap_m": 21.5,
    "foundation": {"type": "strip", "material": "concrete"},
    "edges": [{"side": "low_u", "kind": "gable"}, {"side": "low_v", "kind": "gallery"}],
    "year_built": 1951,
    "family": "F05",
    "access_existing": "gallery",
    "heritage": True,
}


@pytest.mark.parametrize("reader", sorted(READERS))
def test_every_field_wins_over_every_reader_with_its_own_evidence(tmp_path: Path, reader: str) -> None:
    read = READERS[reader](tmp_path)
    for path, value in FACTS.items():
        for basis, given in (("declared", value), ("tested", {"value": value, "basis": "tested", "source": "boring 12"})):
            known = overlay(read, {path: given})
            fact: Plain = known
            for part in path.split("."):
                fact = getattr(fact, part)
            plain = fact.model_dump(mode="json", exclude_unset=True)["value"]
            assert plain == value, path
            assert (fact.basis, fact.source) == (basis, "user" if basis == "declared" else "boring 12")
    x, y = read.roof.polygon.outer[0]
    corner = [[x, y], [x + 1.0, y], [x + 1.0, y + 1.0]]
    shaft = overlay(read, {"obstacles": [{"kind": "shaft", "polygon": {"outer": corner}, "height_m": 1.0, "source": "user"}]})
    assert shaft.obstacles[: len(read.obstacles)] == read.obstacles
    assert (shaft.obstacles[-1].kind, shaft.obstacles[-1].source) == ("shaft", "user")
