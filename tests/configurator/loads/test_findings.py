"""What the load estimate says beside its figures. It never passes a load criterion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.documents.assumptions import Assumptions, Level
from catalogue.documents.building import BearingSystem
from catalogue.documents.evidence import Interval, Quantity
from catalogue.documents.finding import Finding, finding_codes, finding_text
from catalogue.documents.options import Options
from configurator.host.building import HostBuilding, HostPlinth
from configurator.layout.placement import Layout
from configurator.loads.estimate import LoadEstimate, estimate_loads
from tests.configurator.loads import samples
from tests.configurator.loads.test_wind import known


def estimate(host: HostBuilding, layout: Layout, *, options: Options | None = None, assumptions: Assumptions | None = None) -> LoadEstimate:
    return estimate_loads(host, samples.e2e_concept(), layout, options or Options(), assumptions or samples.e2e_assumptions())


def one_storey(storeys: int = 1) -> Layout:
    return samples.layout(samples.bay_modules(samples.even_lines(), storeys=storeys))


def by_code(got: LoadEstimate) -> dict[str, Finding]:
    assert all(finding_text(item, lang) for item in got.findings for lang in ("nl", "en"))
    return {item.code: item for item in got.findings}


def test_load_is_never_passed_without_a_capacity() -> None:
    found = by_code(estimate(samples.host(samples.even_lines()), one_storey()))
    assert found["LOAD-CAPACITY-UNKNOWN"].status == "conditional"
    assert found["LOAD-STABILITY-UNKNOWN"].status == "unknown"
    assert {"LOAD-SLAB-NOT-LOADED", "LOAD-BAND"} <= found.keys()
    action = found["LOAD-CAPACITY-UNKNOWN"].action
    assert action is not None
    assert action.who == "structural_engineer"


def test_every_text_can_be_filled_in_both_languages() -> None:
    lines = (
        samples.bearing_line(1, 0, 0, 9000, "party", "unknown"),
        samples.bearing_line(2, 6000, 0, 9000, "inner", "no"),
        samples.bearing_line(3, 12_000, 0, 9000, "end", "yes"),
    )
    layout = samples.layout(
        [samples.module(4, 1, (6000, 0, 14_000, 9500))], support="transfer_grid", access=[samples.gallery(4, (0, -1300, 12_000, 0))]
    )
    got = list(estimate(samples.host(lines), layout).findings)
    got += estimate(samples.host(lines, bearing_system="frame"), layout).findings
    got += estimate(samples.host(lines[:1]), one_storey()).findings
    plinth = HostPlinth(kind="half_sunk", height_mm=1200, counts_as_storey=False)
    got += estimate(samples.host(samples.even_lines(), storeys=3, plinth=plinth), one_storey()).findings
    for item in got:
        for lang in ("nl", "en"):
            assert finding_text(item, lang)
    own = {code for code in finding_codes() if code.startswith("LOAD-")}
    elsewhere = {"LOAD-EXISTING-UNKNOWN", "LOAD-INPUT-UNKNOWN", "LOAD-LINE-LIFTED", "LOAD-POSTS", "LOAD-SEISMIC-NOT-INCLUDED"}
    in_the_wind = {f"LOAD-WIND-{name}" for name in ("NOT-COMPUTED", "DYNAMIC", "GOVERNS")} | {
        f"LOAD-{name}"
        for name in (
            *(
                "UPLIFT",
                "SLIDING",
                "TILTING",
                "SNOW-DRIFT",
                "FIRE-HEIGHT",
                "FIRE-HEIGHT-NEAR",
                "UNITY-CHECK",
                "UNITY-EXCEEDED",
                "UNITY-BEFORE",
            ),
            *("LIFT-SHAFT", "LIFT-OWN-FOUNDATION", "LIFT-PLACE-UNKNOWN", "NORM-CHECKED", "NORM-DIFFERS", "NORM-OTHER-EDITION"),
            *("FAMILY-ENVELOPE", "FAMILY-WITHOUT-FIGURES", "GRID-CONTINUITY"),
        )
    }
    assert own - {item.code for item in got} <= elsewhere | in_the_wind


@pytest.mark.parametrize("system", ["longitudinal", "two_way", "frame"])
def test_a_bearing_system_that_is_not_carried_gets_no_ratio(system: BearingSystem) -> None:
    got = estimate(samples.host(samples.even_lines(), bearing_system=system), one_storey())
    assert got.rows.line.size == 0
    assert got.reactions == ()
    assert (got.worst_band, got.worst_r_n_p50_foundation, got.governing_row) == (None, None, None)
    assert by_code(got)["LOAD-SYSTEM-NOT-CARRIED"].status == "unknown"
    assert got.added_weight_kn > 0.0


def test_without_two_lines_there_is_no_bay() -> None:
    got = estimate(samples.host(samples.even_lines()[:1]), one_storey())
    assert (got.rows.line.size, "LOAD-LINES-UNKNOWN" in by_code(got)) == (0, True)


def test_an_existing_building_without_weight_gets_no_ratio() -> None:
    structure = type(samples.e2e_structure())(
        Interval.exact(0.0), Interval.exact(0.0), Interval.exact(5.0), Interval.exact(4.4), Interval.exact(0.0), ground_floor_on_walls=True
    )
    got = estimate(samples.host(samples.even_lines(), structure=structure), one_storey())
    assert (got.rows.line.size, "LOAD-EXISTING-UNKNOWN" in by_code(got)) == (0, True)


def test_an_unknown_weight_is_not_zero() -> None:
    known = samples.e2e_assumptions()
    unknown = Quantity(value=None, unit="kN/m2", basis="assumed", source="nobody")
    loads = known.loads.model_copy(update={"partitions_new_kn_per_m2": unknown})
    got = estimate(samples.host(samples.even_lines()), one_storey(), assumptions=known.model_copy(update={"loads": loads}))
    item = by_code(got)["LOAD-INPUT-UNKNOWN"]
    assert got.rows.line.size == 0
    assert item.parameters["inputs"] == "loads.partitions_new_kn_per_m2"


@pytest.mark.parametrize(
    ("existing", "new", "plinth", "expected"),
    [
        (3, 1, HostPlinth("none", 0, counts_as_storey=False), None),
        (4, 1, HostPlinth("none", 0, counts_as_storey=False), ("LOAD-CONSEQUENCE-CLASS", "2a", "2b", 5)),
        (3, 2, HostPlinth("none", 0, counts_as_storey=False), ("LOAD-CONSEQUENCE-CLASS", "2a", "2b", 5)),
        (5, 1, HostPlinth("none", 0, counts_as_storey=False), None),
        (15, 1, HostPlinth("none", 0, counts_as_storey=False), ("LOAD-CONSEQUENCE-CLASS", "2b", "3", 16)),
        (3, 1, HostPlinth("full", 2600, counts_as_storey=True), ("LOAD-CONSEQUENCE-CLASS", "2a", "2b", 5)),
        (3, 1, HostPlinth("half_sunk", 1200, counts_as_storey=False), ("LOAD-CONSEQUENCE-CLASS-PLINTH", "2a", "2b", 5)),
        (2, 1, HostPlinth("half_sunk", 1200, counts_as_storey=False), None),
    ],
)
def test_consequence_class(existing: int, new: int, plinth: HostPlinth, expected: tuple[str, str, str, int] | None) -> None:
    """EN 1991-1-7 table A.1: flats up to 4 storeys 2a, up to 15 2b, above 3; a plinth counts when it counts as a storey."""
    got = estimate(samples.host(samples.even_lines(), storeys=existing, plinth=plinth), one_storey(new))
    found = [item for item in got.findings if item.code.startswith("LOAD-CONSEQUENCE-CLASS")]
    if expected is None:
        assert found == []
    else:
        (item,) = found
        p = item.parameters
        assert (item.code, p["class_before"], p["class_after"], p["storeys_after"]) == expected


@pytest.mark.parametrize(("existing", "horizontal_kn_per_m"), [(3, None), (4, (36.0, 40.0)), (15, (60.0, 60.0))])
def test_the_class_comes_with_the_ties_that_it_asks(existing: int, horizontal_kn_per_m: tuple[float, float] | None) -> None:
    """EN 1991-1-7 A.5.2: 20 + 4 n_s, at most 60; A.6: 34 A / 8000 (h/t)^2 N of a wall of 180 mm, 2800 mm high, from class 2b on."""
    got = by_code(estimate(samples.host(samples.even_lines(), storeys=existing), one_storey()))
    assert ("LOAD-VERTICAL-TIES" in got) is (horizontal_kn_per_m is not None)
    if horizontal_kn_per_m is None:
        return
    p = got["LOAD-CONSEQUENCE-CLASS"].parameters
    assert (p["tie_before_kn_per_m"], p["tie_after_kn_per_m"]) == horizontal_kn_per_m
    vertical = got["LOAD-VERTICAL-TIES"].parameters
    section_mm2 = 180.0 * 1000.0
    assert vertical["tie_kn_per_m"] == pytest.approx(34.0 * section_mm2 / 8000.0 * (2800.0 / 180.0) ** 2 / 1000.0)
    assert vertical["thickness_mm"] == 180.0


@pytest.mark.parametrize(("level", "named"), [("new", False), ("verbouw", True), ("afkeur", True)])
def test_unverified_norm_values_are_named(level: Level, named: bool) -> None:
    known = samples.e2e_assumptions()
    assumptions = known.model_copy(update={"loads": known.loads.model_copy(update={"level_existing": level})})
    got = estimate(samples.host(samples.even_lines()), one_storey(), assumptions=assumptions)
    rows = str(by_code(got)["LOAD-NORM-UNVERIFIED"].parameters["rows"])
    assert (f"NEN8700/{level}/CC2" in rows) is named
    assert "EN1991-1-1/alpha_n" in rows


def test_bands_are_summed_up_worst_first_with_fewer_storeys_as_the_way_out() -> None:
    lines = samples.even_lines()
    part = samples.layout(samples.bay_modules(lines[:3], storeys=2))
    got = estimate(samples.host(lines), part, options=Options(storeys_added=2))
    bands = [item for item in got.findings if item.code == "LOAD-BAND"]
    assert [item.parameters["band"] for item in bands] == ["E", "A"]
    assert [item.subjects for item in bands] == [("w01", "w02", "w03"), ("w04", "w05", "w06")]
    assert bands[0].parameters["worst_level"] == "s03"
    assert bands[0].fix == {"storeys_added": 1}
    assert bands[1].fix is None


def test_only_loaded_lines_are_asked_whether_they_go_on() -> None:
    lines = tuple(samples.bearing_line(i + 1, i * 6000, 0, 10_000, "inner", "unknown" if i else "no") for i in range(4))
    found = by_code(estimate(samples.host(lines), samples.layout(samples.bay_modules(lines[:2]))))
    assert found["LOAD-LINE-INTERRUPTED"].subjects == ("w01",)
    assert found["LOAD-LINE-CONTINUITY-UNKNOWN"].subjects == ("w02",)


def test_a_module_longer_than_its_wall_is_told() -> None:
    lines = samples.even_lines()
    past = samples.layout(samples.bay_modules(lines[:2], v1_mm=10_250))
    found = by_code(estimate(samples.host(lines), past))
    assert found["LOAD-PAST-WALL"].parameters["past_mm"] == 250
    assert "LOAD-PAST-WALL" not in by_code(estimate(samples.host(lines), one_storey()))


def test_a_cantilever_that_lifts_a_line_is_told() -> None:
    lines = samples.even_lines(bays=2)
    layout = samples.layout([samples.module(4, 1, (11_000, 0, 15_000, 10_000))], support="transfer_grid")
    assert by_code(estimate(samples.host(lines), layout))["LOAD-LINE-LIFTED"].subjects == ("w02",)


def test_the_credit_is_said_only_where_there_is_one() -> None:
    lines = samples.even_lines()
    without = samples.host(lines, structure=samples.e2e_structure(Interval.exact(0.0)))
    assert "LOAD-REMOVAL-CREDIT" in by_code(estimate(samples.host(lines), one_storey()))
    assert "LOAD-REMOVAL-CREDIT" not in by_code(estimate(without, one_storey()))


def test_the_reading_of_the_gallery_load_is_said() -> None:
    lines = samples.even_lines()
    with_gallery = samples.layout(samples.bay_modules(lines, v0_mm=1600), access=[samples.gallery(4, (0, 0, 30_000, 1300))])
    item = by_code(estimate(samples.host(lines), with_gallery))["LOAD-GALLERY-IMPOSED"]
    assert (item.parameters["q_kn_per_m2"], item.parameters["q_low_kn_per_m2"]) == (3.0, 2.5)
    assert "LOAD-GALLERY-IMPOSED" not in by_code(estimate(samples.host(lines), one_storey()))


@pytest.mark.parametrize(("province", "said"), [("Groningen", True), ("Utrecht", False)])
def test_earthquakes_are_named_where_they_may_come(province: str, said: bool) -> None:
    host = replace(samples.host(samples.even_lines()), facts={"/site/province": known("/site/province", province)})
    assert ("LOAD-SEISMIC-NOT-INCLUDED" in by_code(estimate(host, one_storey()))) is said
    assert "LOAD-SEISMIC-NOT-INCLUDED" not in by_code(estimate(host, samples.layout(())))
