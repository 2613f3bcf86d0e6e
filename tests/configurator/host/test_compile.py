"""The whole compilation: nothing missing, everything traceable, and every assumption said."""

from __future__ import annotations

import pytest
import shapely

from catalogue.documents.building import Building
from catalogue.documents.finding import finding_text
from catalogue.errors import IncompleteRequest, UnreadableInput
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_family
from configurator.host.building import HostBuilding
from configurator.host.compile import compile_host
from tests.configurator.host.samples import Plain, assumptions, box, building, family, turned

COMPLETE: Plain = {
    "family": None,
    "storeys_existing": 4,
    "storey_heights_m": [2.8],
    "bay_sequence": {"bays": [{"width_mm": 6000}]},
    "structure": {"floor_kn_per_m2": 4.9, "partitions_kn_per_m2": 0.5, "roof_kn_per_m2": 5.0, "wall_kn_per_m2": 4.4},
    "ground_floor_on_walls": True,
}
"""Everything that a building without a family has to say."""


def host(described: Building) -> HostBuilding:
    return compile_host(described, family() if described.family else None, assumptions())


def codes(described: Building) -> set[str]:
    return {finding.code for finding in host(described).findings}


def test_the_demo_building_lies_where_its_document_says() -> None:
    demo = compile_host(resolve_building("demo-portiek-1966"), resolve_family("F05"), resolve_assumptions())
    assert demo.frame.origin_m == (142_318.25, 455_907.4)
    assert demo.roof_outline_mm.equals(shapely.box(0, 0, 54_170, 10_500))
    assert (demo.roof_z_mm, demo.frame.peil_nap_m, demo.storeys_existing) == (11_200, 4.35, 4)
    assert [bay.width_mm for bay in demo.bays] == [3600, 4200, 2400, 4200, 3600] * 3
    assert demo.findings == ()
    assert demo.buildable()


def test_a_family_fills_every_gap_and_each_says_so() -> None:
    compiled = host(building())
    assumed = {pointer for pointer, origin in compiled.facts.items() if origin.assumed}
    assert {"/plinth", "/storey_heights_m", "/bearing_lines", "/bearing_system", "/structure/wall_kn_per_m2", "/access_existing"} <= assumed
    assert not compiled.facts["/storeys_existing"].assumed
    assert all(compiled.facts[pointer].source.startswith("T01@1.0.0") for pointer in ("/plinth", "/structure/wall_kn_per_m2"))
    assert (compiled.family_id, compiled.family_odds, compiled.access, compiled.lift) == ("T01", 1.0, "stair", False)
    assert {f.code for f in compiled.findings} == {
        "HOST-PLINTH-ASSUMED",
        "HOST-WALLS-ASSUMED",
        "HOST-BALLAST-UNKNOWN",
        "HOST-FOUNDATION-UNKNOWN",
    }


def test_a_building_that_says_everything_needs_no_family() -> None:
    compiled = host(building(**COMPLETE))
    assert (compiled.family_id, compiled.family_odds, compiled.access, compiled.lift) == (None, None, "none", None)
    assert [bay.width_mm for bay in compiled.bays] == [1900, *[6000] * 6, 1900]


@pytest.mark.parametrize(
    ("left_out", "named"),
    [
        ("storeys_existing", "storeys_existing"),
        ("bay_sequence", "bearing_lines"),
        ("ground_floor_on_walls", "ground_floor_on_walls"),
        ("structure", "structure.wall_kn_per_m2"),
        ("storey_heights_m", "storey_heights_m"),
    ],
)
def test_without_a_family_the_sentence_lists_what_is_missing(left_out: str, named: str) -> None:
    described = building(**{name: None if name == left_out else value for name, value in COMPLETE.items()})
    with pytest.raises(IncompleteRequest, match=named) as caught:
        compile_host(described, None, assumptions(), families_known=("F01", "F05"))
    assert "F01, F05" in caught.value.message
    assert "/family" in caught.value.pointers


def test_a_family_alone_does_not_say_how_many_storeys() -> None:
    with pytest.raises(IncompleteRequest, match=r"give the number of existing storeys \(storeys_existing\)"):
        host(building(storeys_existing=None))


def test_another_family_than_the_document_names_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="T01"):
        compile_host(building(), None, assumptions())


def test_a_roof_that_falls_too_much_is_refused_with_its_slope() -> None:
    compiled = host(building(roof={"slope": {"slope_deg": 4.8, "fall_m": 3.2}}))
    found = next(f for f in compiled.findings if f.code == "HOST-ROOF-NOT-FLAT")
    assert found.status == "fail"
    assert found.parameters == {"slope_deg": 4.8, "fall_m": 3.2, "extent_m": 40.0, "max_fall_m": 0.6}
    assert not compiled.buildable()
    assert compiled.roof_fall_mm == pytest.approx(3200.0)
    assert "HOST-ROOF-NOT-FLAT" not in codes(building(roof={"slope": {"slope_deg": 0.5, "fall_m": 0.6}}))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"asset_strategy": "demolish"}, "HOST-STRATEGY"),
        ({"asset_strategy": "sell"}, "HOST-STRATEGY"),
        ({"heritage": True}, "HOST-HERITAGE"),
        ({"foundation": {"type": "pile", "material": "timber"}}, "HOST-FOUNDATION-TIMBER"),
        ({"foundation": {"type": "pile"}, "year_built": 1955}, "HOST-FOUNDATION-TIMBER"),
        ({"foundation": {"type": "unknown"}}, "HOST-FOUNDATION-UNKNOWN"),
        ({"year_built": 1990}, "HOST-FAMILY-YEAR"),
        ({"storeys_existing": 8}, "HOST-FAMILY-STOREYS"),
        ({"bearing_system": "frame"}, "HOST-BEARING-SYSTEM"),
    ],
)
def test_what_the_facts_signal(fields: dict[str, Plain], code: str) -> None:
    assert code in codes(building(**fields))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"asset_strategy": "keep"}, "HOST-STRATEGY"),
        ({"asset_strategy": "renovate"}, "HOST-STRATEGY"),
        ({"heritage": False}, "HOST-HERITAGE"),
        ({"foundation": {"type": "pile", "material": "concrete"}, "year_built": 1955}, "HOST-FOUNDATION-TIMBER"),
        ({"foundation": {"type": "strip"}}, "HOST-FOUNDATION-UNKNOWN"),
        ({"year_built": 1966}, "HOST-FAMILY-YEAR"),
    ],
)
def test_what_they_do_not_signal(fields: dict[str, Plain], code: str) -> None:
    assert code not in codes(building(**fields))


@pytest.mark.parametrize(("outlook", "code"), [("unsuitable", "HOST-FAMILY-UNSUITABLE"), ("conditional", "HOST-FAMILY-CONDITIONAL")])
def test_a_family_that_does_not_suit_says_why(outlook: str, code: str) -> None:
    unsuited = family(outlook=outlook, outlook_reason={"nl": "Te licht casco.", "en": "Shell too light."})
    found = next(f for f in compile_host(building(), unsuited, assumptions()).findings if f.code == code)
    assert finding_text(found, "en").endswith("Shell too light.")
    assert finding_text(found, "nl").endswith("Te licht casco.")


def test_a_small_roof_is_refused() -> None:
    assert "HOST-ROOF-TOO-SMALL" in codes(building(box(0, 0, 9.9, 6)))
    assert "HOST-ROOF-TOO-SMALL" not in codes(building(box(0, 0, 10, 6)))


def test_a_roof_that_crosses_itself_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="self-intersection"):
        host(building([(0, 0), (40, 10), (40, 0), (0, 10)]))


def test_every_finding_has_a_sentence_in_both_languages() -> None:
    everything = building(
        box(0, 0, 9, 6),
        roof={"slope": {"slope_deg": 4.8, "fall_m": 3.2}, "height_above_ground_m": 2.0},
        storeys_existing=8,
        storey_heights_m=[2.8],
        year_built=1990,
        heritage=True,
        asset_strategy="sell",
    )
    for found in host(everything).findings:
        for lang in ("nl", "en"):
            assert "{" not in finding_text(found, lang)


def test_the_same_building_elsewhere_has_the_same_local_plan() -> None:
    corner = [(0.0, 0.0), (40.0, 0.0), (40.0, 10.0), (25.0, 10.0), (25.0, 12.0), (0.0, 12.0)]
    here = host(building(corner))
    there = host(building(turned(corner, 33.0, (142_000.0, 455_000.0)), site={"crs": "EPSG:28992"}))
    assert there.roof_outline_mm.hausdorff_distance(here.roof_outline_mm) <= 1.5
    assert [abs(a.u_mm - b.u_mm) <= 1 for a, b in zip(here.bearing_lines, there.bearing_lines, strict=True)]


def test_two_compilations_are_equal() -> None:
    once, again = host(building(**COMPLETE)), host(building(**COMPLETE))
    assert once.facts == again.facts
    assert list(once.facts) == list(again.facts)
    assert once.findings == again.findings
    assert once.bearing_lines == again.bearing_lines
    assert shapely.to_wkb(once.roof_outline_mm) == shapely.to_wkb(again.roof_outline_mm)
