"""Checks on materials: names, weights, biobased shares and environmental data."""

from __future__ import annotations

import re

from catalogue.buildup import buildup_mass_kg_per_m2
from catalogue.carbon import layer_carbon
from catalogue.documents.concept import Concept, Constituent
from catalogue.publishing.checking.result import CheckResult, CheckVerdict, outcome, passed

BUILDUP_MASS_MIN_KG_PER_M2, BUILDUP_MASS_MAX_KG_PER_M2 = 5.0, 800.0
"""From a light lining to 300 mm of concrete with screed; outside lies a slip in thickness or density."""
MATERIAL_NAME = re.compile(r"^[A-Za-z0-9-]+_[A-Za-z0-9.-]+_[A-Za-z0-9-]+$")
ENVIRONMENT_SHARE_MIN = 0.95
"""Share of the mass for which environmental data must be named (house rule, after the cut-off of 5 % in EN 15804, 6.3.6)."""


def material_names(concept: Concept) -> CheckResult:
    """OPT-MAT-001: materials are named name_characteristic_application (NAA.K.T.)."""
    names = {part.material for build_up in concept.build_ups.values() for layer in build_up.layers for part in layer.constituents}
    names |= {connector.member_material for connector in concept.support.connectors}
    wrong = sorted(name for name in names if not MATERIAL_NAME.match(name))
    return outcome(
        "OPT-MAT-001",
        "fail" if wrong else "pass",
        f"Geen NAA.K.T.-naam: {', '.join(wrong)}." if wrong else "Alle materiaalnamen zijn NAA.K.T.",
        f"No NAA.K.T. name: {', '.join(wrong)}." if wrong else "All material names are NAA.K.T.",
        subjects=("/build_ups",),
    )


def plausible_densities(concept: Concept) -> CheckResult:
    """OPT-MAT-002: every build-up weighs between 5 and 800 kg/m2: outside lies a slip in thickness or density."""
    masses = {name: buildup_mass_kg_per_m2(build_up).nominal for name, build_up in concept.build_ups.items()}
    wrong = [
        f"{name} {mass:.1f} kg/m2" for name, mass in masses.items() if not BUILDUP_MASS_MIN_KG_PER_M2 <= mass <= BUILDUP_MASS_MAX_KG_PER_M2
    ]
    names = {name: build_up.name for name, build_up in concept.build_ups.items()}
    told_nl, told_en = (", ".join(f"{names[key].in_language(lang)} {mass:.0f}" for key, mass in masses.items()) for lang in ("nl", "en"))
    return outcome(
        "OPT-MAT-002",
        "fail" if wrong else "pass",
        f"Onwaarschijnlijk: {', '.join(wrong)}." if wrong else f"kg/m2: {told_nl}.",
        f"Implausible: {', '.join(wrong)}." if wrong else f"kg/m2: {told_en}.",
        subjects=tuple(f"/build_ups/{entry.split(' ')[0]}" for entry in wrong),
    )


def biobased_by_mass(concept: Concept) -> CheckResult:
    """OPT-MAT-003: biobased shares are shares of mass, or they cannot be summed."""
    by_volume = sorted({part.material for part in _constituents(concept) if part.biobased_basis != "mass"})
    return outcome(
        "OPT-MAT-003",
        passed(not by_volume),
        f"Aandeel naar volume: {', '.join(by_volume)}." if by_volume else "Elk biobased aandeel is naar massa.",
        f"Share by volume: {', '.join(by_volume)}." if by_volume else "Every biobased share is by mass.",
        subjects=("/build_ups",) if by_volume else (),
    )


def environmental_data(concept: Concept) -> CheckResult:
    """OPT-MAT-004: the materials that make up 95 % of the layers' mass name an EPD or NMD reference and its category."""
    known = known_environment_share(concept)
    missing = sorted({part.material for part in _constituents(concept)} - _referenced(concept))
    verdict: CheckVerdict = "pass" if known >= ENVIRONMENT_SHARE_MIN else "unknown"
    return outcome(
        "OPT-MAT-004",
        verdict,
        f"Milieudata voor {known:.0%} van de massa" + (f"; niet voor {', '.join(missing[:5])}." if missing else "."),
        f"Environmental data for {known:.0%} of the mass" + (f"; not for {', '.join(missing[:5])}." if missing else "."),
        subjects=("/materials",) if verdict == "unknown" else (),
        blocks=False,
    )


def carbon_agrees_with_layers(concept: Concept) -> CheckResult:
    """OPT-MAT-005: a declared total of embodied carbon is not below, and one of stored carbon not above, what the layers hold."""
    totals = {"embodied": concept.environment.embodied_kg_co2_eq_per_m2, "stored": concept.environment.stored_kg_co2_eq_per_m2}
    declared = {name: interval for name, total in totals.items() if total is not None and (interval := total.interval()) is not None}
    if not declared:
        return outcome("OPT-MAT-005", "not_applicable", "Geen totaal opgegeven; de lagen gelden.", "No total declared; the layers count.")
    layers = layer_carbon(concept)
    held = {"embodied": layers.embodied_kg_co2_eq_per_m2, "stored": layers.stored_kg_co2_eq_per_m2}
    wrong, unknown, shown = [], [], []
    for name, total in declared.items():
        held_here = held[name]
        if held_here is None:
            unknown.append(name)
            continue
        shown.append(f"{name} {total.nominal:.0f} / {held_here.low:.0f}-{held_here.high:.0f} kg/m2")
        if (total.high < held_here.low) if name == "embodied" else (total.low > held_here.high):
            wrong.append(name)
    verdict: CheckVerdict = "fail" if wrong else "unknown" if unknown else "pass"
    listed = "; ".join(shown) or "-"
    return outcome(
        "OPT-MAT-005",
        verdict,
        f"Opgegeven tegen wat de lagen bevatten: {listed}.",
        f"Declared against what the layers hold: {listed}.",
        subjects=tuple(f"/environment/{name}_kg_co2_eq_per_m2" for name in wrong or unknown),
    )


def known_environment_share(concept: Concept) -> float:
    """Return the share of the mass of all build-ups, one m2 of each, whose material has a reference with a category."""
    referenced = _referenced(concept)
    total = known = 0.0
    for build_up in concept.build_ups.values():
        for layer in build_up.layers:
            for part in layer.constituents:
                mass = part.density_kg_per_m3.nominal * part.volume_fraction * layer.thickness_mm / 1000.0
                total += mass
                known += mass if part.material in referenced else 0.0
    return known / total if total else 0.0


def _referenced(concept: Concept) -> set[str]:
    return {name for name, data in concept.materials.items() if data.category is not None}


def _constituents(concept: Concept) -> tuple[Constituent, ...]:
    return tuple(part for build_up in concept.build_ups.values() for layer in build_up.layers for part in layer.constituents)
