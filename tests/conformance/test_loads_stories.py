"""Stories that must not go wrong, through the whole chain, and cited weights of timber parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.buildup import buildup_mass_kg_per_m2
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.errors import InvalidDocument
from catalogue.resolve import concept_versions, resolve_assumptions, resolve_building, resolve_concept, resolve_family
from configurator.configure import Computed, configure, make_inputs
from configurator.loads.existing import facade_line_load_kn_per_m
from tests.configurator.loads import samples

FLOORS_KG_PER_M2 = {"gdmtxn01-00": 202.5, "gdmnxn06-00": 294.3, "gdmnxn06-02": 344.6, "gdstxx02-00": 107.6}
"""Case W-02: dataholz.eu, intermediate floors; the last is a bare joist floor."""
WALLS_KG_PER_M2 = {"awrhhi08a-00": 42.9, "awropi10b-00": 69.5, "awmopi01a-00": 94.3, "awmhhi01a-03": 95.5}
"""Case W-03: dataholz.eu, timber frame and CLT external walls."""
KAREL_DOORMAN_KG_PER_M2 = 250.0
"""Case W-06: cobouw 2007, most weight of a storey of the extension of 2012, five times lighter than concrete."""


def flat_block(bay_mm: int = 6000, bays: int = 5) -> Building:
    """E2E-01's own structure on other bays, nothing filled in from a family."""
    weights = {"floor_kn_per_m2": 4.9, "partitions_kn_per_m2": 0.5, "roof_kn_per_m2": 5.0, "wall_kn_per_m2": 4.4}
    length_m = bay_mm * bays / 1000.0
    return Building.model_validate(
        {
            "type": "building",
            "id": "story-block",
            "site": {"municipality": "Amsterdam", "terrain": "built_up"},
            "roof": {"polygon": {"outer": [[0.0, 0.0], [length_m, 0.0], [length_m, 10.0], [0.0, 10.0]]}},
            "bearing_system": "cross",
            "bearing_lines": {
                "value": [
                    {"x_mm": i * bay_mm, "kind": kind, "thickness_mm": 200, "continuous_to_foundation": "yes"}
                    for i, kind in enumerate(["end", *["inner"] * (bays - 1), "end"])
                ]
            },
            "storeys_existing": 4,
            "storey_heights_m": {"value": [2.8]},
            "plinth": {"value": {"kind": "none"}},
            "structure": {name: {"value": value} for name, value in weights.items()},
            "ground_floor_on_walls": True,
            "access_existing": "gallery",
        }
    )


def configured(building: Building, concept: Concept, **options: object) -> Computed:
    chosen = Options.model_validate({"access": "gallery", **options})
    return configure(make_inputs("story", building, concept, chosen, resolve_assumptions(), None))


def test_two_boxes_of_three_metres_in_a_bay_of_six_are_refused_wall_on_wall() -> None:
    """Each box would stand with one edge halfway the bay: no line, so nothing is placed, and no load is invented there."""
    got = configured(flat_block(), resolve_concept("A3"), support="wall_on_wall", module_width_mm=3000)
    assert got.layout.modules == ()
    assert got.configuration.summary.verdict == "does_not_fit"
    codes = {finding.code for finding in got.configuration.findings}
    assert codes & {"LAY-BAY-TOO-WIDE", "LAY-BAY-TOO-WIDE-NO-GRID", "LAY-SIZE-NOT-MADE", "LAY-NOTHING-PLACED"}
    assert got.configuration.loads.reactions == ()


def test_a_module_stands_on_two_lines_or_on_a_grid() -> None:
    for options in ({"support": "wall_on_wall"}, {"support": "transfer_grid"}):
        got = configured(flat_block(3600, 8), resolve_concept("A3"), **options)
        on_walls = got.configuration.summary.support == "wall_on_wall"
        lines = {line.id for line in got.host.bearing_lines}
        for module in got.configuration.modules:
            assert {s.line for s in module.supports} <= lines
            assert len(module.supports) == (2 if on_walls else 0)


def test_wind_stands_beside_gravity_in_the_published_result() -> None:
    got = configured(flat_block(3600, 16), resolve_concept("A3")).configuration
    assert got.loads.stability.base_shear_ratio is not None
    assert got.loads.stability.base_moment_ratio is not None
    assert 1.3 < got.loads.stability.base_shear_ratio < 1.6
    assert got.loads.stability.base_moment_ratio > got.loads.stability.base_shear_ratio
    assert got.disclaimer.startswith("Indicatieve belastingraming")
    assert any(row.governing == "6.10b wind" for row in got.loads.lines)
    assert all(item.unsafe_side in ("too_high", "too_low") for item in got.loads.measure_first)


SPANNING = [one for one in concept_versions() if "inside_host" not in resolve_concept(one).support.permitted]
"""A plinth infill lies on the existing floor and stands between existing walls: its own parts span nothing."""


@pytest.mark.parametrize("reference", SPANNING)
def test_the_starter_concepts_weigh_what_published_parts_weigh(reference: str) -> None:
    concept = resolve_concept(reference)
    floor = buildup_mass_kg_per_m2(concept.build_ups[concept.module.floor]).nominal
    wall = buildup_mass_kg_per_m2(concept.build_ups[concept.module.long_wall]).nominal
    assert FLOORS_KG_PER_M2["gdstxx02-00"] < floor < FLOORS_KG_PER_M2["gdmnxn06-02"]
    assert WALLS_KG_PER_M2["awrhhi08a-00"] < wall < WALLS_KG_PER_M2["awmhhi01a-03"]
    assert floor < KAREL_DOORMAN_KG_PER_M2


def test_w_04_facade_line_load() -> None:
    """OpenAEC normwaarden: two leaves of 2.0 kN/m2 over 3 m with 90 % masonry, frames of 0.75 in the other 10 %: 11.025 kN/m."""
    assert facade_line_load_kn_per_m([(2.0, 3.0, 0.9), (2.0, 3.0, 0.9), (0.75, 3.0, 0.1)]) == pytest.approx(11.025, abs=1e-9)


def test_e2e_01_is_mild_at_the_foundation_and_harsh_at_the_top() -> None:
    lines = samples.even_lines()
    from configurator.loads.estimate import estimate_loads

    layout = samples.layout(samples.bay_modules(lines))
    rows = estimate_loads(samples.host(lines), samples.e2e_concept(), layout, Options(), samples.e2e_assumptions()).rows
    on_w03 = rows.r_n[rows.line == 2]
    assert (on_w03[0], on_w03[-1]) == pytest.approx((0.1075, 0.754), abs=0.001)


def test_an_inferred_family_shows_the_envelope_over_all_that_it_may_be() -> None:
    """F01, F05 and F09 with 50, 40 and 10 % odds: the last does not count; the request pins all three."""
    families = [resolve_family(name) for name in ("F01", "F05", "F09")]
    candidates = tuple(zip(families, (0.5, 0.4, 0.1), strict=True))
    building = resolve_building("demo-portiek-1966")
    options = Options.model_validate({"access": "gallery"})
    inputs = make_inputs("story", building, resolve_concept("A3"), options, resolve_assumptions(), families[1], candidates=candidates)
    got = configure(inputs).configuration
    envelope = got.loads.envelope
    assert envelope is not None
    assert [(f.family, f.odds) for f in envelope.families] == [("F01", 0.5), ("F05", 0.4)]
    own = max(row.r_n_p90 for row in got.loads.lines)
    assert envelope.worst_r_n_p10 < envelope.worst_r_n_p90
    assert envelope.worst_r_n_p90 >= own - 1e-6
    assert [c.family.id for c in got.request.family_candidates] == ["F01", "F05", "F09"]
    assert "LOAD-FAMILY-ENVELOPE" in {finding.code for finding in got.findings}
    with pytest.raises(InvalidDocument, match="possible families"):
        configure(replace(inputs, candidates=()))
