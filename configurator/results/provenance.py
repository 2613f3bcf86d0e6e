"""Where the figures of a configuration come from, by JSON pointer: basis, source, clause, formula and inputs."""

from __future__ import annotations

from catalogue.documents.concept import Concept
from catalogue.documents.configuration import Impact, Provenance
from catalogue.documents.evidence import Basis, Status
from configurator.host.building import HostBuilding
from configurator.loads.estimate import LoadEstimate
from configurator.loads.provenance import load_provenance

_LAYERS = "/request/concept"
_AREA = "/summary/gross_floor_area_m2"
_ENDS = ("low", "nominal", "high")


def _calculated(source: str, formula: str, *inputs: str, clause: str | None = None, status: Status = "unverified") -> Provenance:
    return Provenance(basis="calculated", source=source, status=status, clause=clause, formula=formula, inputs=inputs)


def _structure_source(host: HostBuilding) -> tuple[Basis, str]:
    facts = [fact for pointer, fact in host.facts.items() if pointer.startswith("/structure/")]
    if facts and not any(fact.assumed for fact in facts):
        return "declared", ", ".join(sorted({fact.source for fact in facts}))
    return "assumed", f"building family {host.family_id}"


def provenance_of(host: HostBuilding, concept: Concept, loads: LoadEstimate, impact: Impact) -> dict[str, Provenance]:
    """Return the provenance of every figure that a decision can rest on. Nothing here is verified by a person."""
    engine, maker = "optop engine", f"concept {concept.id}@{concept.version}: sum of its layers"
    basis, structure = _structure_source(host)
    return {
        "/summary/dwellings": _calculated(engine, "number of placed dwellings", "/dwellings"),
        "/summary/modules": _calculated(engine, "number of placed modules", "/modules"),
        "/summary/gross_floor_area_m2": _calculated(engine, "sum of outer footprints, joints inside a dwelling included", "/dwellings"),
        "/summary/usable_area_m2": _calculated(
            engine, "clear area inside the walls x usable area factor of the concept", "/dwellings", clause="NEN 2580 (estimate by factor)"
        ),
        "/summary/mass_kg": _calculated(maker, "sum of modules, connector and access", "/modules", "/connector", _LAYERS),
        "/summary/height_above_ground_m": _calculated(
            engine, "roof + connector + storeys x module height - ground level", "/host", _LAYERS
        ),
        "/summary/bound_gap": _calculated(engine, "(bound - value) / bound, same scheme and objective", "/layout/value", "/layout/bound"),
        "/modules/*/mass_kg": _calculated(maker, "thickness x density x share, layer by layer, openings replaced", _LAYERS),
        **_impact_provenance(concept, impact),
        **load_provenance(loads),
        "/request/building/structure": Provenance(basis=basis, source=structure, status="unverified", inputs=("/assumptions",)),
    }


def _impact_provenance(concept: Concept, impact: Impact) -> dict[str, Provenance]:
    """Return where cost and carbon come from; of what is unknown nothing."""
    maker = f"concept {concept.id}@{concept.version}"
    found: dict[str, Provenance] = {}
    if impact.concept_cost is not None and concept.price is not None:
        price, formula = concept.price.per_m2, "price per m2 gross floor area x gross floor area; concept price, no total"
        source = _calculated(f"{maker}: price, {price.source}", formula, _AREA, _LAYERS, status=price.status)
        found |= {f"/impact/concept_cost/{end}_eur_cents": source for end in _ENDS}
    environment = concept.environment
    for name, figure, total, clause in (
        ("embodied_carbon", impact.embodied_carbon, environment.embodied_kg_co2_eq_per_m2, "EN 15804, modules A1 to A3"),
        ("stored_carbon", impact.stored_carbon, environment.stored_kg_co2_eq_per_m2, "EN 16449"),
    ):
        if figure is None:
            continue
        if figure.basis == "declared" and total is not None:
            formula = "maker's total per m2 gross floor area x gross floor area"
            source = _calculated(f"{maker}: {total.source}", formula, _AREA, _LAYERS, clause=clause, status=total.status)
        else:
            formula = "sum over the layers of a middle-sized module, per m2 of its plan, x gross floor area"
            source = _calculated(f"{maker}: its layers and their materials", formula, _AREA, _LAYERS, clause=clause)
        found |= {f"/impact/{name}/{end}_kg_co2": source for end in _ENDS}
    return found
