"""Room rules, transport and shafts: gates and numbers, with the thresholds of the assumption set."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.concept import Concept
from catalogue.resolve import resolve_assumptions, resolve_concept
from configurator.layout.engine import lay_out
from configurator.layout.placement import Layout
from configurator.layout.rooms import failing_room
from tests.configurator.layout.samples import box, concept, dwelling_type, host, obstacle, options, rectangle
from tests.configurator.layout.test_properties import examples

REAL: Assumptions = resolve_assumptions()
A8 = resolve_concept("A8")
OF = host(rectangle(30_000, 10_000), [90 + 3_620 * i for i in range(9)])


def laid(built: Concept, **chosen: Any) -> Layout:
    return lay_out(OF, built, options(support="transfer_grid", access="gallery", **chosen), REAL)


def codes(layout: Layout) -> set[str]:
    return {f.code for f in layout.findings}


def test_a_narrow_studio_is_not_offered_and_the_finding_says_from_which_width_it_is() -> None:
    """A box of 2980 mm is 2640 mm inside; R-03 wants 3000 mm. A box of 3580 mm is 3240 mm inside."""
    layout = laid(A8)
    studios = {d.id for d in layout.dwellings if d.type_id == "studio"}
    assert {m.width_mm for m in layout.modules if m.dwelling_id in studios} <= {3_580}
    found = next(f for f in layout.findings if f.code == "LAY-WIDTHS-FAIL-ROOM-RULE")
    assert (found.subjects, found.margin_mm, found.parameters["wider_mm"], found.parameters["rule"]) == (("studio",), -360, 3_580, "R-03")


def test_report_places_what_the_gate_keeps_out() -> None:
    gated, reported = laid(A8, module_width_mm=2_980), laid(A8, module_width_mm=2_980, room_rules="report")
    assert "studio" not in {d.type_id for d in gated.dwellings}
    assert "studio" in {d.type_id for d in reported.dwellings}
    assert "LAY-TYPE-FAILS-ROOM-RULE" in codes(gated) - codes(reported)
    for layout in (gated, reported):
        assert layout.bound is not None
        assert layout.value <= layout.bound


def test_when_every_type_fails_the_empty_roof_says_which_rule() -> None:
    built = concept(width=(2_400, 2_400, 300), types=(dwelling_type("one", 1, 10.0),), open_sides=())
    layout = laid(built)
    assert not layout.modules
    assert {s.reason.code for s in layout.empty} == {"LAY-ROOM-RULE"}
    assert {(s.reason.margin_mm, s.reason.parameters["rule"]) for s in layout.empty} == {(2_200 - 3_000, "R-03")}


@pytest.mark.parametrize(
    ("narrowest", "main", "length", "usable_m2", "rule"),
    [
        (3_000.0, 3_000.0, 7_000.0, 20.2, None),
        (3_000.0, 2_999.0, 7_000.0, 40.0, "R-03"),
        (3_000.0, 3_000.0, 3_600.0, 40.0, "R-03"),
        (1_799.0, 3_600.0, 7_000.0, 40.0, "R-04"),
        (3_000.0, 3_000.0, 7_000.0, 20.1, "R-02"),
    ],
)
def test_the_thresholds_of_the_room_rules(narrowest: float, main: float, length: float, usable_m2: float, rule: str | None) -> None:
    """R-02: 18 m2 beside 2.2 m2 of bathroom and toilet; R-03: 11 m2, 3.0 m; R-04: 1.8 m (Bbl 4.162-4.164, domain list)."""
    assert REAL.layout.room_rules is not None
    failure = failing_room(REAL.layout.room_rules, narrowest, main, length, round(usable_m2 * 1e6))
    assert (None if failure is None else failure.rule) == rule


@examples(20)
@given(width=st.integers(2_400, 3_900), length=st.integers(8_000, 30_000))
def test_the_gate_never_adds(width: int, length: int) -> None:
    built = concept(width=(width, width, 300), types=(dwelling_type("one", 1, 12.0), dwelling_type("two", 2, 30.0)))
    of = host(rectangle(length, 9_000), [90])
    chosen = {"support": "transfer_grid", "access": "gallery", "objective": "usable_area"}
    gate, report = (lay_out(of, built, options(**chosen, room_rules=rule), REAL) for rule in ("gate", "report"))
    assert gate.value <= report.value


def transported(**limits: int) -> Concept:
    return Concept.model_validate(concept().model_dump(mode="json") | {"transport": limits})


def test_sizes_that_are_not_brought_are_not_offered() -> None:
    layout = laid(transported(max_width_mm=3_300, max_length_mm=8_100))
    assert {m.width_mm for m in layout.modules} <= {3_000, 3_300}
    assert max(m.length_mm for m in layout.modules) <= 8_100


def test_a_size_beyond_transport_is_refused() -> None:
    layout = laid(transported(max_width_mm=3_300), module_width_mm=3_600)
    assert not layout.modules
    assert codes(layout) == {"LAY-NOT-TRANSPORTED"}


@pytest.mark.parametrize(("width", "code"), [(2_900, None), (3_300, "LAY-TRANSPORT-ANNUAL"), (3_600, "LAY-TRANSPORT-SINGLE")])
def test_exemptions_for_the_road(width: int, code: str | None) -> None:
    """3.00 m without, 3.50 m with an annual exemption (RDW); 3200 mm on a deck of 700 mm is 3.9 m high."""
    layout = laid(concept(width=(width, width, 300)))
    assert layout.modules
    assert {c for c in codes(layout) if c.startswith("LAY-TRANSPORT")} == ({code} if code else set())


def test_every_dwelling_says_how_far_its_wet_cell_is_from_the_nearest_shaft() -> None:
    of = host(rectangle(20_000, 10_000), obstacles=(obstacle(1, box(9_000, 9_000, 9_400, 9_400), 300, "shaft"),))
    layout = lay_out(of, concept(), options(support="transfer_grid", access="gallery"), REAL)
    for home in layout.dwellings:
        entrance = next(m.footprint for m in layout.modules if m.dwelling_id == home.id and m.access_side)
        du = max(entrance.u0_mm - 9_400, 9_000 - entrance.u1_mm, 0)
        dv = max(entrance.v0_mm - 9_400, 9_000 - entrance.v1_mm, 0)
        assert home.shaft_offset_mm == round((du**2 + dv**2) ** 0.5)
    worst = max(d.shaft_offset_mm for d in layout.dwellings if d.shaft_offset_mm is not None)
    assert next(f.parameters["offset_mm"] for f in layout.findings if f.code == "LAY-SHAFT-OFFSET") == worst
    assert {d.shaft_offset_mm for d in laid(concept()).dwellings} == {None}
