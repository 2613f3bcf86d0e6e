"""Checks on what is promised: performance, price, transport, delivery, and what the host must offer."""

from __future__ import annotations

from catalogue.documents.concept import Concept
from catalogue.documents.evidence import Quantity
from catalogue.publishing.checking.result import CheckResult, CheckVerdict, outcome, passed

AIRBORNE_SOUND_MIN_DB = 52.0
"""D_nT,A,k between dwellings, new build (Bbl 4.103, NEN 5077; from general knowledge, unverified)."""
RC_MIN_M2K_PER_W = {"rc_facade_m2k_per_w": 4.7, "rc_roof_m2k_per_w": 6.3, "rc_floor_m2k_per_w": 3.7}
"""Least thermal resistance, new build (Bbl 4.152; from general knowledge, unverified)."""
FIRE_RESISTANCE_STEPS_MIN = (30.0, 60.0, 90.0, 120.0)
PRISMATIC_SYSTEMS = ("timber_frame_box", "clt_box", "light_steel")
"""Systems of boxes: the bays that they fit follow from their widths."""


def price_is_dated(concept: Concept) -> CheckResult:
    """OPT-PRI-001: a price says of which day it is."""
    if concept.price is None or concept.price.per_m2.value is None:
        return outcome("OPT-PRI-001", "unknown", "Geen prijs.", "No price.", subjects=("/price",))
    dated = concept.price.per_m2.date is not None
    return outcome(
        "OPT-PRI-001",
        passed(dated),
        "De prijs heeft een peildatum." if dated else "De prijs heeft geen peildatum.",
        "The price has a date." if dated else "The price has no date.",
        subjects=() if dated else ("/price/per_m2/date",),
    )


def price_says_what_it_covers(concept: Concept) -> CheckResult:
    """OPT-PRI-002: a price lists what it covers, and has a bandwidth."""
    if concept.price is None or concept.price.per_m2.value is None:
        return outcome("OPT-PRI-002", "not_applicable", "Geen prijs.", "No price.")
    interval = concept.price.per_m2.interval()
    missing = [] if concept.price.covers else ["/price/covers"]
    missing += ["/price/per_m2/low"] if interval is None or interval.low == interval.high else []
    return outcome(
        "OPT-PRI-002",
        passed(not missing),
        f"Ontbreekt: {', '.join(missing)}." if missing else "De prijs heeft een bandbreedte en zegt wat erin zit.",
        f"Missing: {', '.join(missing)}." if missing else "The price has a bandwidth and says what it covers.",
        subjects=tuple(missing),
    )


def demands_are_stated(concept: Concept) -> CheckResult:
    """OPT-DEM-001: what the host must offer is stated: size of the roof and bearing systems; for a plinth, its clear height."""
    demands = concept.demands
    stated: dict[str, object]
    if concept.interventions == ("plinth_conversion",):
        stated = {"/demands/clear_height_min_mm": demands.clear_height_min_mm}
    elif concept.interventions == ("end_extension",):
        return outcome("OPT-DEM-001", "not_applicable", "Staat naast het gebouw.", "Stands beside the building.")
    else:
        stated = {
            "/demands/roof_depth_min_m": demands.roof_depth_min_m,
            "/demands/roof_length_min_m": demands.roof_length_min_m,
            "/demands/bearing_systems": demands.bearing_systems or None,
        }
    missing = tuple(pointer for pointer, value in stated.items() if value is None)
    return outcome(
        "OPT-DEM-001",
        passed(not missing),
        f"Niet opgegeven: {', '.join(missing)}." if missing else "De eisen aan het gebouw staan er.",
        f"Not stated: {', '.join(missing)}." if missing else "The demands on the host are stated.",
        subjects=missing,
    )


def bays_are_stated(concept: Concept) -> CheckResult:
    """OPT-DEM-002: a kit of panels or ribs says which bays it spans; for boxes that follows from their widths."""
    if concept.system in PRISMATIC_SYSTEMS or concept.interventions != ("rooftop_extension",):
        return outcome("OPT-DEM-002", "not_applicable", "Volgt uit de modulebreedte.", "Follows from the module's width.")
    missing = tuple(f"/demands/{name}" for name in ("bay_min_mm", "bay_max_mm") if getattr(concept.demands, name) is None)
    return outcome(
        "OPT-DEM-002",
        passed(not missing),
        f"Niet opgegeven: {', '.join(missing)}." if missing else "De beukmaten staan er.",
        f"Not stated: {', '.join(missing)}." if missing else "The bays are stated.",
        subjects=missing,
    )


def fire_resistance(concept: Concept) -> CheckResult:
    """OPT-PER-001: the fire resistance of the bearing structure is a step of 30, 60, 90 or 120 minutes."""
    declared = concept.performance.fire_resistance_min
    if declared is None or declared.value is None:
        return outcome(
            "OPT-PER-001",
            "unknown",
            "Brandwerendheid onbekend.",
            "Fire resistance unknown.",
            subjects=("/performance/fire_resistance_min",),
        )
    good = declared.value in FIRE_RESISTANCE_STEPS_MIN
    return outcome(
        "OPT-PER-001",
        passed(good),
        f"R{declared.value:.0f}." if good else f"{declared.value:g} minuten is geen klasse.",
        f"R{declared.value:.0f}." if good else f"{declared.value:g} minutes is no class.",
        subjects=() if good else ("/performance/fire_resistance_min",),
    )


def airborne_sound(concept: Concept) -> CheckResult:
    """OPT-PER-002: airborne sound between dwellings reaches the level for new build."""
    if concept.interventions == ("plinth_conversion",):
        return outcome("OPT-PER-002", "not_applicable", "Hangt van de bestaande vloer af.", "Depends on the existing floor.")
    declared = concept.performance.dnta_k_db
    if declared is None or declared.value is None:
        return outcome(
            "OPT-PER-002", "unknown", "Geluidwering onbekend.", "Sound insulation unknown.", subjects=("/performance/dnta_k_db",)
        )
    margin = declared.value - AIRBORNE_SOUND_MIN_DB
    return outcome(
        "OPT-PER-002",
        passed(margin >= 0.0),
        f"D_nT,A,k {declared.value:g} dB, nieuwbouw 52 dB ({margin:+g} dB).",
        f"D_nT,A,k {declared.value:g} dB, new build 52 dB ({margin:+g} dB).",
        subjects=() if margin >= 0.0 else ("/performance/dnta_k_db",),
        blocks=False,
    )


def thermal_resistance(concept: Concept) -> CheckResult:
    """OPT-PER-003: facade, roof and floor reach the thermal resistance for new build; a plinth brings a facade only."""
    plinth = concept.interventions == ("plinth_conversion",)
    brought = ("rc_facade_m2k_per_w",) if plinth else tuple(RC_MIN_M2K_PER_W)
    declared: dict[str, Quantity | None] = {name: getattr(concept.performance, name) for name in brought}
    known = {name: quantity.value for name, quantity in declared.items() if quantity is not None and quantity.value is not None}
    low = [name for name, value in known.items() if value < RC_MIN_M2K_PER_W[name]]
    missing = [name for name in declared if name not in known]
    verdict: CheckVerdict = "fail" if low else "unknown" if missing else "pass"
    listed = ", ".join(f"{name} {known[name]:g} < {RC_MIN_M2K_PER_W[name]:g}" for name in low) or ", ".join(missing)
    return outcome(
        "OPT-PER-003",
        verdict,
        f"Rc: {listed}." if listed else "Elke Rc haalt nieuwbouw.",
        f"Rc: {listed}." if listed else "Every Rc reaches new build.",
        subjects=tuple(f"/performance/{name}" for name in low or missing),
        blocks=False,
    )


def lift_is_stated(concept: Concept) -> CheckResult:
    """OPT-TRA-002: hoisting gear, and how far the maker's crane sets the heaviest lift, are known; a panel kit names its heaviest panel."""
    if concept.interventions == ("plinth_conversion",):
        return outcome("OPT-TRA-002", "not_applicable", "Wordt niet gehesen.", "Is not lifted.")
    wanted = {"hoisting_gear_kg", "crane_radius_max_m"} | ({"panel_max_kg"} if concept.transport.load == "panel" else set())
    missing = tuple(
        f"/transport/{name}"
        for name in sorted(wanted)
        if getattr(concept.transport, name) is None or getattr(concept.transport, name).value is None
    )
    verdict: CheckVerdict = "unknown" if missing else "pass"
    return outcome(
        "OPT-TRA-002",
        verdict,
        f"Onbekend: {', '.join(missing)}." if missing else "Hijslast en kraan zijn bekend.",
        f"Unknown: {', '.join(missing)}." if missing else "Lift and crane are known.",
        subjects=missing,
        blocks=False,
    )


def delivery_is_stated(concept: Concept) -> CheckResult:
    """OPT-DEL-001: lead time, days on site and yearly capacity are known."""
    names = ("lead_time_days", "site_days_per_dwelling", "capacity_dwellings_per_year")
    missing = tuple(
        f"/delivery/{name}" for name in names if getattr(concept.delivery, name) is None or getattr(concept.delivery, name).value is None
    )
    verdict: CheckVerdict = "unknown" if missing else "pass"
    return outcome(
        "OPT-DEL-001",
        verdict,
        f"Onbekend: {', '.join(missing)}." if missing else "Levertijd, bouwtijd en capaciteit zijn bekend.",
        f"Unknown: {', '.join(missing)}." if missing else "Lead time, site time and capacity are known.",
        subjects=missing,
        blocks=False,
    )
