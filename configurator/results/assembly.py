"""Assemble the configuration document: convert to metres, round once, digest."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydantic import JsonValue

from catalogue.documents.building import FamilyCandidate
from catalogue.documents.canonical import digest_of, rounded
from catalogue.documents.concept import Concept
from catalogue.documents.configuration import (
    AccessElement,
    ConditionalOn,
    Configuration,
    ConnectorResult,
    DwellingResult,
    EmptyStretch,
    Engine,
    LayoutResult,
    ModuleResult,
    ModuleSupport,
)
from catalogue.documents.finding import Finding, finding
from catalogue.documents.request import ConfigurationRequest
from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout, PlacedModule
from configurator.loads.document import to_document
from configurator.loads.envelope import envelope_findings
from configurator.loads.estimate import LoadEstimate
from configurator.results.disclaimer import DISCLAIMERS
from configurator.results.host import assumptions_used, host_summary
from configurator.results.merging import merged
from configurator.results.provenance import provenance_of
from configurator.results.summary import summarise
from configurator.results.wing import ComputedWing
from configurator.version import ENGINE_VERSION

DISCLAIMER = DISCLAIMERS.nl
"""Stands under every result that shows a load."""

REPORTED_ODDS = 0.1
"""Families that are likelier than this are reported beside the one that was used."""

_STATUS_ORDER = {"fail": 0, "unknown": 1, "conditional": 2, "info": 3}


def assemble(request: ConfigurationRequest, concept: Concept, wings: Sequence[ComputedWing]) -> Configuration:
    """Return the published result of a request, from the working values of every wing.

    Every float is rounded here, once, by the unit in its field's name; then the digest is taken.
    """
    drafts = [_draft(request, concept, wing) for wing in wings]
    draft = drafts[0] if len(drafts) == 1 else merged(drafts, wings)
    draft = draft.model_copy(update={"findings": ordered_findings((*draft.findings, *_remarks(request, concept, wings[0].host)))})
    computed: dict[str, JsonValue] = draft.model_dump(mode="json", exclude={"digest", "request"})
    payload = {name: rounded(value, name) for name, value in computed.items()} | {"request": request.model_dump(mode="json")}
    return Configuration.model_validate({**payload, "digest": digest_of(payload)})


def _draft(request: ConfigurationRequest, concept: Concept, wing: ComputedWing) -> Configuration:
    """Return the configuration of one wing as if it were alone, not rounded, without digest and remarks on the request."""
    host, layout, loads = wing.host, wing.layout, wing.loads
    findings = (
        *host.findings,
        *layout.findings,
        *(stretch.reason for stretch in layout.empty),
        *loads.findings,
        *envelope_findings(wing.envelope),
        *wing.rule_findings,
    )
    return Configuration(
        engine=Engine(version=ENGINE_VERSION),
        request=request,
        digest="",
        conditional_on=ConditionalOn(family=host.family_id, odds=host.family_odds, alternatives=_alternatives(request, host)),
        summary=summarise(request, host, layout, loads),
        host=host_summary(host),
        dwellings=tuple(
            DwellingResult(
                id=d.id,
                storey=d.storey,
                type=d.type_id,
                modules=d.module_ids,
                usable_area_m2=d.usable_area_m2,
                gross_floor_area_m2=d.gross_floor_area_m2,
            )
            for d in layout.dwellings
        ),
        modules=tuple(_module(host, loads, module) for module in layout.modules),
        layout=_layout(layout, loads),
        connector=_connector(host, loads),
        loads=to_document(loads, wing.envelope),
        rules=wing.rules,
        impact=wing.impact,
        findings=findings,
        assumptions=assumptions_used(host),
        provenance=provenance_of(host, concept, loads),
        disclaimer=DISCLAIMER,
    )


def _alternatives(request: ConfigurationRequest, host: HostBuilding) -> tuple[FamilyCandidate, ...]:
    """Return the other families that an inferred one may be mistaken for."""
    candidates = request.building.family_candidates
    return tuple(item for item in candidates if item.family != host.family_id and item.odds > REPORTED_ODDS)


def ordered_findings(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Drop doubles and order by severity, code and subjects, so that the same facts give the same bytes."""
    unique = {item.model_dump_json(): item for item in findings}
    return tuple(sorted(unique.values(), key=lambda item: (_STATUS_ORDER[item.status], item.code, item.subjects, item.model_dump_json())))


def _remarks(request: ConfigurationRequest, concept: Concept, host: HostBuilding) -> tuple[Finding, ...]:
    subjects = [(f"{concept.id}@{concept.version}", concept.example_data), (request.building.id, request.building.example_data)]
    examples = tuple(finding("REQ-EXAMPLE-DATA", subjects=(name,), subject=name) for name, example in subjects if example)
    nowhere = (finding("REQ-NO-LOCATION", subjects=("/site/crs",)),) if host.frame.crs is None else ()
    return (*nowhere, *examples)


def _module(host: HostBuilding, loads: LoadEstimate, module: PlacedModule) -> ModuleResult:
    footprint = module.footprint
    centre = host.frame.to_world_m([((footprint.u0_mm + footprint.u1_mm) / 2, (footprint.v0_mm + footprint.v1_mm) / 2)])[0]
    z_m = (module.z_mm + module.height_mm / 2) / 1000.0 + (host.frame.peil_nap_m or 0.0)
    turn_deg = math.degrees(host.frame.rotation_rad) + 90.0 * module.quarter
    return ModuleResult(
        id=module.id,
        type=module.type_id,
        dwelling=module.dwelling_id,
        storey=module.storey,
        centre_m=(float(centre[0]), float(centre[1]), z_m),
        length_m=module.length_mm / 1000.0,
        width_m=module.width_mm / 1000.0,
        height_m=module.height_mm / 1000.0,
        rotation_deg=(turn_deg + 180.0) % 360.0 - 180.0,
        mass_kg=loads.masses.modules[module.id].total_kg.nominal,
        supports=tuple(ModuleSupport(line=s.line_id, eccentricity_mm=float(s.eccentricity_mm)) for s in module.supports),
    )


def _layout(layout: Layout, loads: LoadEstimate) -> LayoutResult:
    scheme = layout.scheme
    return LayoutResult(
        support=scheme.support if scheme else None,
        access=scheme.access if scheme else None,
        gallery_side=scheme.gallery_side if scheme else None,
        gallery_inside_roof=scheme.gallery_inside_roof if scheme else None,
        access_elements=tuple(
            AccessElement(
                id=a.id,
                kind=a.kind,
                storey=a.storey,
                outline_m=tuple((u / 1000.0, v / 1000.0) for u, v in a.footprint.corners_mm()),
                mass_kg=loads.masses.access_kg[a.id].nominal if a.id in loads.masses.access_kg else 0.0,
            )
            for a in layout.access
        ),
        empty=tuple(
            EmptyStretch(
                storey=s.storey, start_m=s.u0_mm / 1000.0, end_m=s.u1_mm / 1000.0, code=s.reason.code, margin_mm=s.reason.margin_mm
            )
            for s in layout.empty
        ),
        value=layout.value,
        bound=layout.bound,
    )


def _connector(host: HostBuilding, loads: LoadEstimate) -> ConnectorResult | None:
    connector = loads.masses.connector
    if connector is None:
        return None
    return ConnectorResult(
        support=connector.support,
        height_mm=float(connector.height_mm),
        mass_kg_per_m2=connector.kg_per_m2.nominal,
        area_m2=connector.area_m2,
        mass_kg=connector.mass_kg.nominal,
        spans_between_lines=connector.spans_between_lines,
        largest_span_mm=float(max((bay.width_mm for bay in host.bays), default=0)) if connector.spans_between_lines else None,
    )
