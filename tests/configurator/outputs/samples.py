"""Hand-made hosts, layouts and configurations: two storeys, two dwellings a storey, one obstacle, both ways of support."""

from __future__ import annotations

from typing import Literal

from shapely.geometry import Polygon

from catalogue.documents.assumptions import AssumptionsRef
from catalogue.documents.building import Building
from catalogue.documents.concept import (
    AccessDemand,
    BuildUp,
    Concept,
    ConceptRef,
    Connector,
    Constituent,
    DwellingType,
    Layer,
    ModuleGeometry,
    Opening,
    SizeRange,
    SupportDemand,
)  # fmt: skip
from catalogue.documents.configuration import (
    AddedParts,
    ConditionalOn,
    Configuration,
    DwellingResult,
    Engine,
    HostSummary,
    Impact,
    Knowledge,
    LayoutResult,
    LoadLine,
    Loads,
    ModuleResult,
    ModuleSupport,
    Summary,
)
from catalogue.documents.document import LocalText
from catalogue.documents.evidence import Interval, Quantity
from catalogue.documents.finding import finding
from catalogue.documents.load_results import Stability
from catalogue.documents.options import Options
from catalogue.documents.request import ConfigurationRequest
from configurator.host.building import (
    BearingLine,
    FactOrigin,
    Frame,
    HostBay,
    HostBuilding,
    HostObstacle,
    HostPlinth,
    HostStructure,
    RoofEdge,
    Storey,
)  # fmt: skip
from configurator.layout.placement import EdgeSupport, Layout, PlacedAccess, PlacedDwelling, PlacedModule, Rectangle, Scheme, Stretch
from configurator.outputs.bundle import ResultBundle

Way = Literal["wall_on_wall", "transfer_grid"]
AXES_MM = (90, 4090, 8090, 12090, 14490, 18490, 22310)
"""Axes of seven bearing walls; the bay of 2.4 m is the stairwell."""
DEPTH_MM, LENGTH_MM, ROOF_Z_MM = 10_500, 22_400, 11_200
MODULE_LENGTH_MM, MODULE_HEIGHT_MM = 9_000, 3_200
ORIGIN_M, ROTATION_RAD, PEIL_NAP_M = (142_318.25, 455_907.4), 0.4, 4.35


def _text(text: str) -> LocalText:
    return LocalText(nl=text, en=text)


def _quantity(value: float, unit: Literal["kg/m2", "-", "m2K/W", "min"]) -> Quantity:
    return Quantity(value=value, unit=unit, basis="assumed", source="sample")


def _layer(name: str, thickness_mm: float, *parts: tuple[str, float, float]) -> Layer:
    made = tuple(
        Constituent(
            material=material,
            density_kg_per_m3=Interval.exact(density),
            volume_fraction=share,
            biobased_fraction=1.0,
            basis="assumed",
            source="s",
        )
        for material, density, share in parts
    )
    return Layer(name=_text(name), thickness_mm=thickness_mm, constituents=made)


def _build_up(element: Literal["floor", "ceiling", "roof", "long_wall", "end_wall"], structural_mm: float, board_mm: float) -> BuildUp:
    layers = (
        _layer("plaat", board_mm, ("gips_vezelplaat_beplating", 1150.0, 1.0)),
        _layer("regelwerk", structural_mm, ("hout_vuren_regelwerk", 460.0, 0.1), ("cellulose_vlokken_isolatie", 45.0, 0.9)),
    )
    outside = element in ("roof", "end_wall")
    return BuildUp(
        element=element,
        name=_text(element),
        layers=layers,
        thermal_resistance_m2k_per_w=_quantity(6.3, "m2K/W") if outside else None,
        fire_resistance_min=_quantity(60.0, "min") if element == "long_wall" else None,
    )


def sample_concept() -> Concept:
    """A timber box: floor 250, ceiling 120, roof 300, side wall 150, end wall 300 mm."""
    mass = _quantity(40.0, "kg/m2")

    def opening(side: str, kind: str, w: int, h: int, sill: int, centre: float, access: tuple[str, ...] = ()) -> Opening:
        return Opening.model_validate(
            {
                "side": side, "kind": kind, "width_mm": w, "height_mm": h, "sill_mm": sill, "centre_fraction": centre,
                "mass_kg_per_m2": mass, "access": access,
            }
        )  # fmt: skip

    return Concept(
        id="T1",
        version="1.0.0",
        name=_text("Proefdoos"),
        summary=_text("proef"),
        organisation="optop-example",
        example_data=True,
        kind="product",
        system="timber_frame_box",
        interventions=("rooftop_extension",),
        sources={},
        build_ups={
            "floor": _build_up("floor", 225.0, 25.0),
            "ceiling": _build_up("ceiling", 95.0, 25.0),
            "roof": _build_up("roof", 275.0, 25.0),
            "side": _build_up("long_wall", 125.0, 25.0),
            "end": _build_up("end_wall", 275.0, 25.0),
        },
        module=ModuleGeometry(
            width_mm=SizeRange(min=3000, max=4180, step=20),
            length_mm=SizeRange(min=6000, max=10000, step=100),
            height_mm=MODULE_HEIGHT_MM,
            joint_mm=20,
            floor="floor",
            ceiling="ceiling",
            roof="roof",
            long_wall="side",
            end_wall="end",
            open_sides=("long_a", "long_b"),
            open_side_share=0.5,
            openings=(
                opening("end_b", "window", 1500, 1500, 800, 0.32),
                opening("end_b", "glazed_door", 900, 2300, 0, 0.78),
                opening("end_a", "window", 1000, 1200, 1000, 0.28, ("gallery",)),
                opening("access_side", "door", 950, 2300, 0, 0.74, ("gallery",)),
                opening("access_side", "door", 950, 2300, 0, 0.5, ("stair",)),
            ),
        ),
        support=SupportDemand(
            permitted=("wall_on_wall", "transfer_grid"),
            max_eccentricity_mm=60,
            connectors=(
                Connector(
                    support="wall_on_wall", height_mm=200, mass_kg_per_m2=mass, spans_between_lines=False,
                    member_material="hout_LVL_oplegbalk", member_width_mm=200,
                ),
                Connector(
                    support="transfer_grid", height_mm=400, mass_kg_per_m2=mass, spans_between_lines=True, max_span_mm=6000,
                    member_material="staal_S355_rasterligger", member_width_mm=200, member_spacing_mm=3600,
                ),
            ),
        ),
        max_storeys=2,
        dwelling_types=(DwellingType(id="two_box", name=_text("Woning van twee dozen"), modules=2, min_usable_area_m2=40.0),),
        usable_area_factor=_quantity(0.95, "-"),
        access=AccessDemand(permitted=("stair", "gallery"), gallery_mass_kg_per_m2=mass, stair_core_mass_kg_per_m2=mass),
    )  # fmt: skip


def _lines(*, assumed: bool) -> tuple[BearingLine, ...]:
    ends = (0, len(AXES_MM) - 1)
    return tuple(
        BearingLine(f"w{i + 1:02d}", u, 0, DEPTH_MM, 180.0, "end" if i in ends else "inner", "unknown", assumed)
        for i, u in enumerate(AXES_MM)
    )


def sample_host(*, located: bool = True, assumed: bool = True, obstacle: bool = True) -> HostBuilding:
    """A four-storey block of 22.4 x 10.5 m with a half-sunk plinth and one shaft on the roof of the stairwell."""
    lines = _lines(assumed=assumed)
    outline = Polygon([(0, 0), (LENGTH_MM, 0), (LENGTH_MM, DEPTH_MM), (0, DEPTH_MM)])
    corners = [(float(x), float(y)) for x, y in outline.exterior.coords]
    exact = Interval.exact
    kinds: tuple[Literal["facade", "gable"], ...] = ("facade", "gable", "facade", "gable")
    return HostBuilding(
        id="proefblok",
        name="Proefblok met portiek",
        frame=Frame(ORIGIN_M, ROTATION_RAD, "EPSG:7415", PEIL_NAP_M) if located else Frame((0.0, 0.0), 0.0, None, None),
        level_id="1",
        roof_outline_mm=outline,
        roof_z_mm=ROOF_Z_MM,
        roof_fall_mm=0.0,
        ballast="gravel",
        edges=tuple(RoofEdge(f"e{i + 1}", corners[i], corners[i + 1], kinds[i]) for i in range(4)),
        obstacles=(_shaft(),) if obstacle else (),
        bearing_system="cross",
        bearing_lines=lines,
        bays=tuple(HostBay(i + 1, lines[i], lines[i + 1], "stair" if i == 3 else "dwelling") for i in range(len(lines) - 1)),
        storeys=tuple(Storey(i, 2800 * i, 2800) for i in range(4)),
        plinth=HostPlinth("half_sunk", 1200, counts_as_storey=False),
        ground_z_mm=-1200,
        structure=HostStructure(exact(4.5), exact(0.8), exact(5.0), exact(4.0), exact(0.0), ground_floor_on_walls=True),
        access="stair",
        lift=False,
        max_height_m=None,
        family_id="F05",
        family_odds=0.82,
        facts={"/bay_sequence": FactOrigin("/bay_sequence", "3.6 m", "mm", "assumed", "F05", "unverified", assumed=True)},
        findings=(),
    )


def _shaft() -> HostObstacle:
    outline = Polygon([(12_600, 4_000), (14_000, 4_000), (14_000, 5_200), (12_600, 5_200)])
    return HostObstacle("o1", "shaft", outline, 1_100.0, 300)


STARTS_MM = {3: 8_100, 1: 100, 2: 4_100, 5: 14_500}


def sample_layout(way: Way = "wall_on_wall", storeys: int = 2, access: Literal["gallery", "stair"] = "gallery") -> Layout:
    """Per storey a dwelling of two boxes in bays 1 and 2, and two boxes of 1 dwelling in bays 5 and 3 apart."""
    connector = 200 if way == "wall_on_wall" else 400
    modules: list[PlacedModule] = []
    dwellings: list[PlacedDwelling] = []
    elements: list[PlacedAccess] = []
    for n in range(storeys):
        storey, z = 4 + n, ROOF_Z_MM + connector + n * MODULE_HEIGHT_MM
        for bays in ((1, 2), (5, 6)):
            dwelling = f"s{storey:02d}/a/d{bays[0]:02d}"
            for place, bay in enumerate(bays):
                u0, u1 = AXES_MM[bay - 1] + 10, AXES_MM[bay] - 10
                side: Literal["end_a", "long_a"] = "end_a" if access == "gallery" else "long_a"
                modules.append(
                    PlacedModule(
                        id=f"s{storey:02d}/a/m{bay:02d}",
                        dwelling_id=dwelling,
                        storey=storey,
                        strip="a",
                        footprint=Rectangle(u0, 1300, u1, 1300 + MODULE_LENGTH_MM),
                        quarter=1,
                        z_mm=z,
                        height_mm=MODULE_HEIGHT_MM,
                        topmost=n == storeys - 1,
                        access_side=side if place == (0 if access == "gallery" else 1) and (access == "gallery" or bays[0] == 1) else None,
                        open_sides=("long_a",) if place == 0 else ("long_b",),
                        supports=(EdgeSupport(f"w{bay:02d}", 10, "low"), EdgeSupport(f"w{bay + 1:02d}", -10, "high"))
                        if way == "wall_on_wall"
                        else (),
                    )
                )
            dwellings.append(PlacedDwelling(dwelling, storey, "two_box", tuple(m.id for m in modules[-2:]), 58.9, 71.6))
        if access == "gallery":
            elements.append(PlacedAccess(f"s{storey:02d}/a/g", "gallery", storey, Rectangle(100, 0, 22_300, 1300), z, inside_roof=True))
        else:
            elements.append(
                PlacedAccess(
                    f"s{storey:02d}/b04/core", "core", storey, Rectangle(AXES_MM[3], 1300, AXES_MM[4], 10_300), z, inside_roof=True
                )
            )
    reason = finding("REQ-EXAMPLE-DATA", subject="b03").model_copy(update={"margin_mm": -180.0})
    empty = tuple(Stretch(4 + n, 8_090, 12_090, 300, 10_200, reason) for n in range(storeys))
    scheme = Scheme(way, access, "low" if access == "gallery" else None, gallery_inside_roof=True if access == "gallery" else None)
    return Layout(
        scheme=scheme,
        modules=tuple(sorted(modules, key=lambda m: m.id)),
        dwellings=tuple(sorted(dwellings, key=lambda d: d.id)),
        access=tuple(elements),
        empty=empty,
        connector_height_mm=connector,
        value=1,
        bound=None,
        findings=(),
    )


EMPTY_LAYOUT = Layout(None, (), (), (), (), 0, 0, None, ())


def _load_line(line: str, level: str, start_m: float, end_m: float, added_g: float) -> LoadLine:
    return LoadLine(
        id=line,
        level=level,
        start_m=start_m,
        end_m=end_m,
        existing_g_kn_per_m=180.0,
        existing_q_kn_per_m=40.0,
        added_g_kn_per_m=added_g,
        added_g_parts=AddedParts(modules=added_g, connector=0.0, access=0.0, roof_extras=0.0, removed=0.0),
        added_q_kn_per_m=7.0,
        n_existing_kn_per_m=200.0,
        n_new_kn_per_m=200.0 + added_g + 4.0,
        r_g=added_g / 180.0,
        r_n=0.1,
        r_d=0.1,
        ed_existing_kn_per_m=250.0,
        ed_new_kn_per_m=280.0,
        r_wind_end=None,
        r_n_p10=0.08,
        r_n_p50=0.1 + added_g / 10_000.0,
        r_n_p90=0.13,
        governing="6.10b",
        band="B",
        line_band="C",
    )


def sample_loads() -> Loads:
    """One row a line at the foundation, two stretches on w02, and one at the foot of the top storey's wall."""
    rows = [_load_line(f"w{i:02d}", "foundation", 0.0, 10.5, 12.5 + i) for i in (1, 3, 4, 5, 6, 7)]
    rows += [_load_line("w02", "foundation", 0.0, 1.3, 6.0), _load_line("w02", "foundation", 1.3, 10.5, 24.25)]
    rows += [_load_line("w02", "s03", 0.0, 10.5, 22.0)]
    ordered = tuple(sorted(rows, key=lambda r: (r.id, r.level, r.start_m)))
    return Loads(
        lines=ordered,
        reactions=(),
        stability=Stability(height_m=None, base_shear_ratio=None, base_moment_ratio=None),
        added_weight_kn=900.0,
        removed_weight_kn=0.0,
    )


def _summary(layout: Layout) -> Summary:
    return Summary(
        verdict="conditional" if layout.modules else "does_not_fit",
        dwellings=len(layout.dwellings),
        modules=len(layout.modules),
        module_types=len({m.type_id for m in layout.modules}),
        support=layout.scheme.support if layout.scheme else None,
        access=layout.scheme.access if layout.scheme else None,
        storeys_added=len(layout.storeys()),
        gross_floor_area_m2=1.0,
        usable_area_m2=round(sum(d.usable_area_m2 for d in layout.dwellings), 3),
        area_basis="factor",
        roof_area_m2=235.2,
        placed_share=0.5,
        bound_gap=None,
        height_above_ground_m=None,
        mass_kg=1.0,
        mass_kg_per_m2=None,
        heaviest_module_kg=None,
        worst_r_n_p50_foundation=0.1,
        worst_r_n_p50=0.1,
        worst_band="C",
        knowledge=Knowledge(known=3, assumed=4, unknown=1),
    )


def _module_result(module: PlacedModule) -> ModuleResult:
    return ModuleResult(
        id=module.id,
        type=module.type_id,
        dwelling=module.dwelling_id,
        storey=module.storey,
        centre_m=(0.0, 0.0, 0.0),
        length_m=module.length_mm / 1000,
        width_m=module.width_mm / 1000,
        height_m=module.height_mm / 1000,
        rotation_deg=90.0,
        mass_kg=9_000.0 + module.storey,
        supports=tuple(ModuleSupport(line=s.line_id, eccentricity_mm=s.eccentricity_mm) for s in module.supports),
    )


def _building() -> Building:
    return Building.model_validate(
        {"id": "proefblok", "roof": {"polygon": {"outer": [[0, 0], [22.4, 0], [22.4, 10.5], [0, 10.5]]}}, "year_built": 1966}
    )


def sample_configuration(host: HostBuilding, layout: Layout, project_key: str) -> Configuration:
    """A configuration with made-up figures that agrees with the layout."""
    digest = "sha256:" + "ab12cd34" * 8
    return Configuration(
        engine=Engine(version="0.1.0"),
        request=ConfigurationRequest(
            project_key=project_key,
            building=_building(),
            concept=ConceptRef(id="T1", version="1.0.0", digest=digest),
            options=Options(),
            assumptions=AssumptionsRef(id="nl-2026", version="1.0.0", digest=digest),
            family=None,
        ),
        digest=digest,
        conditional_on=ConditionalOn(family="F05", odds=0.82),
        summary=_summary(layout),
        host=HostSummary(
            origin_m=host.frame.origin_m, rotation_deg=0.0, crs=host.frame.crs, peil_nap_m=host.frame.peil_nap_m, roof_z_m=11.2,
            ground_z_m=-1.2, plinth="half_sunk", storeys=(), bearing_lines=(), roof_outline_m=(),
        ),
        dwellings=tuple(
            DwellingResult(
                id=d.id, storey=d.storey, type=d.type_id, modules=d.module_ids,
                usable_area_m2=d.usable_area_m2, gross_floor_area_m2=d.gross_floor_area_m2,
            )
            for d in layout.dwellings
        ),
        modules=tuple(_module_result(m) for m in layout.modules),
        layout=LayoutResult(
            support=layout.scheme.support if layout.scheme else None, access=layout.scheme.access if layout.scheme else None,
            gallery_side="low", gallery_inside_roof=True, access_elements=(), empty=(), value=1, bound=None,
        ),
        connector=None,
        loads=sample_loads(),
        rules=(),
        impact=Impact(mass_biobased_fraction=None, floor_area_per_dwelling_m2=None),
        findings=(),
        assumptions=(),
        provenance={},
        disclaimer="Indicatieve schatting; geen constructieve berekening.",
    )  # fmt: skip


def sample_bundle(
    way: Way = "wall_on_wall",
    storeys: int = 2,
    *,
    access: Literal["gallery", "stair"] = "gallery",
    located: bool = True,
    assumed: bool = True,
    project_key: str = "proef-1",
) -> ResultBundle:
    """The whole of it."""
    host = sample_host(located=located, assumed=assumed)
    layout = sample_layout(way, storeys, access) if storeys else EMPTY_LAYOUT
    return ResultBundle(project_key, host, sample_concept(), layout, sample_configuration(host, layout, project_key))
