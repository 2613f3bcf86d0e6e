"""Checks on sizes, dwellings and supports: what is drawn must be possible."""

from __future__ import annotations

import itertools

from catalogue.buildup import buildup_thickness_mm, middle_module, module_mass, module_size, openings_of
from catalogue.documents.concept import Concept, Side
from catalogue.publishing.checking.result import CheckResult, CheckVerdict, outcome, passed

SIDES: tuple[Side, ...] = ("end_a", "end_b", "long_a", "long_b")

MASS_DEVIATION_LIMIT = 0.05
"""A declared total may differ this much from the sum of the layers (house rule)."""
CLEAR_HEIGHT_MIN_MM = 2600.0
"""Bbl art. 4.164 lid 4, table 4.162: clear height of a habitable room, new build."""
MAIN_ROOM_WIDTH_MIN_MM = 3000.0
"""Least width of one main room of a dwelling, new build (bouwkunde.org, verblijfsgebied en verblijfsruimte; Bouwbesluit 2012)."""
TRANSPORT_WIDTH_MAX_MM = 3500
"""Width up to which the yearly RDW exemption for an indivisible load holds (evofenedex, older text)."""
TRANSPORT_HEIGHT_MAX_MM = 3400
"""Box height on a low loader under 4.15 m overall, deck 0.75 m."""


def mass_from_layers(concept: Concept) -> CheckResult:
    """OPT-MASS-001: a declared mass per m2 lies within 5 % of the sum of the layers of a middle-sized module of the top storey."""
    declared = concept.declared_mass_kg_per_m2
    if declared is None or declared.value is None:
        return outcome("OPT-MASS-001", "not_applicable", "Geen totaal opgegeven; de lagen gelden.", "No total declared; the layers count.")
    size = middle_module(concept)
    computed = module_mass(concept, size, topmost=True).total_kg.nominal / size.plan_m2
    deviation = declared.value / computed - 1.0
    numbers = f"{declared.value:.0f} / {computed:.0f} kg/m2 ({deviation:+.1%})"
    verdict: CheckVerdict = "pass" if abs(deviation) <= MASS_DEVIATION_LIMIT else "fail"
    return outcome(
        "OPT-MASS-001",
        verdict,
        f"Opgegeven tegen som van de lagen: {numbers}; 5 % is toegestaan.",
        f"Declared against the sum of the layers: {numbers}; 5 % is allowed.",
        subjects=("/declared_mass_kg_per_m2",),
    )


def clear_height(concept: Concept) -> CheckResult:
    """OPT-GEO-001: a module of the top storey has 2.60 m clear between floor and roof."""
    if concept.interventions == ("plinth_conversion",):
        return outcome(
            "OPT-GEO-001", "not_applicable", "Een plint heeft de hoogte van het gebouw.", "A plinth has the height of its building."
        )
    module = concept.module
    size = module_size(concept, module.width_mm.min, module.length_mm.min, topmost=True)
    margin = size.wall_height_mm - CLEAR_HEIGHT_MIN_MM
    return outcome(
        "OPT-GEO-001",
        "pass" if margin >= 0 else "fail",
        f"Vrije hoogte {size.wall_height_mm:.0f} mm, nodig 2600 mm ({margin:+.0f} mm).",
        f"Clear height {size.wall_height_mm:.0f} mm, 2600 mm needed ({margin:+.0f} mm).",
        subjects=("/module/height_mm",),
    )


def openings_inside_walls(concept: Concept) -> CheckResult:
    """OPT-GEO-002: every opening lies inside its wall in the smallest module, and no two openings of one side overlap."""
    module = concept.module
    if not module.openings:
        return outcome("OPT-GEO-002", "not_applicable", "Geen ramen of deuren opgegeven.", "No windows or doors stated.")
    size = module_size(concept, module.width_mm.min, module.length_mm.min, topmost=True)
    wrong: list[str] = []
    for access, orientation in itertools.product(concept.access.permitted, module.orientations):
        entered_at_end = (access == "stair") == (orientation == "lengthwise")
        for side in SIDES:
            length_mm = size.length_mm if side.startswith("long") else size.width_mm - 2 * size.long_wall_mm
            spans = []
            for opening in openings_of(concept, side, access, "end_a" if entered_at_end else "long_a", orientation):
                centre = opening.centre_fraction * length_mm
                spans.append((centre - opening.width_mm / 2, centre + opening.width_mm / 2))
                if spans[-1][0] < 0 or spans[-1][1] > length_mm or opening.sill_mm + opening.height_mm > size.wall_height_mm:
                    wrong.append(f"{opening.kind} {opening.width_mm} x {opening.height_mm} ({side}, {access})")
            spans.sort()
            wrong += [f"{side}, {access}: overlap" for (_, end), (start, _) in itertools.pairwise(spans) if start < end]
    listed = "; ".join(dict.fromkeys(wrong))
    return outcome(
        "OPT-GEO-002",
        "fail" if wrong else "pass",
        f"Past niet in de kleinste module: {listed}." if wrong else "Alle openingen passen in de kleinste module.",
        f"Does not fit in the smallest module: {listed}." if wrong else "All openings fit in the smallest module.",
        subjects=("/module/openings",),
    )


def dwelling_types_reachable(concept: Concept) -> CheckResult:
    """OPT-DWE-001: the largest modules reach the minimum usable area of every dwelling type."""
    module, factor = concept.module, concept.usable_area_factor.value
    if factor is None:
        return outcome("OPT-DWE-001", "unknown", "Factor voor gebruiksoppervlakte onbekend.", "Usable area factor unknown.")
    size = module_size(concept, module.width_mm.max, module.length_mm.max, topmost=True)
    area = size.inner_width_mm() * size.inner_length_mm / 1e6 * factor
    short = [t.id for t in concept.dwelling_types if area * t.modules * t.storeys < t.min_usable_area_m2]
    return outcome(
        "OPT-DWE-001",
        "fail" if short else "pass",
        f"Niet haalbaar met de grootste module ({area:.1f} m2): {', '.join(short)}." if short else f"Grootste module: {area:.1f} m2 GO.",
        f"Out of reach with the largest module ({area:.1f} m2): {', '.join(short)}." if short else f"Largest module: {area:.1f} m2 usable.",
        subjects=tuple(f"/dwelling_types/{concept.dwelling_types.index(t)}" for t in concept.dwelling_types if t.id in short),
    )


def transport_size(concept: Concept) -> CheckResult:
    """OPT-TRA-001: width and height stay within the yearly exemption; wider is possible with a single exemption or escort."""
    if concept.transport.load == "panel":
        return outcome("OPT-TRA-001", "not_applicable", "Komt als panelen.", "Comes as panels.")
    module = concept.module
    over = [
        (nl, en, f"{value} > {limit} mm")
        for nl, en, value, limit in (
            ("breedte", "width", module.width_mm.max, TRANSPORT_WIDTH_MAX_MM),
            ("hoogte", "height", module.height_mm, TRANSPORT_HEIGHT_MAX_MM),
        )
        if value > limit
    ]
    told_nl, told_en = (", ".join(f"{one[lang]} {one[2]}" for one in over) for lang in (0, 1))
    return outcome(
        "OPT-TRA-001",
        "fail" if over else "pass",
        f"Losse ontheffing of begeleiding nodig: {told_nl}." if over else "Binnen de jaarontheffing.",
        f"Needs a single exemption or escort: {told_en}." if over else "Within the yearly exemption.",
        subjects=("/module",),
        blocks=False,
    )


def walls_leave_a_room(concept: Concept) -> CheckResult:
    """OPT-GEO-003: between its walls the smallest module has a width, a length and a height left."""
    module = concept.module
    size = module_size(concept, module.width_mm.min, module.length_mm.min, topmost=False)
    sizes = {"/module/width_mm": size.inner_width_mm(), "/module/length_mm": size.inner_length_mm, "/module/height_mm": size.wall_height_mm}
    gone = tuple(pointer for pointer, inner_mm in sizes.items() if inner_mm <= 0.0)
    shown = " x ".join(f"{inner_mm:.0f}" for inner_mm in sizes.values())
    return outcome(
        "OPT-GEO-003",
        passed(not gone),
        f"Binnenmaat van de kleinste module {shown} mm.",
        f"Smallest module inside {shown} mm.",
        subjects=gone,
    )


def sizes_reach_their_end(concept: Concept) -> CheckResult:
    """OPT-GEO-004: the largest size lies on a step from the smallest, or it is never made."""
    ranges = {"/module/width_mm": concept.module.width_mm, "/module/length_mm": concept.module.length_mm}
    if all(sizes.min == sizes.max for sizes in ranges.values()):
        return outcome("OPT-GEO-004", "not_applicable", "Er is één maat.", "There is one size.")
    wrong = {pointer: sizes for pointer, sizes in ranges.items() if (sizes.max - sizes.min) % sizes.step}
    listed = ", ".join(f"{pointer} {sizes.max} > {sizes.values()[-1]}" for pointer, sizes in wrong.items())
    return outcome(
        "OPT-GEO-004",
        passed(not wrong),
        f"Nooit te maken: {listed}." if wrong else "Elke grootste maat ligt op een stap.",
        f"Never made: {listed}." if wrong else "Every largest size lies on a step.",
        subjects=tuple(wrong),
    )


def main_room_width(concept: Concept) -> CheckResult:
    """OPT-GEO-005: every dwelling type can have a main room of 3.0 m wide, in one module or across an open side."""
    if concept.interventions == ("plinth_conversion",):
        return outcome("OPT-GEO-005", "not_applicable", "Een plint heeft de beuk van het gebouw.", "A plinth has the bay of its building.")
    module = concept.module
    size = module_size(concept, module.width_mm.max, module.length_mm.max, topmost=True)
    narrow = []
    for place, dwelling in enumerate(concept.dwelling_types):
        open_sides = module.open_sides[: min(dwelling.modules - 1, 2)]
        width_mm = size.inner_width_mm(open_sides) * min(dwelling.modules, 1 + len(open_sides))
        if width_mm < MAIN_ROOM_WIDTH_MIN_MM:
            narrow.append((f"/dwelling_types/{place}", f"{dwelling.id} {width_mm:.0f} mm"))
    listed = ", ".join(shown for _, shown in narrow)
    return outcome(
        "OPT-GEO-005",
        passed(not narrow),
        f"Geen hoofdruimte van 3,0 m breed: {listed}." if narrow else "Elke woning kan een hoofdruimte van 3,0 m hebben.",
        f"No main room 3.0 m wide: {listed}." if narrow else "Every dwelling can have a main room of 3.0 m.",
        subjects=tuple(pointer for pointer, _ in narrow),
        blocks=False,
    )


def joined_modules_open_up(concept: Concept) -> CheckResult:
    """OPT-DWE-002: a dwelling of several modules needs sides that may be open between them."""
    joined = [place for place, dwelling in enumerate(concept.dwelling_types) if dwelling.modules > 1]
    if not joined:
        return outcome("OPT-DWE-002", "not_applicable", "Elke woning is één module.", "Every dwelling is one module.")
    closed = not concept.module.open_sides or concept.module.open_side_share == 0.0
    return outcome(
        "OPT-DWE-002",
        passed(not closed),
        "Woningen van meer modules, en geen zijde mag open." if closed else "Modules van één woning gaan in elkaar over.",
        "Dwellings of several modules, and no side may be open." if closed else "Modules of one dwelling open into each other.",
        subjects=tuple(f"/dwelling_types/{place}" for place in joined) if closed else (),
    )


def rooms_fit(concept: Concept) -> CheckResult:
    """OPT-DWE-003: the least areas of a dwelling type's rooms fit in the area that its largest modules give."""
    stated = [(place, dwelling) for place, dwelling in enumerate(concept.dwelling_types) if dwelling.rooms]
    factor = concept.usable_area_factor.value
    if not stated:
        return outcome("OPT-DWE-003", "not_applicable", "Geen vertrekken opgegeven.", "No rooms stated.")
    if factor is None:
        return outcome("OPT-DWE-003", "unknown", "Factor voor gebruiksoppervlakte onbekend.", "Usable area factor unknown.")
    size = module_size(concept, concept.module.width_mm.max, concept.module.length_mm.max, topmost=True)
    area_m2 = size.inner_width_mm() * size.inner_length_mm / 1e6 * factor
    over = []
    for place, dwelling in stated:
        inside = [room for room in dwelling.rooms if room.kind != "outdoor"]
        needed = sum((room.min_area_m2 or 0.0) * room.count for room in inside)
        largest_m2 = area_m2 * dwelling.modules * dwelling.storeys
        if needed > min(largest_m2, dwelling.max_usable_area_m2 or largest_m2):
            over.append((f"/dwelling_types/{place}/rooms", f"{dwelling.id} {needed:.1f} m2"))
    listed = ", ".join(shown for _, shown in over)
    return outcome(
        "OPT-DWE-003",
        passed(not over),
        f"Vertrekken passen niet: {listed}." if over else "De vertrekken passen.",
        f"Rooms do not fit: {listed}." if over else "The rooms fit.",
        subjects=tuple(pointer for pointer, _ in over),
    )


def connectors_carry(concept: Concept) -> CheckResult:
    """OPT-SUP-001: a transfer grid spans between lines and says how far; a wall-on-wall connector spans only for several modules a bay."""
    if concept.support.permitted == ("inside_host",):
        return outcome("OPT-SUP-001", "not_applicable", "Staat in het gebouw.", "Stands inside the building.")
    wrong: list[str] = []
    unknown: list[str] = []
    for place, connector in enumerate(concept.support.connectors):
        spans = connector.support in ("transfer_grid", "own_columns", "cross_bay") or connector.modules_per_bay > 1
        if connector.spans_between_lines != spans:
            wrong.append(f"/support/connectors/{place}/spans_between_lines")
        elif spans and connector.max_span_mm is None:
            unknown.append(f"/support/connectors/{place}/max_span_mm")
    verdict: CheckVerdict = "fail" if wrong else "unknown" if unknown or not concept.support.connectors else "pass"
    listed = ", ".join(wrong or unknown) or "-"
    return outcome(
        "OPT-SUP-001",
        verdict,
        f"Oplegging en tussenlaag: {listed}." if verdict != "pass" else "Elke tussenlaag draagt zoals haar oplegging vraagt.",
        f"Support and connector: {listed}." if verdict != "pass" else "Every connector carries as its support asks.",
        subjects=tuple(wrong or unknown),
    )


def buildups_are_used(concept: Concept) -> CheckResult:
    """OPT-GEO-006: every build-up is part of the module, or a partition; one that is neither is a slip."""
    module = concept.module
    used = {module.floor, module.ceiling, module.roof, module.long_wall, module.end_wall}
    spare = tuple(name for name, build_up in concept.build_ups.items() if name not in used and build_up.element != "partition")
    thin = ", ".join(f"{name} {buildup_thickness_mm(concept.build_ups[name]):.0f} mm" for name in spare)
    return outcome(
        "OPT-GEO-006",
        passed(not spare),
        f"Nergens gebruikt: {thin}." if spare else "Elke opbouw wordt gebruikt.",
        f"Used nowhere: {thin}." if spare else "Every build-up is used.",
        subjects=tuple(f"/build_ups/{name}" for name in spare),
        blocks=False,
    )
