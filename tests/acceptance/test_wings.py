"""Buildings of several directions and several roof levels: one result, in which every wing keeps to itself and everything adds up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.util.placement
import numpy as np
import pytest
import shapely
import shapely.affinity
import shapely.ops
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from api.outputs import bundle_of
from catalogue.documents.building import Building
from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.identifiers import ID_PATTERN
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_concept, resolve_family
from configurator.configure import configure, make_inputs
from configurator.host.overlay import overlay
from configurator.host.readers import read_building
from configurator.outputs.glb import glb_bytes
from configurator.outputs.ifc import ifc_bytes
from configurator.outputs.svg import plan_svg
from configurator.results.trace import trace_figure
from tests.acceptance.wings import (
    STRAIGHT,
    building,
    computed,
    footprints,
    largest_overlap_m2,
    level,
    moved,
    outside_m2,
    top_storey_kn,
    world_degrees,
)
from tests.configurator.host.samples import bent

SLAB, ANNEX = box(0, 0, 40, 10.5), box(40, 0, 60, 10.5)


@given(
    bend=st.floats(10.0, 60.0),
    turn=st.floats(-170.0, 170.0),
    shift=st.sampled_from([(0.0, 0.0), (155_000.0, 463_000.0), (105_000.0, 612_345.678)]),
    mirrored=st.booleans(),
)
@settings(max_examples=6, deadline=None)
def test_where_and_how_a_building_lies_changes_nothing(bend: float, turn: float, shift: tuple[float, float], mirrored: bool) -> None:
    ring = bent(36.0, 10.5, bend)
    plain = computed(building(ring)).configuration
    outline = moved(ring, turn, shift, mirrored=mirrored)
    placed = computed(building(outline, site={"crs": "EPSG:28992"} if shift[0] else {})).configuration
    assert (placed.summary.dwellings, placed.summary.modules) == (plain.summary.dwellings, plain.summary.modules)
    assert sorted(w.summary.dwellings for w in placed.wings) == sorted(w.summary.dwellings for w in plain.wings)
    assert placed.summary.modules > 0
    assert largest_overlap_m2(placed) < 1e-4
    assert outside_m2(placed, outline) < 1e-4


@pytest.mark.parametrize("bend", [10.0, 30.0, 45.0])
def test_a_bent_slab_is_two_slabs_less_the_joint(bend: float) -> None:
    """Each wing is a trapezium: it holds a rectangle of its short side less the joint, and lies in one of its long side."""
    short = 40.0 - 10.5 * np.tan(np.radians(bend) / 2.0) - 0.1
    both = computed(building(bent(40.0, 10.5, bend))).configuration
    least, most = (computed(building(box(0, 0, length, 10.5))).configuration.summary.dwellings for length in (short, 40.0))
    assert len(both.wings) == 2
    assert 2 * least <= both.summary.dwellings <= 2 * most
    modules_in_the_joint = np.ceil((40.0 - short) / 3.6)
    assert both.summary.dwellings >= 2 * (most - modules_in_the_joint)


def test_lists_and_sums_are_those_of_the_wings() -> None:
    result = computed(building(bent(40.0, 10.5, 30.0)), storeys_added=2)
    whole, wings = result.configuration, result.configuration.wings
    assert [wing.id for wing in wings] == ["r1.1", "r1.2"]
    for name in ("dwellings", "modules", "usable_area_m2", "gross_floor_area_m2", "mass_kg", "roof_area_m2"):
        assert getattr(whole.summary, name) == pytest.approx(sum(getattr(wing.summary, name) for wing in wings), abs=0.11)
    for wing in wings:
        assert sum(m.id.startswith(f"{wing.id}/") for m in whole.modules) == wing.summary.modules
        assert sum(d.id.startswith(f"{wing.id}/") for d in whole.dwellings) == wing.summary.dwellings
    value, bound = whole.layout.value, whole.layout.bound
    assert bound is not None
    assert whole.summary.bound_gap == pytest.approx((bound - value) / bound, abs=1e-6)
    assert whole.summary.worst_r_n_p50 == max(wing.summary.worst_r_n_p50 or 0.0 for wing in wings)
    assert whole.summary.module_types == len({m.type for m in whole.modules})
    all_lines = [line.id for host in whole.hosts() for line in host.bearing_lines]
    ids = [m.id for m in whole.modules] + [d.id for d in whole.dwellings] + all_lines
    assert len(ids) == len(set(ids))
    assert all(ID_PATTERN.match(name) for name in ids)
    lines = set(all_lines)
    assert {row.id for row in whole.loads.lines} <= lines
    assert {reaction.line for reaction in whole.loads.reactions} <= lines
    assert {reaction.module for reaction in whole.loads.reactions} <= {m.id for m in whole.modules}


@pytest.mark.parametrize("options", [{}, {"storeys_added": 2}, {"support": "auto"}])
def test_the_lines_of_all_wings_carry_the_weight_of_all_wings(options: dict[str, Any]) -> None:
    result = computed(
        building(bent(40.0, 10.5, 30.0), level("2", box(-40, 10.6, -10, 21.1), height_above_ground_m={"value": 6.6})), **options
    )
    added = result.configuration.loads.added_weight_kn
    assert top_storey_kn(result) == pytest.approx(added, rel=1e-5)
    assert added == pytest.approx(sum(wing.loads.added_weight_kn for wing in result.wings), rel=1e-6)


def test_one_wing_is_written_as_it_always_was() -> None:
    configuration = computed(building(list(STRAIGHT))).configuration
    plain = configuration.model_dump(mode="json")
    assert "wings" not in plain
    assert "further_levels" not in plain["request"]["building"]
    assert all("wing" not in stretch for stretch in plain["layout"]["empty"])
    assert all(m.id.startswith("s04/") for m in configuration.modules)


def test_several_wings_have_a_digest_and_the_same_bytes_twice() -> None:
    one, two = (computed(building(bent(40.0, 10.5, 30.0))).configuration for _ in range(2))
    assert canonical_bytes(one) == canonical_bytes(two)
    assert digest_of(one.model_dump(mode="json", exclude={"digest"})) == one.digest


def test_every_finding_of_a_wing_names_it_and_no_other() -> None:
    configuration = computed(building(bent(40.0, 10.5, 30.0))).configuration
    keys = [wing.id for wing in configuration.wings]
    for item in configuration.findings:
        named = {key for key in keys for subject in item.subjects if subject == key or subject.startswith(f"{key}/")}
        assert len(named) <= 1 or item.code == "HOST-WINGS"
    said = [item for item in configuration.findings if item.code == "LOAD-BAND"]
    assert {item.subjects[0] for item in said} == set(keys)
    assert all(str(item.parameters["worst_line"]).startswith(f"{item.subjects[0]}/") for item in said)
    assert sum(item.code == "HOST-PLINTH-ASSUMED" for item in configuration.findings) == 1


def test_a_figure_of_any_wing_can_be_explained() -> None:
    configuration = computed(building(bent(40.0, 10.5, 30.0))).configuration
    last = len(configuration.loads.lines) - 1
    assert configuration.loads.lines[last].id.startswith("r1.2/")
    steps = trace_figure(configuration, f"/loads/lines/{last}/existing_g_kn_per_m").steps
    line = next(one for one in configuration.wings[1].host.bearing_lines if one.id == configuration.loads.lines[last].id)
    tributary = ((line.bay_left_m or 0.0) + (line.bay_right_m or 0.0)) / 2.0
    assert f"{tributary:.4f}" in steps[0].numbers
    assert trace_figure(configuration, "/wings/1/summary/dwellings").steps[0].value == str(configuration.wings[1].summary.dwellings)


def two_levels(**roof: Any) -> Any:
    return building(SLAB, level("2", ANNEX, **roof))


def test_two_levels_are_built_on_at_once_each_on_its_own_storeys() -> None:
    """F05: storeys of 2.8 m over a half-sunk plinth of 1.2 m; a roof 6.8 m above ground has two of the four storeys below it."""
    configuration = computed(two_levels(height_above_ground_m={"value": 6.8})).configuration
    high, low = configuration.wings
    assert (high.level, low.level) == ("1", "2")
    assert (len(high.host.storeys), len(low.host.storeys)) == (4, 2)
    assert {m.storey for m in configuration.modules if m.id.startswith("r1/")} == {4}
    assert {m.storey for m in configuration.modules if m.id.startswith("r2/")} == {2}
    assert low.host.roof_z_m == pytest.approx(5.6)
    assert largest_overlap_m2(configuration) == 0.0
    assert outside_m2(configuration, SLAB, ANNEX) < 1e-4
    beside = [item for item in configuration.findings if item.code == "HOST-LEVEL-BESIDE-HIGHER"]
    assert [(item.subjects[0], item.parameters["higher_m"], item.parameters["front_m"]) for item in beside] == [("r2", 5.6, 11.5)]
    assumed = [item.pointer for item in configuration.assumptions]
    assert "/further_levels/0/storeys_existing" in assumed


def test_what_the_user_knows_of_a_level_wins() -> None:
    known = two_levels(height_above_ground_m={"value": 6.8}).model_dump(mode="json")
    known["further_levels"][0]["storeys_existing"] = {"value": 1}
    configuration = computed(building(SLAB, **known | {"bay_sequence": known["bay_sequence"]})).configuration
    assert [len(wing.host.storeys) for wing in configuration.wings] == [4, 1]


def test_a_level_without_a_height_is_as_high_as_the_first() -> None:
    configuration = computed(two_levels()).configuration
    assert {wing.host.roof_z_m for wing in configuration.wings} == {configuration.host.roof_z_m}
    assert {m.storey for m in configuration.modules} == {4}


@pytest.mark.parametrize(
    ("outline", "roof"),
    [
        (box(40, 0, 43, 3), {}),
        (box(40, 0, 40.0004, 10), {}),
        (box(40, 0, 60, 10.5), {"slope": {"slope_deg": 9.0, "fall_m": 3.0}}),
        (box(40, 0, 60, 10.5), {"height_above_ground_m": {"value": 1.5}}),
        (box(40, 10.5, 43, 13), {}),
    ],
    ids=["smaller than a module", "a sliver", "not flat", "no roof of a storey", "touches in a point"],
)
def test_a_level_that_cannot_be_built_on_is_left_out_and_said(outline: Polygon, roof: dict[str, Any]) -> None:
    configuration = computed(building(SLAB, level("2", outline, **roof))).configuration
    assert configuration.wings == ()
    assert all(m.id.startswith("s04/") for m in configuration.modules)
    left_out = [item for item in configuration.findings if item.code == "HOST-LEVEL-LEFT-OUT"]
    assert [item.parameters["levels"] for item in left_out] == ["2"]
    alone = computed(building(SLAB)).configuration
    assert {m.id for m in configuration.modules} == {m.id for m in alone.modules}


def test_nothing_to_build_on_is_an_answer_with_reasons() -> None:
    configuration = computed(building(box(0, 0, 5, 5), level("2", box(5, 0, 9, 5)))).configuration
    assert configuration.summary.verdict == "does_not_fit"
    assert {"HOST-ROOF-TOO-SMALL", "HOST-LEVEL-LEFT-OUT"} <= {item.code for item in configuration.findings}


def test_a_wing_with_known_walls_is_a_level_and_its_walls_are_in_its_own_frame() -> None:
    outline = Polygon(bent(40.0, 10.5, 30.0))
    parts = shapely.ops.split(outline, shapely.LineString([(0, 0), (-10.5 * np.tan(np.radians(15.0)), 10.5)])).geoms
    first, second = sorted((Polygon(part.exterior) for part in parts if isinstance(part, Polygon)), key=lambda part: part.bounds[0])
    walls = {"value": [{"x_mm": x} for x in range(4_000, 37_000, 4_000)]}
    known = level("oost", second, axis_deg=30.0) | {"bearing_lines": walls}
    plain = building(first, known).model_dump(mode="json")
    plain["roof"]["axis_deg"] = 0.0
    configuration = computed(Building.model_validate(plain)).configuration
    east = next(wing for wing in configuration.wings if wing.level == "oost")
    assert [line.x_m for line in east.host.bearing_lines] == [float(x) for x in range(4, 37, 4)]
    assert not any(line.assumed for line in east.host.bearing_lines)
    assert world_degrees(configuration) == {0.0, 30.0}


@pytest.fixture(scope="module")
def mixed() -> Any:
    """A bent slab in RD and, along one slab, a lower level."""
    annex = box(-40, 10.5, -10, 21.0)
    whole = shapely.MultiPolygon([Polygon(bent(40.0, 10.5, 30.0)), annex])
    slab, low = shapely.affinity.translate(shapely.affinity.rotate(whole, 17.0, origin=(0, 0)), 142_318.25, 455_907.4).geoms
    described = building(slab, level("2", low, level_nap_m={"value": 7.4}), site={"crs": "EPSG:7415"}, ground_nap_m={"value": 0.6})
    plain = described.model_dump(mode="json")
    plain["roof"]["level_nap_m"] = {"value": 13.0}
    return computed(type(described).model_validate(plain), storeys_added=1)


def test_the_ifc_has_every_module_of_every_wing_in_its_place(mixed: Any) -> None:
    configuration = mixed.configuration
    file = ifcopenshell.file.from_string(ifc_bytes(bundle_of(mixed)).decode())
    conversion = file.by_type("IfcMapConversion")[0]
    c, s = conversion.XAxisAbscissa, conversion.XAxisOrdinate
    placed = {entity.Tag: entity for entity in file.by_type("IfcElementAssembly") if (entity.Name or "").startswith("Module ")}
    assert set(placed) == {m.id for m in configuration.modules}
    for module in configuration.modules:
        matrix = ifcopenshell.util.placement.get_local_placement(placed[module.id].ObjectPlacement)
        u, v, z, _ = matrix @ np.array([module.length_m / 2, module.width_m / 2, module.height_m / 2, 1.0])
        world = (conversion.Eastings + c * u - s * v, conversion.Northings + s * u + c * v, conversion.OrthogonalHeight + z)
        assert world == pytest.approx(module.centre_m, abs=0.002)
    assert len(file.by_type("IfcSpace")) >= configuration.summary.dwellings
    walls = {w.Name.split()[3] for w in file.by_type("IfcWall") if (w.Name or "").startswith("Bestaande dragende wand")}
    assert walls == {line.id for host in configuration.hosts() for line in host.bearing_lines}


def test_the_glb_has_every_module_of_every_wing_in_its_place(mixed: Any, tmp_path: Path) -> None:
    path = tmp_path / "wings.glb"
    path.write_bytes(glb_bytes(bundle_of(mixed)))
    scene: Any = trimesh.load(path)
    frame = mixed.host.frame
    for module in mixed.configuration.modules:
        matrix, _ = scene.graph.get(module.id)
        x, y, z, _ = matrix @ np.array([module.length_m / 2, module.height_m / 2, -module.width_m / 2, 1.0])
        east, north = frame.to_world_m([(x * 1000.0, -z * 1000.0)])[0]
        assert (east, north, y + frame.peil_nap_m) == pytest.approx(module.centre_m, abs=0.002)


def test_the_existing_wings_meet_and_do_not_overlap(mixed: Any) -> None:
    model = bundle_of(mixed).model
    floors = [e for e in model.elements if e.kind == "existing_roof"]
    assert sorted(e.wing for e in floors) == ["r1.1", "r1.2", "r2"]
    plans = []
    for element in floors:
        c, s = element.axis
        plan = element.bodies[0].prism.polygon
        plans.append(shapely.affinity.affine_transform(plan, [c, -s, s, c, element.origin_mm[0], element.origin_mm[1]]))
    for i, one in enumerate(plans):
        assert all(one.intersection(other).area < 100 * 1000 for other in plans[i + 1 :])
    assert plans[0].distance(plans[1]) < 2.0


def test_the_plan_shows_every_module_once_a_storey(mixed: Any) -> None:
    svg = plan_svg(bundle_of(mixed)).decode()
    for module in mixed.configuration.modules:
        assert svg.count(f'data-id="{module.id}"') == 1
    assert svg.count("<g") == svg.count("</g>")
    assert footprints(mixed.configuration)


SLAB_1970 = "NL.IMBAG.Pand.0355100000741774"


def real(data: Path, pand: str, level_id: str | None = None) -> Any:
    read = read_building(data / "3dbag/amersfoort_9-516-588.city.json", pand, roof_level=level_id)
    described = overlay(read, {"family": "F09", "storeys_existing": 6 if level_id is None else 8})
    return configure(make_inputs("wings", described, resolve_concept("A8"), Options(), resolve_assumptions(), resolve_family("F09")))


@pytest.mark.slow
def test_a_real_slab_of_two_heights(shared_data: Path) -> None:
    """6 and 8 storeys in 3DBAG (roofs at 17.2 and 22.8 m above ground); the third level of 59 m2 is too small."""
    both, second = real(shared_data, SLAB_1970), real(shared_data, SLAB_1970, "2")
    configuration = both.configuration
    assert [(wing.id, len(wing.host.storeys)) for wing in configuration.wings] == [("r1", 6), ("r2", 8)]
    assert configuration.wings[1].summary.dwellings == second.configuration.summary.dwellings > 0
    assert second.configuration.wings == ()
    assert largest_overlap_m2(configuration) < 1e-4
    assert top_storey_kn(both) == pytest.approx(configuration.loads.added_weight_kn, rel=1e-5)
    codes = {item.code for item in configuration.findings}
    assert {"HOST-LEVEL-BESIDE-HIGHER", "HOST-LEVEL-LEFT-OUT"} <= codes
