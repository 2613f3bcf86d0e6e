"""The whole pipeline on one page: request -> wings; each wing: layout -> loads -> rules -> impact; then the configuration. One way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from catalogue.documents.assumptions import Assumptions, AssumptionsRef
from catalogue.documents.building import Building
from catalogue.documents.canonical import digest_of
from catalogue.documents.concept import Concept, ConceptRef
from catalogue.documents.configuration import Configuration
from catalogue.documents.document import Document, remembered
from catalogue.documents.family import BuildingFamily, FamilyRef
from catalogue.documents.options import Options
from catalogue.documents.printable import refuse_unprintable
from catalogue.documents.request import ConfigurationRequest, FamilyCandidate
from catalogue.errors import InvalidDocument
from configurator.host.building import HostBuilding, same_shape
from configurator.host.plausible_walls import other_walls
from configurator.host.wings import Wing, WingHost, compile_wings
from configurator.impact.quantities import estimate_impact
from configurator.layout.assumed_walls import assumed_walls_remark
from configurator.layout.engine import lay_out, place
from configurator.layout.placement import Layout
from configurator.layout.region import with_clearances
from configurator.loads.envelope import FamilyCase, family_envelope
from configurator.loads.estimate import LoadEstimate, estimate_loads, weigh
from configurator.results.assembly import Assembled, assemble
from configurator.results.wing import ComputedWing
from configurator.rules.measures import RuleContext
from configurator.rules.verdicts import evaluate_rules

LayOut = Callable[[HostBuilding, Concept, Options, Assumptions], Layout]
"""`lay_out`, or a part of it."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """A request with the documents that it names."""

    request: ConfigurationRequest
    concept: Concept
    assumptions: Assumptions
    family: BuildingFamily | None
    families_known: tuple[str, ...] = ()
    """Ids to name when a family is what the building lacks."""
    candidates: tuple[tuple[BuildingFamily, float], ...] = ()
    """Families that the building may belong to, with their odds, where its family was inferred."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A configuration with the working values that it was made from; writers draw from these."""

    inputs: Inputs
    wings: tuple[ComputedWing, ...]
    """One for each frame and roof level, the first one first; at least one."""
    result: Assembled

    @property
    def configuration(self) -> Configuration:
        """The published document."""
        return self.result.configuration

    @property
    def host(self) -> HostBuilding:
        """The host of the first wing: the only one of most buildings."""
        return self.wings[0].host

    @property
    def layout(self) -> Layout:
        """The layout of the first wing."""
        return self.wings[0].layout

    @property
    def loads(self) -> LoadEstimate:
        """The load estimate of the first wing."""
        return self.wings[0].loads


def make_inputs(
    project_key: str,
    building: Building,
    concept: Concept,
    options: Options,
    assumptions: Assumptions,
    family: BuildingFamily | None,
    families_known: tuple[str, ...] = (),
    candidates: tuple[tuple[BuildingFamily, float], ...] = (),
) -> Inputs:
    """Make a request that pins every document by digest.

    Raises InvalidDocument where the building or the concept has a text that no output can show.
    """
    refuse_unprintable(building, f"building {building.id!r}: ")
    refuse_unprintable(concept, f"concept {concept.id}: ")
    request = ConfigurationRequest(
        project_key=project_key,
        building=building,
        concept=ConceptRef(id=concept.id, version=concept.version, digest=digest_of(concept)),
        options=options,
        assumptions=AssumptionsRef(id=assumptions.id, version=assumptions.version, digest=digest_of(assumptions)),
        family=None if family is None else _reference(family),
        family_candidates=tuple(FamilyCandidate(family=_reference(item), odds=odds) for item, odds in candidates),
    )
    return Inputs(request, concept, assumptions, family, families_known, candidates)


def _reference(family: BuildingFamily) -> FamilyRef:
    return FamilyRef(id=family.id, version=family.version, digest=digest_of(family))


def configure(inputs: Inputs) -> Computed:
    """Compute the configuration of a request. Pure: same inputs, same engine, same bytes.

    Raises InvalidDocument when a document is not the one that the request pins, IncompleteRequest when the building lacks
    something that nobody can fill in. What the domain refuses is a finding in the result.
    """
    return configure_each((inputs,))[0]


def configure_each(several: Sequence[Inputs]) -> tuple[Computed, ...]:
    """Compute several requests on one building, which is compiled once. Raises what `configure` raises.

    Raises InvalidDocument when they differ in building, family or assumption set.
    """
    for inputs in several:
        _check_pins(inputs)
    shared = [(inputs.request.building, inputs.family, inputs.assumptions) for inputs in several]
    if any(other != shared[0] for other in shared[1:]):
        raise InvalidDocument("request-several-buildings", pointers=("/building",))
    wings = _wings_of(several[0])
    return tuple(_configure_on(inputs, wings) for inputs in several)


@remembered
def _compiled(_building: Building) -> dict[tuple[str, str, tuple[str, ...]], tuple[Wing, ...]]:
    """Return what was compiled of a building before: it follows from the building, its family and the assumption set alone."""
    return {}


def _wings_of(inputs: Inputs) -> tuple[Wing, ...]:
    building, family, assumptions = inputs.request.building, inputs.family, inputs.assumptions
    known = _compiled(building)
    key = ("" if family is None else digest_of(family), digest_of(assumptions), inputs.families_known)
    if key not in known:
        known[key] = tuple(compile_wings(building, family, assumptions, families_known=inputs.families_known))
    return known[key]


def _configure_on(inputs: Inputs, wings: Sequence[Wing]) -> Computed:
    computed = tuple(_configure_wing(inputs, wing) for wing in wings)
    return Computed(inputs=inputs, wings=computed, result=assemble(inputs.request, inputs.concept, computed))


def _configure_wing(inputs: Inputs, wing: Wing) -> ComputedWing:
    """Compute one wing, in the direction in which most fits."""
    concept, options, assumptions = inputs.concept, inputs.request.options, inputs.assumptions
    own, layout = lay_out_wing(wing, concept, options, assumptions)
    layout = _with_other_walls(inputs, own, layout)
    loads = estimate_loads(own.host, concept, layout, options, assumptions, inputs.request.verification)
    envelope = family_envelope(tuple(_as_family(inputs, (own, layout), *candidate) for candidate in inputs.candidates))
    rules, rule_findings = evaluate_rules(RuleContext(host=own.host, concept=concept, layout=layout))
    impact = estimate_impact(concept, [(layout, loads.masses.modules)])
    return ComputedWing(wing.key, own.host, layout, loads, rules, rule_findings, impact, envelope)


def _with_other_walls(inputs: Inputs, own: WingHost, layout: Layout) -> Layout:
    """Return the layout with how it would change on other walls, where the walls are the family's."""
    others = other_walls(own.host, own.building, inputs.family)
    said = assumed_walls_remark(layout, others, inputs.concept, inputs.request.options, inputs.assumptions)
    return replace(layout, findings=(*layout.findings, *said))


def lay_out_wing(wing: Wing, concept: Concept, options: Options, assumptions: Assumptions, by: LayOut = lay_out) -> tuple[WingHost, Layout]:
    """Lay a concept out on one wing, in the direction in which most fits; returns that direction's host and the layout.

    `by` is `lay_out`, or `place` for whoever needs no reasons.
    """
    hosts = [replace(own, host=with_clearances(own.host, options)) for own in wing.hosts]
    laid_out = [(own, by(own.host, concept, options, assumptions)) for own in hosts]
    return max(laid_out, key=lambda found: found[1].value)


def _as_family(inputs: Inputs, own: tuple[WingHost, Layout], family: BuildingFamily, odds: float) -> FamilyCase:
    """Answer the same request as if the building belonged to another family: its walls, heights and weights, and a layout that fits them.

    Where the family only gives other weights (the walls are known), the layout is the one that is there already.
    """
    request, concept, assumptions = inputs.request, inputs.concept, inputs.assumptions
    host = with_clearances(own[0].as_family(family, odds, assumptions), request.options)
    same_walls = same_shape(host, own[0].host)
    layout = own[1] if same_walls else place(host, concept, request.options, assumptions)
    return FamilyCase(family.id, odds, weigh(host, concept, layout, request.options, assumptions), layout, same_walls)


def _check_pins(inputs: Inputs) -> None:
    pinned: list[tuple[ConceptRef | AssumptionsRef | FamilyRef, Document]] = [
        (inputs.request.concept, inputs.concept),
        (inputs.request.assumptions, inputs.assumptions),
    ]
    if (inputs.request.family is None) != (inputs.family is None):
        raise InvalidDocument("request-family-differs", pointers=("/family",))
    if inputs.request.family is not None and inputs.family is not None:
        pinned.append((inputs.request.family, inputs.family))
    if len(inputs.request.family_candidates) != len(inputs.candidates):
        raise InvalidDocument("request-candidates-differ", pointers=("/family_candidates",))
    pinned.extend((c.family, family) for c, (family, _) in zip(inputs.request.family_candidates, inputs.candidates, strict=True))
    for reference, document in pinned:
        if reference.digest != digest_of(document):
            raise InvalidDocument(
                "request-digest-differs",
                document=reference.id,
                version=reference.version,
                pointers=("/concept", "/assumptions", "/family"),
            )
