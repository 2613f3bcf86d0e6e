"""The layout engine: from a host, a concept and options to a layout. A pure function; the same input gives the same layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.concept import Concept
from catalogue.documents.finding import Finding, Parameter, finding
from catalogue.documents.options import Options
from catalogue.errors import NotFound
from configurator.host.building import HostBuilding
from configurator.layout.assemble import Placed, assembled, connector_height_mm
from configurator.layout.bound import upper_bound
from configurator.layout.cores import with_new_cores
from configurator.layout.guard import checked
from configurator.layout.height import above_limit, height_limit
from configurator.layout.menu import MM2_PER_M2, Menu, menu_of, sizes_of
from configurator.layout.mix import towards_mix, wished_shares
from configurator.layout.placement import Layout, Scheme
from configurator.layout.reasons import empty_stretches, largest
from configurator.layout.region import with_clearances
from configurator.layout.remarks import mix_remark, remarks
from configurator.layout.scheme import Solution, ground_of, solve, stair_bays
from configurator.layout.services import shaft_remarks, transport_remarks, with_shaft_offsets
from configurator.layout.shafts import towards_shafts
from configurator.layout.strip import Ground
from configurator.layout.ways import ACCESSES, SUPPORTS, USUAL_ACCESS, AccessId, AccessWay, SupportWay


def lay_out(host: HostBuilding, concept: Concept, options: Options, assumptions: Assumptions) -> Layout:
    """Place as many whole dwellings of a concept on a roof as the options allow.

    Args:
        host: The existing building, compiled.
        concept: The concept whose modules are placed.
        options: What the architect chose; `mix` may only name dwelling types of the concept.
        assumptions: `layout.auto_support_min_gain` decides between the supports with `support: auto`.

    Returns:
        The layout in local millimetres. Without new storeys, or on a host that is not buildable, it is empty and without findings;
        where nothing fits it is empty with the reasons. `value` and `bound` are usable area in mm2, or dwellings, by `objective`.

    Raises:
        NotFound: The wished mix names a dwelling type that the concept does not have, or a set-back an edge that the roof does not have.
    """
    host = with_clearances(host, options)
    chosen = _chosen(host, concept, options, assumptions)
    if chosen.solution is None:
        return _empty(*chosen.findings)
    return _explained(host, concept, options, assumptions, chosen.solution, list(chosen.findings))


def count_homes(host: HostBuilding, concept: Concept, options: Options, assumptions: Assumptions) -> tuple[int, Scheme | None]:
    """Return how many dwellings the best layout has, and in what scheme, without placing them. Arguments and errors: `lay_out`."""
    solution = _chosen(with_clearances(host, options), concept, options, assumptions).solution
    return (0, None) if solution is None else (solution.dwellings, _named(solution))


def place(host: HostBuilding, concept: Concept, options: Options, assumptions: Assumptions) -> Layout:
    """Return the layout of `lay_out` without its reasons, remarks and bound: what is counted and weighed, for whoever compares many."""
    host = with_clearances(host, options)
    solution = _chosen(host, concept, options, assumptions).solution
    return _empty() if solution is None else _layout(_assembled(host, concept, options, solution), concept, options, solution)


def _known_mix(concept: Concept, options: Options) -> None:
    unknown = sorted(set(options.mix) - {t.id for t in concept.dwelling_types})
    if unknown:
        known = ", ".join(t.id for t in concept.dwelling_types)
        pointers = tuple(f"/options/mix/{t}" for t in unknown)
        raise NotFound("mix-dwelling-unknown", dwelling=unknown[0], concept=concept.id, known=known, pointers=pointers)


def _known_edges(host: HostBuilding, options: Options) -> None:
    unknown = sorted(set(options.setback_edge_mm) - {edge.id for edge in host.edges})
    if unknown:
        known = ", ".join(edge.id for edge in host.edges)
        pointers = tuple(f"/options/setback_edge_mm/{e}" for e in unknown)
        raise NotFound("setback-edge-unknown", edge=unknown[0], known=known, pointers=pointers)


def _empty(*findings: Finding) -> Layout:
    return Layout(None, (), (), (), (), 0, 0, None, findings)


def _refusals(concept: Concept, options: Options) -> Iterator[Finding]:
    """Give every finding that rules out the request before any geometry."""
    if options.storeys_added > concept.max_storeys:
        fix = {"storeys_added": concept.max_storeys}
        yield finding("LAY-STOREYS-TOO-MANY", fix={**fix}, asked=options.storeys_added, most=concept.max_storeys)
    if options.access != "auto" and options.access not in concept.access.permitted:
        yield finding(
            "LAY-ACCESS-NOT-PERMITTED", fix={"access": "auto"}, access=options.access, permitted=", ".join(concept.access.permitted)
        )
    if not set(SUPPORTS) & set(concept.support.permitted):
        yield finding("LAY-SUPPORT-NOT-CARRIED", permitted=", ".join(concept.support.permitted))
    elif options.support != "auto" and options.support not in concept.support.permitted:
        yield finding(
            "LAY-SUPPORT-NOT-PERMITTED", fix={"support": "auto"}, support=options.support, permitted=", ".join(concept.support.permitted)
        )
    for name, asked, sizes in (
        ("width", options.module_width_mm, concept.module.width_mm),
        ("length", options.module_length_mm, concept.module.length_mm),
    ):
        if asked is not None and asked not in sizes.values():
            fix_size = {f"module_{name}_mm": None}
            yield finding(
                "LAY-SIZE-NOT-MADE",
                fix={**fix_size},
                dimension=name,
                asked_mm=asked,
                min_mm=sizes.min,
                max_mm=sizes.max,
                step_mm=sizes.step,
            )
    if not all(sizes_of(concept, options)):
        brought = concept.transport
        free: dict[str, Parameter] = {"module_width_mm": None, "module_length_mm": None}
        yield finding("LAY-NOT-TRANSPORTED", fix=free, width_mm=brought.max_width_mm, length_mm=brought.max_length_mm)
    if concept.usable_area_factor.value is None:
        yield finding("LAY-AREA-FACTOR-UNKNOWN")
    if all(options.mix.get(t.id, 1.0) == 0.0 for t in concept.dwelling_types):
        yield finding("LAY-NO-TYPE-WANTED")


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The solution that is taken, the wished mix met as nearly as can be; None where nothing could be tried."""

    solution: Solution | None
    findings: tuple[Finding, ...]


def _chosen(host: HostBuilding, concept: Concept, options: Options, assumptions: Assumptions) -> _Chosen:
    """Return the best solution of the request, or why there is none. Raises NotFound as `lay_out` does."""
    _known_mix(concept, options)
    _known_edges(host, options)
    if options.intervention != "rooftop_extension":
        return _Chosen(None, (finding("REQ-INTERVENTION-NOT-CARRIED", intervention=options.intervention),))
    if options.storeys_added == 0 or not host.buildable():
        return _Chosen(None, ())
    refusals = tuple(_refusals(concept, options))
    if refusals:
        return _Chosen(None, refusals)
    solution, findings = _solved(host, concept, options, assumptions)
    wish = wished_shares(options, concept)
    if solution is None or not solution.dwellings:
        return _Chosen(solution, tuple(findings))
    if wish:
        mixed = towards_mix(solution, options, concept)
        solution = mixed.solution
        findings.append(mix_remark(mixed, wish))
    return _Chosen(towards_shafts(host, solution), tuple(findings))


def _solved(host: HostBuilding, concept: Concept, options: Options, assumptions: Assumptions) -> tuple[Solution | None, list[Finding]]:
    """Return the solution of the first way of access in which anything fits, and what there was to say on the way there."""
    menu = menu_of(concept, options, assumptions.layout.room_rules)
    tried: list[tuple[AccessId, Solution | None, list[Finding]]] = []
    for access in access_ways(host, concept, options):
        case = _Case(host, concept, options, menu, ACCESSES[access], [])
        solution = _best_support(case, assumptions)
        tried.append((access, solution, case.findings))
        if solution is not None and solution.dwellings:
            if len(tried) > 1:
                case.findings.append(finding("LAY-ACCESS-FALLBACK", first=tried[0][0], access=access))
            return solution, case.findings
    # Nothing fits: the reasons are those of the first way of access that could be tried at all.
    for _, solution, findings in tried:
        if solution is not None:
            return solution, findings
    return None, tried[0][2]


def access_ways(host: HostBuilding, concept: Concept, options: Options) -> tuple[AccessId, ...]:
    """Return the ways of access to try: the option's, else the host's own first and then the others, as far as permitted."""
    usual = next((way for way in ACCESSES.values() if way.id == host.access), ACCESSES[USUAL_ACCESS])
    wanted = usual.order if options.access == "auto" else (options.access,)
    return tuple(w for w in wanted if w in concept.access.permitted)


@dataclass(frozen=True, slots=True)
class _Case:
    """One way of access on one host, and what there is to say about it so far."""

    host: HostBuilding
    concept: Concept
    options: Options
    menu: Menu
    access: AccessWay
    findings: list[Finding]

    def may(self, way: SupportWay) -> bool:
        """Return whether options and concept allow a support."""
        return self.options.support in ("auto", way.id) and way.id in self.concept.support.permitted

    def ground(self, way: SupportWay) -> Ground | None:
        """Return the ground of a support, or None, said why, when it cannot be used or not one storey may be built."""
        if not self._usable(way):
            return None
        self._note_height(way)
        allowed = min(self.options.storeys_added, height_limit(self.host, self.concept, way.id).storeys)
        if allowed < 1:
            return None
        inside = self.options.gallery.inside_roof if self.access.passage == "beside" else None
        scheme = Scheme(way.id, self.access.id, None, inside)
        ground = ground_of(self.host, self.concept, self.options, self.menu, scheme, allowed)
        if not self.access.beside_cores or ground.cores or self.concept.access.new_core is None:
            return ground
        host = with_new_cores(self.host, ground, self.menu)
        return ground_of(host, self.concept, self.options, self.menu, scheme, allowed, self.concept.access.new_core)

    def _usable(self, way: SupportWay) -> bool:
        if way.on_lines and (self.host.bearing_system != "cross" or len({line.u_mm for line in self.host.bearing_lines}) <= 1):
            others = [s.id for s in SUPPORTS.values() if not s.on_lines and s.id in self.concept.support.permitted]
            if self.options.support == way.id or not others:
                fix: dict[str, Parameter] | None = {"support": others[0]} if others else None
                self.findings.append(finding("LAY-NO-BEARING-LINES", fix=fix, bearing_system=self.host.bearing_system))
            return False
        connector = self.concept.support.connector(way.id)
        if way.must_span and (connector is None or not connector.spans_between_lines):
            self.findings.append(finding("LAY-CONNECTOR-DOES-NOT-SPAN"))
            return False
        return True

    def _note_height(self, way: SupportWay) -> None:
        """Say what the height limit does, once."""
        said = {f.code for f in self.findings}
        limit = height_limit(self.host, self.concept, way.id)
        self.findings.extend(f for f in limit.findings(self.options.storeys_added) if f.code not in said)

    def most_usable_mm2(self, ground: Ground) -> int:
        """Return an upper bound on the usable area on a ground: what cannot win need not be solved."""
        by_area = menu_of(self.concept, self.options.model_copy(update={"objective": "usable_area"}), self.menu.rooms)
        return upper_bound(Solution(ground, by_area, ()))


def _best_support(case: _Case, assumptions: Assumptions) -> Solution | None:
    """Return the best solution with one way of access, or None.

    The supports are tried in their order; a later one is taken where it gives enough more usable area.
    """
    if case.access.beside_cores and not stair_bays(case.host) and case.concept.access.new_core is None:
        case.findings.append(finding("LAY-NO-STAIR-BAY"))
        return None
    best: Solution | None = None
    for way in SUPPORTS.values():
        ground = case.ground(way) if case.may(way) else None
        if ground is None:
            continue
        least = 0.0 if best is None else best.usable_mm2 * (1.0 + assumptions.layout.auto_support_min_gain)
        standing = best is not None and best.dwellings > 0
        if standing and case.most_usable_mm2(ground) <= least:
            continue
        found = solve(case.host, case.options, case.menu, ground)
        if standing and found.usable_mm2 <= least:
            continue
        if best is not None and found.dwellings:
            grid_m2, walls_m2 = round(found.usable_mm2 / MM2_PER_M2, 1), round(best.usable_mm2 / MM2_PER_M2, 1)
            case.findings.append(finding("LAY-GRID-CHOSEN", grid_m2=grid_m2, walls_m2=walls_m2))
        best = found
    return best


def _assembled(host: HostBuilding, concept: Concept, options: Options, solution: Solution) -> Placed:
    placed = assembled(host, concept, options, solution)
    checked(placed, solution)
    return placed


def _layout(placed: Placed, concept: Concept, options: Options, solution: Solution) -> Layout:
    """Return what stands on the roof as a layout, nothing explained."""
    return Layout(
        scheme=_named(solution),
        modules=placed.modules,
        dwellings=placed.dwellings,
        access=placed.access,
        empty=(),
        connector_height_mm=connector_height_mm(solution, concept),
        value=solution.usable_mm2 if options.objective == "usable_area" else solution.dwellings,
        bound=None,
        findings=(),
    )


def _explained(
    host: HostBuilding, concept: Concept, options: Options, assumptions: Assumptions, solution: Solution, findings: list[Finding]
) -> Layout:
    """Return the layout of a solution with its bound, the reasons of what stays empty, and what there is to say of it."""
    placed = with_shaft_offsets(host, _assembled(host, concept, options, solution))
    stretches = empty_stretches(host, concept, solution) + above_limit(host, concept, options, solution)
    if not placed.modules:
        gap = largest(stretches)
        findings.append(
            finding("LAY-NOTHING-PLACED", margin_mm=gap.reason.margin_mm if gap else None, reason=gap.reason.code if gap else "-")
        )
    findings.extend(remarks(host, concept, options, solution, placed))
    findings.extend(transport_remarks(placed, assumptions.layout.transport))
    findings.extend(shaft_remarks(placed))
    # Other bays could become cores: the bound of these would not hold for the scheme.
    bound = None if solution.ground.new_core is not None else upper_bound(solution)
    return replace(_layout(placed, concept, options, solution), empty=stretches, bound=bound, findings=tuple(findings))


def _named(solution: Solution) -> Scheme:
    """Return the scheme with the gallery side of its largest strip."""
    scheme = solution.ground.scheme
    main = max(solution.strips, key=lambda s: s.weight, default=None)
    side = main.pin.to if main is not None and main.pin.to != "centre" else None
    return Scheme(scheme.support, scheme.access, side, scheme.gallery_inside_roof)
