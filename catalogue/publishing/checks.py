"""Publication checks: one function a check, with a public id. Every check answers pass, fail, unknown or not applicable, with numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal

from catalogue.buildup import buildup_mass_kg_per_m2, module_mass, module_size, openings_of
from catalogue.documents.concept import Concept, Side
from catalogue.documents.document import Document, LocalText

CheckVerdict = Literal["pass", "fail", "unknown", "not_applicable"]
SIDES: tuple[Side, ...] = ("end_a", "end_b", "long_a", "long_b")

MASS_DEVIATION_LIMIT = 0.05
"""A declared total may differ this much from the sum of the layers (house rule)."""
CLEAR_HEIGHT_MIN_MM = 2600.0
"""Bbl art. 4.164 lid 4, table 4.162: clear height of a habitable room, new build."""
TRANSPORT_WIDTH_MAX_MM = 3500
"""Width up to which the yearly RDW exemption for an indivisible load holds (evofenedex, older text)."""
TRANSPORT_HEIGHT_MAX_MM = 3400
"""Box height on a low loader under 4.15 m overall, deck 0.75 m."""
BUILDUP_MASS_MIN_KG_PER_M2, BUILDUP_MASS_MAX_KG_PER_M2 = 5.0, 800.0
"""From a light lining to 300 mm of concrete with screed; outside lies a slip in thickness or density."""
MATERIAL_NAME = re.compile(r"^[A-Za-z0-9-]+_[A-Za-z0-9.-]+_[A-Za-z0-9-]+$")


class CheckResult(Document):
    """The outcome of one check."""

    id: str
    verdict: CheckVerdict
    blocks_publication: bool
    subjects: tuple[str, ...] = ()
    """JSON pointers into the concept document."""
    message: LocalText


def _result(check: str, verdict: CheckVerdict, nl: str, en: str, *, subjects: tuple[str, ...] = (), blocks: bool = True) -> CheckResult:
    return CheckResult(
        id=check, verdict=verdict, blocks_publication=blocks and verdict == "fail", subjects=subjects, message=LocalText(nl=nl, en=en)
    )


def mass_from_layers(concept: Concept) -> CheckResult:
    """CON-MASS-001: a declared mass per m2 lies within 5 % of the sum of the layers of a middle-sized module of the top storey."""
    declared = concept.declared_mass_kg_per_m2
    if declared is None or declared.value is None:
        return _result("CON-MASS-001", "not_applicable", "Geen totaal opgegeven; de lagen gelden.", "No total declared; the layers count.")
    widths, lengths = concept.module.width_mm.values(), concept.module.length_mm.values()
    width, length = widths[len(widths) // 2], lengths[len(lengths) // 2]
    size = module_size(concept, width, length, topmost=True)
    computed = module_mass(concept, size, topmost=True).total_kg.nominal / (width * length / 1e6)
    deviation = declared.value / computed - 1.0
    numbers = f"{declared.value:.0f} / {computed:.0f} kg/m2 ({deviation:+.1%})"
    verdict: CheckVerdict = "pass" if abs(deviation) <= MASS_DEVIATION_LIMIT else "fail"
    return _result(
        "CON-MASS-001",
        verdict,
        f"Opgegeven tegen som van de lagen: {numbers}; 5 % is toegestaan.",
        f"Declared against the sum of the layers: {numbers}; 5 % is allowed.",
        subjects=("/declared_mass_kg_per_m2",),
    )


def clear_height(concept: Concept) -> CheckResult:
    """CON-GEO-001: a module of the top storey has 2.60 m clear between floor and roof."""
    module = concept.module
    size = module_size(concept, module.width_mm.min, module.length_mm.min, topmost=True)
    margin = size.wall_height_mm - CLEAR_HEIGHT_MIN_MM
    return _result(
        "CON-GEO-001",
        "pass" if margin >= 0 else "fail",
        f"Vrije hoogte {size.wall_height_mm:.0f} mm, nodig 2600 mm ({margin:+.0f} mm).",
        f"Clear height {size.wall_height_mm:.0f} mm, 2600 mm needed ({margin:+.0f} mm).",
        subjects=("/module/height_mm",),
    )


def openings_inside_walls(concept: Concept) -> CheckResult:
    """CON-GEO-002: every opening lies inside its wall in the smallest module, and no two openings of one side overlap."""
    module = concept.module
    size = module_size(concept, module.width_mm.min, module.length_mm.min, topmost=True)
    wrong: list[str] = []
    for access in concept.access.permitted:
        for side in SIDES:
            length_mm = size.length_mm if side.startswith("long") else size.width_mm - 2 * size.long_wall_mm
            spans = []
            for opening in openings_of(concept, side, access, "end_a" if access != "stair" else "long_a"):
                centre = opening.centre_fraction * length_mm
                spans.append((centre - opening.width_mm / 2, centre + opening.width_mm / 2))
                if spans[-1][0] < 0 or spans[-1][1] > length_mm or opening.sill_mm + opening.height_mm > size.wall_height_mm:
                    wrong.append(f"{opening.kind} {opening.width_mm} x {opening.height_mm} ({side}, {access})")
            spans.sort()
            wrong += [f"{side}, {access}: overlap" for (_, end), (start, _) in pairwise(spans) if start < end]
    listed = "; ".join(dict.fromkeys(wrong))
    return _result(
        "CON-GEO-002",
        "fail" if wrong else "pass",
        f"Past niet in de kleinste module: {listed}." if wrong else "Alle openingen passen in de kleinste module.",
        f"Does not fit in the smallest module: {listed}." if wrong else "All openings fit in the smallest module.",
        subjects=("/module/openings",),
    )


def dwelling_types_reachable(concept: Concept) -> CheckResult:
    """CON-DWE-001: the largest modules reach the minimum usable area of every dwelling type."""
    module, factor = concept.module, concept.usable_area_factor.value
    if factor is None:
        return _result("CON-DWE-001", "unknown", "Factor voor gebruiksoppervlakte onbekend.", "Usable area factor unknown.")
    size = module_size(concept, module.width_mm.max, module.length_mm.max, topmost=True)
    area = size.inner_width_mm() * size.inner_length_mm / 1e6 * factor
    short = [t.id for t in concept.dwelling_types if area * t.modules < t.min_usable_area_m2]
    return _result(
        "CON-DWE-001",
        "fail" if short else "pass",
        f"Niet haalbaar met de grootste module ({area:.1f} m2): {', '.join(short)}." if short else f"Grootste module: {area:.1f} m2 GO.",
        f"Out of reach with the largest module ({area:.1f} m2): {', '.join(short)}." if short else f"Largest module: {area:.1f} m2 usable.",
        subjects=tuple(f"/dwelling_types/{concept.dwelling_types.index(t)}" for t in concept.dwelling_types if t.id in short),
    )


def transport_size(concept: Concept) -> CheckResult:
    """CON-TRA-001: width and height stay within the yearly exemption; wider is possible with a single exemption or escort."""
    module = concept.module
    over = [
        f"{name} {value} > {limit} mm"
        for name, value, limit in (
            ("width", module.width_mm.max, TRANSPORT_WIDTH_MAX_MM),
            ("height", module.height_mm, TRANSPORT_HEIGHT_MAX_MM),
        )
        if value > limit
    ]
    return _result(
        "CON-TRA-001",
        "fail" if over else "pass",
        f"Losse ontheffing of begeleiding nodig: {', '.join(over)}." if over else "Binnen de jaarontheffing.",
        f"Needs a single exemption or escort: {', '.join(over)}." if over else "Within the yearly exemption.",
        subjects=("/module",),
        blocks=False,
    )


def sources_exist(concept: Concept) -> CheckResult:
    """CON-EVI-001: every `source` in the document is an id of its source list, or several joined by `;`."""
    missing = sorted(
        {f"{pointer}: {name}" for pointer, name in _sources(concept.model_dump(mode="json"), "") if name not in concept.sources}
    )
    return _result(
        "CON-EVI-001",
        "fail" if missing else "pass",
        f"Bron niet in de lijst: {', '.join(missing[:5])}." if missing else "Elk cijfer heeft een bron uit de lijst.",
        f"Source not in the list: {', '.join(missing[:5])}." if missing else "Every figure has a source from the list.",
        subjects=tuple(entry.split(":")[0] for entry in missing),
    )


def _sources(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "source" and isinstance(item, str):
                yield from ((f"{pointer}/source", part.strip()) for part in item.split(";"))
            elif key != "sources":
                yield from _sources(item, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _sources(item, f"{pointer}/{index}")


def sizes_have_evidence(concept: Concept) -> CheckResult:
    """CON-EVI-002: sizes, supports, connectors, dwelling types, access and demands say where they come from."""
    groups = {"/module": concept.module.evidence, "/support": concept.support.evidence, "/access": concept.access.evidence}
    groups |= {f"/support/connectors/{i}": c.evidence for i, c in enumerate(concept.support.connectors)}
    groups |= {f"/dwelling_types/{i}": t.evidence for i, t in enumerate(concept.dwelling_types)}
    groups["/demands"] = concept.demands.evidence
    bare = tuple(pointer for pointer, evidence in groups.items() if evidence is None)
    return _result(
        "CON-EVI-002",
        "fail" if bare else "pass",
        f"Geen herkomst bij {', '.join(bare)}." if bare else "Alle maten hebben een herkomst.",
        f"No evidence at {', '.join(bare)}." if bare else "All sizes have evidence.",
        subjects=bare,
    )


def material_names(concept: Concept) -> CheckResult:
    """CON-MAT-001: materials are named name_characteristic_application (NAA.K.T.)."""
    names = {part.material for build_up in concept.build_ups.values() for layer in build_up.layers for part in layer.constituents}
    names |= {connector.member_material for connector in concept.support.connectors}
    wrong = sorted(name for name in names if not MATERIAL_NAME.match(name))
    return _result(
        "CON-MAT-001",
        "fail" if wrong else "pass",
        f"Geen NAA.K.T.-naam: {', '.join(wrong)}." if wrong else "Alle materiaalnamen zijn NAA.K.T.",
        f"No NAA.K.T. name: {', '.join(wrong)}." if wrong else "All material names are NAA.K.T.",
        subjects=("/build_ups",),
    )


def plausible_densities(concept: Concept) -> CheckResult:
    """CON-MAT-002: every build-up weighs between 5 and 800 kg/m2: outside lies a slip in thickness or density."""
    masses = {name: buildup_mass_kg_per_m2(build_up).nominal for name, build_up in concept.build_ups.items()}
    wrong = [
        f"{name} {mass:.1f} kg/m2" for name, mass in masses.items() if not BUILDUP_MASS_MIN_KG_PER_M2 <= mass <= BUILDUP_MASS_MAX_KG_PER_M2
    ]
    shown = ", ".join(f"{name} {mass:.0f}" for name, mass in masses.items())
    return _result(
        "CON-MAT-002",
        "fail" if wrong else "pass",
        f"Onwaarschijnlijk: {', '.join(wrong)}." if wrong else f"kg/m2: {shown}.",
        f"Implausible: {', '.join(wrong)}." if wrong else f"kg/m2: {shown}.",
        subjects=tuple(f"/build_ups/{entry.split(' ')[0]}" for entry in wrong),
    )


CHECKS: tuple[Callable[[Concept], CheckResult], ...] = (
    mass_from_layers,
    clear_height,
    openings_inside_walls,
    dwelling_types_reachable,
    transport_size,
    sources_exist,
    sizes_have_evidence,
    material_names,
    plausible_densities,
)
"""Every publication check, in the order in which it is shown."""


def check_concept(concept: Concept) -> tuple[CheckResult, ...]:
    """Run every publication check on a concept."""
    return tuple(check(concept) for check in CHECKS)
