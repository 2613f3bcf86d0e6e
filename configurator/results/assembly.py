"""Assemble the configuration document: convert to metres, round once, digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import JsonValue

from catalogue.documents.building import FamilyCandidate
from catalogue.documents.canonical import canonical_bytes, canonical_object, digest_of_object, rounded
from catalogue.documents.concept import Concept
from catalogue.documents.configuration import (
    AccessElement,
    ConditionalOn,
    Configuration,
    ConnectorResult,
    EmptyStretch,
    Engine,
    LayoutResult,
    LoadLine,
)
from catalogue.documents.finding import Finding, finding
from catalogue.documents.request import LEAST_ODDS, ConfigurationRequest
from configurator.host.building import HostBuilding
from configurator.layout.placement import Layout
from configurator.loads.columns import NamedRows, Rows, distinct_rows, rounded_rows
from configurator.loads.document import without_rows
from configurator.loads.envelope import envelope_findings
from configurator.loads.estimate import LoadEstimate
from configurator.results.columns import joined_columns, wing_columns
from configurator.results.disclaimer import DISCLAIMERS
from configurator.results.host import assumptions_used, host_summary
from configurator.results.merging import merged
from configurator.results.naming import names_of
from configurator.results.provenance import provenance_of
from configurator.results.summary import summarise
from configurator.results.wing import ComputedWing
from configurator.version import ENGINE_VERSION

DISCLAIMER = DISCLAIMERS.nl
"""Stands under every result that shows a load."""

_STATUS_ORDER = {"fail": 0, "unknown": 1, "conditional": 2, "info": 3}


@dataclass(frozen=True)
class Assembled:
    """The published result of one request: its JSON as it was digested, and the document for whoever reads it."""

    digest: str
    members: Mapping[str, bytes]
    """Canonical JSON of each member of the document."""
    values: Mapping[str, Any] = field(repr=False, compare=False)
    """The members as plain rounded values, but the request and the loads."""
    lines: NamedRows = field(repr=False, compare=False)
    """The rows of `/loads/lines`."""
    read: Callable[[], Configuration] = field(repr=False, compare=False)
    """Makes the document; an answer that is only sent on needs none."""

    @cached_property
    def configuration(self) -> Configuration:
        """The document."""
        return self.read()

    def json_bytes(self) -> bytes:
        """Return the canonical JSON of the configuration: what `canonical_bytes` makes of it anew, at the cost of all its rows."""
        return canonical_object(self.members)


def assemble(request: ConfigurationRequest, concept: Concept, wings: Sequence[ComputedWing]) -> Assembled:
    """Return the published result of a request, from the working values of every wing.

    Every float is rounded here, once, by the unit in its field's name; then the digest is taken.
    """
    drafts = [_draft(request, concept, wing) for wing in wings]
    draft = drafts[0] if len(drafts) == 1 else merged(drafts, wings, concept)
    draft = draft.model_copy(update={"findings": ordered_findings((*draft.findings, *_remarks(request, concept, wings[0].host)))})
    columns = joined_columns([wing_columns(wing, names_of(wing.key, wing.host.level_id, request.building)) for wing in wings])
    rows = {name: rounded_rows(columns[name]) for name in ("modules", "dwellings")}
    lines = distinct_rows(columns["lines"], "id", LoadLine)
    load_rows: dict[str, Rows | NamedRows] = {"lines": lines, "reactions": rounded_rows(columns["reactions"])}
    payload = _rounded(draft.model_dump(mode="json", exclude={"digest", "request", "loads", *rows}))
    in_loads = _rounded(draft.loads.model_dump(mode="json", exclude=set(load_rows)))
    encoded = _encoded(payload, rows) | {"loads": canonical_object(_encoded(in_loads, load_rows)), "request": canonical_bytes(request)}
    digest = digest_of_object(encoded)

    def read() -> Configuration:
        lists, loads = _documents(rows), in_loads | _documents(load_rows)
        return Configuration.model_validate({**payload, **lists, "loads": loads, "request": request, "digest": digest})

    values = payload | {name: own.values for name, own in rows.items()}
    return Assembled(digest, encoded | {"digest": canonical_bytes(digest)}, values, lines, read)


def _draft(request: ConfigurationRequest, concept: Concept, wing: ComputedWing) -> Configuration:
    """Return the configuration of one wing as if it were alone: not rounded, without rows, digest and remarks on the request."""
    host, layout, loads = wing.host, wing.layout, wing.loads
    return Configuration(
        engine=Engine(version=ENGINE_VERSION),
        request=request,
        digest="",
        conditional_on=ConditionalOn(family=host.family_id, odds=host.family_odds, alternatives=_alternatives(request, host)),
        summary=summarise(request, host, layout, loads),
        host=host_summary(host),
        dwellings=(),
        modules=(),
        layout=_layout(layout, loads),
        connector=_connector(host, loads),
        loads=without_rows(loads, wing.envelope),
        rules=wing.rules,
        impact=wing.impact,
        findings=(
            *host.findings,
            *layout.findings,
            *(stretch.reason for stretch in layout.empty),
            *loads.findings,
            *envelope_findings(wing.envelope),
            *wing.rule_findings,
        ),
        assumptions=assumptions_used(host),
        provenance=provenance_of(host, concept, loads, wing.impact),
        disclaimer=DISCLAIMER,
    )


def _rounded(values: dict[str, JsonValue]) -> dict[str, JsonValue]:
    return {name: rounded(value, name) for name, value in values.items()}


def _documents(rows: Mapping[str, Rows | NamedRows]) -> dict[str, Any]:
    return {name: own.documents() for name, own in rows.items()}


def _encoded(values: Mapping[str, JsonValue], rows: Mapping[str, Rows | NamedRows]) -> dict[str, bytes]:
    """Return the canonical JSON of each member of an object of which some are rows."""
    return {**{name: canonical_bytes(value) for name, value in values.items()}, **{name: own.encoded for name, own in rows.items()}}


def _alternatives(request: ConfigurationRequest, host: HostBuilding) -> tuple[FamilyCandidate, ...]:
    """Return the other families that an inferred one may be mistaken for."""
    candidates = request.building.family_candidates
    return tuple(item for item in candidates if item.family != host.family_id and item.odds > LEAST_ODDS)


def ordered_findings(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Drop doubles and order by severity, code and subjects, so that the same facts give the same bytes."""
    unique = {item.model_dump_json(): item for item in findings}
    return tuple(sorted(unique.values(), key=lambda item: (_STATUS_ORDER[item.status], item.code, item.subjects, item.model_dump_json())))


def _remarks(request: ConfigurationRequest, concept: Concept, host: HostBuilding) -> tuple[Finding, ...]:
    subjects = [(f"{concept.id}@{concept.version}", concept.example_data), (request.building.id, request.building.example_data)]
    examples = tuple(finding("REQ-EXAMPLE-DATA", subjects=(name,), subject=name) for name, example in subjects if example)
    nowhere = (finding("REQ-NO-LOCATION", subjects=("/site/crs",)),) if host.frame.crs is None else ()
    return (*nowhere, *examples)


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
