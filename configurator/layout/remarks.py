"""What there is to say about a layout as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import shapely

from catalogue.documents.concept import Concept, DwellingType
from catalogue.documents.finding import Finding, finding
from catalogue.documents.identifiers import bay_id
from catalogue.documents.options import Options
from configurator.host.building import HostBuilding
from configurator.layout.assemble import Placed
from configurator.layout.fixes import Fixes
from configurator.layout.menu import MM2_PER_M2, Menu
from configurator.layout.mix import PER_MILLION, MixResult
from configurator.layout.placement import PlacedAccess
from configurator.layout.probe import Probe
from configurator.layout.scheme import Solution, replaced_heads
from configurator.layout.site import strip_name
from configurator.layout.strip import lines_under, wall_spans


def mix_remark(mixed: MixResult, wish: Mapping[str, float]) -> Finding:
    """Say how far the wished mix was met."""
    return finding(
        "LAY-MIX",
        wished=", ".join(f"{t} {share:.0%}" for t, share in wish.items()),
        reached=", ".join(f"{t} {mixed.shares.get(t, 0.0):.0%}" for t in wish),
        deviation_percent=round(100.0 * mixed.deviation_ppm / PER_MILLION, 1),
    )


def remarks(host: HostBuilding, concept: Concept, options: Options, solution: Solution, placed: Placed) -> Iterator[Finding]:
    """Give every finding about the layout as a whole, in a fixed order."""
    scheme = solution.ground.scheme
    if scheme.reached.beside_cores and placed.modules:
        for head in replaced_heads(host):
            yield finding("LAY-STAIR-HEAD-REPLACED", subjects=(head.id,), obstacle=head.id)
        yield from _cores_over_obstacles(host, placed)
    yield from _new_cores(solution)
    if scheme.reached.passage == "beside" and placed.modules:
        yield from _unreached_galleries(placed)
    storeys = len({module.storey for module in placed.modules})
    if 0 < storeys < options.storeys_added:
        yield finding("LAY-FEWER-STOREYS", placed=storeys, asked=options.storeys_added)
    if scheme.carried.must_span and placed.modules:
        yield from _grid_remarks(host, concept, solution)
    yield from _orientations(solution, placed)
    if scheme.reached.passage == "between" and placed.modules:
        yield finding("LAY-CORRIDOR-AS-GALLERY")
    yield from _room_rules(solution)
    yield from _below_minimum(host, solution)
    yield from _depth_left(host, solution)
    strips = sorted({a.id.split("/")[1] for a in placed.access if a.kind == "gallery" and not a.id.endswith("/g")})
    for letter in strips:
        parts = tuple(a.id for a in placed.access if a.kind == "gallery" and a.id.split("/")[1] == letter)
        yield finding("LAY-GALLERY-INTERRUPTED", subjects=parts, strip=letter)


def _orientations(solution: Solution, placed: Placed) -> Iterator[Finding]:
    """Say how many modules lie lengthwise where that was asked for, or why none can."""
    menu = solution.menu
    if menu.options.module_orientation == "across":
        return
    along = tuple(m.id for m in placed.modules if m.orientation == "lengthwise")
    if along:
        yield finding("LAY-LENGTHWISE", subjects=along, modules=len(along), total=len(placed.modules))
    elif "lengthwise" not in menu.concept.module.orientations:
        yield finding("LAY-LENGTHWISE-NOT-MADE")
    elif menu.stacks:
        yield finding("LAY-LENGTHWISE-NOT-STACKED")
    elif solution.ground.scheme.carried.on_lines:
        yield finding("LAY-LENGTHWISE-NOT-ON-WALLS")


def _new_cores(solution: Solution) -> Iterator[Finding]:
    """Say in which bays new stair cores stand, or that no bay can hold one."""
    rule = solution.ground.new_core
    if rule is None:
        return
    bays = tuple(bay_id(bay.number) for bay in solution.ground.cores)
    if bays:
        yield finding("LAY-NEW-CORES", subjects=bays, cores=len(bays), bays=", ".join(bays))
    else:
        fix = Fixes(solution.menu, solution.ground).without_cores()
        yield finding("LAY-NO-BAY-FOR-CORE", fix=fix, least_mm=rule.width_mm, most_mm=rule.max_bay_mm)


def _cores_over_obstacles(host: HostBuilding, placed: Placed) -> Iterator[Finding]:
    """Give every obstacle but a stair head that a stair core stands over: it has to go on inside the core, or move."""
    cores = [shapely.box(*_box(access)) for access in placed.access if access.kind == "core"]
    replaced = {head.id for head in replaced_heads(host)}
    for obstacle in host.obstacles:
        if obstacle.id not in replaced and any(core.intersection(obstacle.outline_mm).area > 0.0 for core in cores):
            yield finding("LAY-CORE-OVER-OBSTACLE", subjects=(obstacle.id,), obstacle=obstacle.id)


def _box(access: PlacedAccess) -> tuple[int, int, int, int]:
    return access.footprint.u0_mm, access.footprint.v0_mm, access.footprint.u1_mm, access.footprint.v1_mm


def _unreached_galleries(placed: Placed) -> Iterator[Finding]:
    """Say that no stair or lift is placed at the galleries, and how many galleries of one storey do not meet."""
    galleries = [access for access in placed.access if access.kind == "gallery"]
    if not galleries:
        return
    lowest = min(gallery.storey for gallery in galleries)
    first = shapely.union_all([shapely.box(*_box(gallery)).buffer(1.0) for gallery in galleries if gallery.storey == lowest])
    yield finding("LAY-GALLERY-UNREACHED", subjects=tuple(g.id for g in galleries), galleries=int(shapely.get_num_geometries(first)))


def _grid_remarks(host: HostBuilding, concept: Concept, solution: Solution) -> Iterator[Finding]:
    connector = concept.support.connector(solution.ground.scheme.support)
    if host.bearing_system != "cross":
        yield finding("LAY-GRID-SPAN-UNKNOWN", reason=f"bearing_system_{host.bearing_system}")
    elif connector is not None and connector.max_span_mm is None:
        yield finding("LAY-GRID-SPAN-UNKNOWN", reason="max_span_mm")
    elif any(s.columns and len(lines_under(solution.ground, s.window)) <= 1 for s in solution.strips):
        yield finding("LAY-GRID-SPAN-UNKNOWN", reason="bearing_lines")


def _widths(solution: Solution) -> tuple[int, ...]:
    """Return the module widths that can stand anywhere on this roof."""
    ground = solution.ground
    if not ground.scheme.carried.on_lines:
        return ground.widths
    return tuple(sorted({span.width_mm for span in wall_spans(ground, ground.lines)}))


def _deepest_mm(host: HostBuilding, solution: Solution) -> int:
    """Return the largest depth that any strip offers on the lowest storey."""
    depths = [0]
    for strip in solution.strips:
        space = Probe(host, solution.ground, strip).bare
        depths.extend(high - low for runs in space.runs[0] for low, high in runs)
    return max(0, max(depths) - solution.ground.gallery_depth_mm)


def _below_minimum(host: HostBuilding, solution: Solution) -> Iterator[Finding]:
    """Give every dwelling type that misses its least area even where the roof is deepest (minimum-area cliffs)."""
    menu, depth = solution.menu, _deepest_mm(host, solution)
    widths = _widths(solution)
    fitting = [length for length in menu.lengths if length <= depth]
    if not fitting or not widths:
        return
    for dwelling in menu.types:
        row = (max(widths),) * dwelling.modules
        if menu.failing_room(row, max(fitting), dwelling.storeys) is not None:
            continue
        usable, needed = menu.dwelling_mm2(dwelling, row, max(fitting)), dwelling.min_usable_area_m2 * MM2_PER_M2
        if usable < needed:
            yield finding(
                "LAY-TYPE-BELOW-MINIMUM",
                subjects=(dwelling.id,),
                margin_mm=_length_margin(menu, dwelling, row, depth),
                dwelling=dwelling.id,
                dwelling_nl=dwelling.name.nl,
                dwelling_en=dwelling.name.en,
                depth_mm=depth,
                usable_m2=round(usable / MM2_PER_M2, 2),
                needed_m2=dwelling.min_usable_area_m2,
                missing_m2=round((needed - usable) / MM2_PER_M2, 2),
            )


def _room_rules(solution: Solution) -> Iterator[Finding]:
    """Give every dwelling type that room rules keep out of some module widths, or out of all that the concept makes."""
    menu = solution.menu
    longest = max(menu.lengths, default=0)
    for dwelling in menu.types:
        failing = {w: menu.failing_room((w,) * dwelling.modules, longest, dwelling.storeys) for w in menu.widths}
        failed = {w: f for w, f in failing.items() if f is not None}
        if not failed:
            continue
        worst = failed[max(failed)]
        wider = min((w for w in failing if w not in failed), default=None)
        yield finding(
            "LAY-TYPE-FAILS-ROOM-RULE" if wider is None else "LAY-WIDTHS-FAIL-ROOM-RULE",
            subjects=(dwelling.id,),
            margin_mm=worst.margin_mm,
            fix={"room_rules": "report"},
            dwelling=dwelling.id,
            dwelling_nl=dwelling.name.nl,
            dwelling_en=dwelling.name.en,
            width_mm=max(failed),
            wider_mm=wider,
            rule=worst.rule,
            measured=round(worst.measured, 2),
            needed=worst.needed,
            unit=worst.unit,
        )


def _length_margin(menu: Menu, dwelling: DwellingType, row: tuple[int, ...], depth_mm: int) -> int | None:
    """Return the depth minus the shortest length that reaches the least area of a type, or None when no length does."""
    needed_mm2 = dwelling.min_usable_area_m2 * MM2_PER_M2
    longer = [length for length in menu.lengths if menu.dwelling_mm2(dwelling, row, length) >= needed_mm2]
    return depth_mm - min(longer) if longer else None


def _depth_left(host: HostBuilding, solution: Solution) -> Iterator[Finding]:
    """Give the strips whose depth would hold another module beside the deepest dwelling."""
    for number, strip in enumerate(solution.strips):
        used = max((level.offer.length_mm for c in strip.columns for level in c.levels), default=0)
        if not used:
            continue
        space = Probe(host, solution.ground, strip).bare
        depth = max(high - low for runs in space.runs[0] for low, high in runs) - solution.ground.gallery_depth_mm
        if depth - used >= min(solution.menu.lengths):
            yield finding("LAY-DEPTH-LEFT", margin_mm=depth - used, strip=strip_name(number), left_mm=depth - used)
