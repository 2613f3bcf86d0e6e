"""The whole chain on real 3DBAG buildings and on the demo block: homes, loads, an IFC in its place, a GLB that reloads."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import numpy as np
import pytest
import shapely
import trimesh
from ifcopenshell.util import geolocation, placement
from ifcopenshell.util.element import get_predefined_type
from shapely.geometry.base import BaseGeometry

from api.outputs import bundle_of
from catalogue.documents.building import Building
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept, resolve_family
from configurator.configure import Computed, configure, make_inputs
from configurator.host.overlay import overlay
from configurator.host.readers import read_building
from configurator.outputs.writers import WRITERS, write_outputs

AMERSFOORT = "3dbag/amersfoort_9-516-588.city.json"
DELFT = "3dbag/3dbag_5910.json"
SLAB = "NL.IMBAG.Pand.0355100000741774"
SECOND = "NL.IMBAG.Pand.0355100000717702"
SLOPING = "NL.IMBAG.Pand.0503100000032799"
LOW = "NL.IMBAG.Pand.0503100000021165"


def computed(building: Building, concept: str, **options: object) -> Computed:
    family = resolve_family(building.family.value) if building.family else None
    chosen = Options.model_validate(options)
    return configure(make_inputs("acceptance", building, resolve_concept(concept), chosen, resolve_assumptions(), family))


def pand(data: Path, file: str, pand_id: str, storeys: int, level: str | None = None) -> Building:
    return overlay(read_building(data / file, pand_id, roof_level=level), {"family": "F09", "storeys_existing": storeys})


@dataclass(frozen=True)
class Case:
    """One building with the concept that is put on it; `level_nap_m` is the 3DBAG height of the flat level."""

    name: str
    file: str | None
    pand: str
    storeys: int
    level: str | None
    concept: str


CASES = [
    Case("slab", AMERSFOORT, SLAB, 6, None, "A8"),
    Case("slab-second-level", AMERSFOORT, SLAB, 8, "2", "A8"),
    Case("slab-1973", AMERSFOORT, SECOND, 8, None, "A8"),
    Case("demo", None, "demo-portiek-1966", 4, None, "A3"),
]


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


def building_of(case: Case, request: pytest.FixtureRequest) -> Building:
    if case.file is None:
        return resolve_building(case.pand)
    return pand(request.getfixturevalue("shared_data"), case.file, case.pand, case.storeys, case.level)


@pytest.mark.slow
def test_homes_loads_ifc_and_glb(case: Case, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    building = building_of(case, request)
    result = computed(building, case.concept)
    configuration = result.configuration
    assert configuration.summary.dwellings > 0
    assert configuration.summary.verdict == "conditional"
    assert configuration.loads.lines

    files = {file.name: file for file in write_outputs(bundle_of(result), tuple(WRITERS), tmp_path)}
    ifc = next(file for name, file in files.items() if name.endswith(".ifc"))
    glb = next(file for name, file in files.items() if name.endswith(".glb"))
    assert building.roof.level_nap_m is not None
    check_ifc(ifc, building.roof.level_nap_m.value, building, len(configuration.modules))
    check_glb(glb, result)


def world_vertices(element: Any) -> np.ndarray:
    """Return the vertices of an element's body in the model's own coordinates, metres."""
    settings: Any = ifcopenshell.geom.settings  # untyped in the library
    chosen = settings()
    chosen.set("use-world-coords", True)
    shape: Any = ifcopenshell.geom.create_shape(chosen, element)
    return np.array(shape.geometry.verts).reshape(-1, 3)


def stair_openings(model: Any, roof: Any) -> BaseGeometry:
    """Return the outlines in plan of the openings in a roof, in world metres."""
    openings = [relation.RelatedOpeningElement for relation in roof.HasOpenings]
    placed = [np.array([geolocation.auto_xyz2enh(model, *vertex) for vertex in world_vertices(opening)]) for opening in openings]
    return shapely.union_all([shapely.MultiPoint(points[:, :2]).convex_hull.boundary for points in placed])


def check_ifc(path: Path, level_nap_m: float, building: Building, modules: int) -> None:
    """The roof lies within 1 mm of its level in RD and NAP, local coordinates stay under 1 km, every module is there."""
    model = ifcopenshell.open(str(path))
    slabs: list[Any] = list(model.by_type("IfcSlab"))
    roof = next(slab for slab in slabs if get_predefined_type(slab) == "ROOF" and not slab.Decomposes)
    vertices = world_vertices(roof)
    assert np.abs(vertices).max() < 1000.0
    world = np.array([geolocation.auto_xyz2enh(model, *vertex) for vertex in vertices])
    assert world[:, 2].max() == pytest.approx(level_nap_m, abs=0.001)
    corners = world[np.isclose(world[:, 2], world[:, 2].max()), :2]
    given = shapely.Polygon(building.roof.polygon.outer, building.roof.polygon.holes)
    edges = given.boundary.union(stair_openings(model, roof))  # stairs come up through holes in it
    assert max(edges.distance(shapely.Point(corner)) for corner in corners) <= 0.001
    drawn = shapely.MultiPoint(corners)
    assert shapely.convex_hull(given).boundary.hausdorff_distance(shapely.convex_hull(drawn).boundary) <= 0.001
    for element in model.by_type("IfcElementAssembly"):
        assert np.abs(placement.get_local_placement(element.ObjectPlacement)[:3, 3]).max() < 1000.0
    assert len(model.by_type("IfcElementAssembly")) >= modules


def check_glb(path: Path, result: Computed) -> None:
    """The GLB reloads with a node for each module, and the modules' boxes fill what the engine placed."""
    scene = trimesh.load(path, process=False)
    assert isinstance(scene, trimesh.Scene)
    ids = {module.id for module in result.configuration.modules}
    named = {name for name in scene.graph.nodes if name in ids}
    assert named == ids
    by_module: dict[str, list[np.ndarray]] = {}
    for node in scene.graph.nodes_geometry:
        matrix, geometry = scene.graph[node]
        owner = next((i for i in ids if node == i or node.startswith((f"{i}/", f"{i}:"))), None)
        if owner is None:
            forest: Any = scene.graph.transforms
            owner = next((p for p in forest.shortest_path(scene.graph.base_frame, node) if p in ids), None)
        if owner is not None and isinstance(scene.geometry[geometry], trimesh.Trimesh):  # the lines along its edges stand off its faces
            points = trimesh.transform_points(scene.geometry[geometry].vertices, matrix)
            by_module.setdefault(owner, []).append(points)
    assert set(by_module) == ids
    first_deg = math.degrees(result.host.frame.rotation_rad)
    for module in result.configuration.modules:
        extent = np.ptp(np.vstack(by_module[module.id]), axis=0)
        assert extent[1] <= module.height_m + 1e-3
        off_deg = (module.rotation_deg - first_deg) % 90.0
        if min(off_deg, 90.0 - off_deg) < 1e-3:  # in the frame of the file, which is that of the first wing
            assert sorted([extent[0], extent[2]]) == pytest.approx(sorted([module.length_m, module.width_m]), abs=0.06)


@pytest.mark.parametrize("concept", ["A3", "A5"])
def test_wall_on_wall_is_placed_or_refused_with_the_gap(concept: str, shared_data: Path) -> None:
    """On 4.2 + 3.0 m bays A3 (3.58-4.18 m) fits the wide bays and A5 (2.98-3.58 m) the narrow ones; the rest names the gap and the grid."""
    # Judged afterwards, not gated: the narrow bays hold studios only, whose main room is narrower than R-03 asks.
    result = computed(pand(shared_data, AMERSFOORT, SLAB, 6), concept, support="wall_on_wall", room_rules="report")
    limit = resolve_concept(concept).support.max_eccentricity_mm
    axes = {line.id: line.u_mm for line in result.host.bearing_lines}
    assert result.layout.modules
    for module in result.layout.modules:
        assert len(module.supports) == 2
        edges = (module.footprint.u0_mm, module.footprint.u1_mm)
        for support, edge in zip(module.supports, edges, strict=True):
            assert abs(edge - axes[support.line_id]) <= limit
    refused = [stretch.reason for stretch in result.layout.empty if stretch.reason.fix == {"support": "transfer_grid"}]
    assert refused
    assert all(reason.margin_mm for reason in refused if reason.code.startswith("LAY-BAY-"))
    assert any(reason.code.startswith("LAY-BAY-") for reason in refused)


def test_a_roof_that_falls_6_m_is_refused(shared_data: Path) -> None:
    result = computed(pand(shared_data, DELFT, SLOPING, 6, "1"), "A8")
    assert result.configuration.summary.verdict == "does_not_fit"
    assert result.configuration.summary.modules == 0
    refusal = next(f for f in result.configuration.findings if f.code == "HOST-ROOF-NOT-FLAT")
    assert refusal.status == "fail"
    assert any(isinstance(value, float) and value == pytest.approx(6.0, abs=0.1) for value in refusal.parameters.values())


def test_five_storeys_in_8_4_m_are_implausible(shared_data: Path) -> None:
    result = computed(pand(shared_data, DELFT, LOW, 5), "A8")
    assert "HOST-STOREYS-IMPLAUSIBLE" in {f.code for f in result.configuration.findings}
