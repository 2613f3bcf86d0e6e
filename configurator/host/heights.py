"""Where a host's floors, roof, peil and ground lie: measured heights first, then what somebody knows, then the family.

z = 0 is peil, the top of the finished ground floor. The plinth below it decides how high every storey above lies, so an assumed
plinth is always said.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building, Plinth
from catalogue.documents.family import BuildingFamily
from catalogue.documents.finding import finding
from catalogue.errors import IncompleteRequest, InvalidDocument
from configurator.host.building import HostPlinth, Storey
from configurator.host.origins import Ledger, family_interval, family_source
from configurator.host.terms import term

MAX_DISAGREEMENT_M = 0.5
"""Storey heights that add up to the measured roof height within this (a roof build-up is thick) do not contradict it."""

MAX_STOREYS = 30


@dataclass(frozen=True, slots=True)
class Heights:
    """Heights of a host against peil, whole millimetres, and peil against NAP, metres."""

    peil_nap_m: float | None
    ground_z_mm: int | None
    roof_z_mm: int
    plinth: HostPlinth
    storeys: tuple[Storey, ...]


@dataclass(frozen=True, slots=True)
class _Levels:
    """What is known about levels before the storeys are counted. Metres; None is unknown."""

    level_nap_m: float | None
    ground_nap_m: float | None
    peil_nap_m: float | None
    roof_above_peil_m: float | None
    plinth_height_m: float


def _plinth(building: Building, family: BuildingFamily | None, ledger: Ledger) -> Plinth:
    """Return the plinth: known, else the family's, else none."""
    if building.plinth is not None:
        return ledger.known("/plinth", building.plinth)
    plinth = Plinth(kind="none") if family is None else family.plinth
    if family is None:
        ledger.assumed("/plinth", plinth, "no family and nothing known: none")
    else:
        evidence = family.plinth_evidence
        ledger.assumed("/plinth", plinth, family_source(family, evidence.source), basis=evidence.basis, status=evidence.status)
    ledger.findings.append(
        finding(
            "HOST-PLINTH-ASSUMED",
            subjects=("/plinth",),
            height_m=plinth.height_m,
            kind_nl=term(plinth.kind).nl,
            kind_en=term(plinth.kind).en,
        )
    )
    return plinth


def _ground_nap_m(building: Building, level_nap_m: float | None, ledger: Ledger) -> float | None:
    """Return ground level above NAP; a height above ground that the user gives wins over a ground level that a file gave."""
    ground, height = building.ground_nap_m, building.roof.height_above_ground_m
    user_height = height is not None and height.source == "user" and (ground is None or ground.source != "user")
    if height is not None and level_nap_m is not None and (ground is None or user_height):
        ledger.derived("/ground_nap_m", round(level_nap_m - height.value, 3), "roof level less its height above ground", assumed=False)
        return level_nap_m - height.value
    return None if ground is None else ledger.known("/ground_nap_m", ground)


def _peil_nap_m(building: Building, ground_nap_m: float | None, plinth: Plinth, ledger: Ledger) -> float | None:
    """Return peil above NAP on a whole millimetre: known, else ground level and the plinth's height; None without either."""
    if building.peil_nap_m is not None:
        return ledger.known("/peil_nap_m", building.peil_nap_m)
    if ground_nap_m is None:
        return None
    peil = round(ground_nap_m + plinth.height_m, 3)
    ledger.derived("/peil_nap_m", peil, "ground level and the plinth's height", assumed=ledger.is_assumed("/plinth", "/ground_nap_m"))
    return peil


def _levels(building: Building, family: BuildingFamily | None, ledger: Ledger) -> tuple[_Levels, Plinth]:
    """Return everything that follows from measured heights and the plinth."""
    plinth = _plinth(building, family, ledger)
    roof = building.roof
    level = None if roof.level_nap_m is None else ledger.known("/roof/level_nap_m", roof.level_nap_m)
    height = None if roof.height_above_ground_m is None else ledger.known("/roof/height_above_ground_m", roof.height_above_ground_m)
    ground = _ground_nap_m(building, level, ledger)
    peil = _peil_nap_m(building, ground, plinth, ledger)
    known_peil = building.peil_nap_m is not None and ground is not None and peil is not None
    plinth_height = max(0.0, peil - ground) if known_peil and peil is not None and ground is not None else plinth.height_m
    above: float | None = None
    if level is not None and peil is not None:
        above = level - peil
    elif height is not None:
        above = height - plinth_height
    return _Levels(level, ground, peil, above, plinth_height), plinth


def _storey_height_m(building: Building, family: BuildingFamily | None) -> float | None:
    """Return the height of a usual storey: known, else the family's."""
    if building.storey_heights_m is not None:
        heights = building.storey_heights_m.value
        return sum(heights) / len(heights)
    return None if family is None else family_interval(family.storey_height_m, family, "storey_height_m").nominal


def _storey_count(building: Building, family: BuildingFamily | None, above_peil_m: float | None, ledger: Ledger) -> int:
    """Return the number of storeys: known, else counted in the heights that are given, else what the roof height holds."""
    if building.storeys_existing is not None:
        return ledger.known("/storeys_existing", building.storeys_existing)
    if building.storey_heights_m is not None and len(building.storey_heights_m.value) > 1:
        count = len(building.storey_heights_m.value)
        ledger.derived("/storeys_existing", count, "one for each storey height", assumed=False)
        return count
    usual = _storey_height_m(building, family)
    if above_peil_m is None or usual is None:
        raise IncompleteRequest("storeys-missing", pointers=("/storeys_existing",))
    count = min(MAX_STOREYS, max(1, round(above_peil_m / usual)))
    ledger.assumed("/storeys_existing", count, f"roof {above_peil_m:.2f} m above peil at {usual:.2f} m a storey", basis="calculated")
    ledger.findings.append(
        finding(
            "HOST-STOREYS-ASSUMED", subjects=("/storeys_existing",), storeys=count, roof_m=round(above_peil_m, 2), storey_m=round(usual, 2)
        )
    )
    return count


def _given_heights_mm(building: Building, count: int, ledger: Ledger) -> list[int] | None:
    """Return storey heights that somebody knows, from the ground floor up, or None."""
    fact = building.storey_heights_m
    if fact is None:
        return None
    values = ledger.known("/storey_heights_m", fact)
    if len(values) not in (1, count):
        raise InvalidDocument(
            "storey-heights-count",
            count=len(values),
            storeys=count,
            pointers=("/storey_heights_m",),
        )
    if min(values) <= 0.0:
        raise InvalidDocument("storey-height-not-positive", pointers=("/storey_heights_m",))
    return [round(value * 1000.0) for value in (values if len(values) == count else values * count)]


def _shared_mm(total_mm: int, count: int) -> list[int]:
    """Return `count` equal whole heights that add up exactly; the lowest storeys take the odd millimetres."""
    each, odd = divmod(max(total_mm, count), count)
    return [each + (index < odd) for index in range(count)]


def _heights_mm(
    building: Building, family: BuildingFamily | None, count: int, above_peil_m: float | None, ledger: Ledger
) -> tuple[list[int], int]:
    """Return the storey heights and the roof level, whole millimetres above peil."""
    roof_mm = None if above_peil_m is None else round(above_peil_m * 1000.0)
    given = _given_heights_mm(building, count, ledger)
    if given is not None:
        total_m = sum(given) / 1000.0
        if above_peil_m is not None and abs(total_m - above_peil_m) > MAX_DISAGREEMENT_M:
            ledger.findings.append(
                finding(
                    "HOST-HEIGHTS-DISAGREE",
                    subjects=("/storey_heights_m", "/roof"),
                    storeys_m=round(total_m, 2),
                    roof_m=round(above_peil_m, 2),
                )
            )
        return given, sum(given) if roof_mm is None else roof_mm
    if roof_mm is not None:
        heights = _shared_mm(roof_mm, count)
        ledger.derived("/storey_heights_m", (round(roof_mm / count / 1000.0, 3),), "roof height shared by the storeys", assumed=True)
        return heights, roof_mm
    usual = _storey_height_m(building, family)
    if usual is None or family is None:
        raise IncompleteRequest("storey-heights-missing", pointers=("/storey_heights_m",))
    ledger.assumed("/storey_heights_m", (usual,), family_source(family, family.storey_height_m.source), basis=family.storey_height_m.basis)
    heights = [round(usual * 1000.0)] * count
    return heights, sum(heights)


def _check_plausible(count: int, roof_mm: int, assumptions: Assumptions, ledger: Ledger) -> None:
    """Say when storeys and height do not go together, and when the level is no roof of a storey at all."""
    low_m, high_m = assumptions.layout.storey_height_plausible_m
    if roof_mm < low_m * 1000.0:
        ledger.findings.append(finding("HOST-ROOF-TOO-LOW", subjects=("/roof",), roof_m=round(roof_mm / 1000.0, 2), low_m=low_m))
    mean_m = roof_mm / count / 1000.0
    if not low_m <= mean_m <= high_m:
        ledger.findings.append(
            finding(
                "HOST-STOREYS-IMPLAUSIBLE",
                subjects=("/storeys_existing",),
                storeys=count,
                roof_m=round(roof_mm / 1000.0, 2),
                storey_m=round(mean_m, 2),
                low_m=low_m,
                high_m=high_m,
            )
        )


def _storeys(heights_mm: list[int]) -> tuple[Storey, ...]:
    """Return the storeys stacked from peil up."""
    return tuple(Storey(index=i, floor_z_mm=sum(heights_mm[:i]), height_mm=height) for i, height in enumerate(heights_mm))


def compile_heights(building: Building, family: BuildingFamily | None, assumptions: Assumptions, ledger: Ledger) -> Heights:
    """Return storeys, roof level, plinth, ground and peil of a host.

    The roof level above peil is the measured one where there is one (`level_nap_m` less peil, else the height above ground less the
    plinth), else the sum of the storey heights. Peil is the known one, else ground level and the plinth's height, else roof level
    less the storeys.

    Args:
        building: the building document.
        family: its family, or None.
        assumptions: the assumption set, for the plausible storey height.
        ledger: where origins and findings go.

    Raises:
        IncompleteRequest: nothing says how many storeys there are, or how high they are.
        InvalidDocument: storey heights that do not match the number of storeys.
    """
    levels, plinth = _levels(building, family, ledger)
    count = _storey_count(building, family, levels.roof_above_peil_m, ledger)
    heights, roof_mm = _heights_mm(building, family, count, levels.roof_above_peil_m, ledger)
    _check_plausible(count, roof_mm, assumptions, ledger)
    peil = levels.peil_nap_m
    if peil is None and levels.level_nap_m is not None:
        peil = round(levels.level_nap_m - roof_mm / 1000.0, 3)
        ledger.derived("/peil_nap_m", peil, "roof level less the storeys", assumed=True)
    height_mm = round(levels.plinth_height_m * 1000.0)
    both = peil is not None and levels.ground_nap_m is not None
    ground_mm = round(((levels.ground_nap_m or 0.0) - (peil or 0.0)) * 1000.0) if both else -height_mm
    return Heights(
        peil_nap_m=peil,
        ground_z_mm=ground_mm,
        roof_z_mm=roof_mm,
        plinth=HostPlinth(kind=plinth.kind, height_mm=height_mm, counts_as_storey=plinth.counts_as_storey),
        storeys=_storeys(heights),
    )
