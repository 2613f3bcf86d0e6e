"""The load estimate in IFC: what a wall shows, on which storey, and of which stretch, through the whole pipeline."""

from __future__ import annotations

import pytest

from api.outputs import bundle_of
from api.resolution import inputs_for
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_concept
from configurator.configure import Computed, configure
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures
from configurator.outputs.ifc import ifc_bytes
from tests.configurator.outputs.ifc_reader import opened, psets


def test_a_wall_shows_the_loads_at_its_own_foot_and_the_lowest_also_those_at_the_foundation() -> None:
    """The whole way, without a plinth, one wall on a portal: which sets stand on which storey, and what they say of which stretch."""
    computed = configured_without_plinth()
    rows = computed.configuration.loads.lines
    file = opened(ifc_bytes(bundle_of(computed)))
    walls = {wall.Tag: psets(wall) for wall in file.by_type("IfcWall") if (wall.Tag or "").startswith("w")}
    for tag, sets in walls.items():
        line, level = tag.split("/")
        own = sorted((r for r in rows if (r.id, r.level) == (line, level)), key=lambda r: r.start_m)
        at_foot = sets["Optop_LoadEstimate"]
        assert at_foot["Level"] == level
        given = [at_foot[name] if isinstance(at_foot[name], list) else [at_foot[name]] for name in ("AddedG", "StretchStart", "StretchEnd")]
        assert given == [pytest.approx([getattr(r, name) for r in own]) for name in ("added_g_kn_per_m", "start_m", "end_m")]
        worst = max(own, key=lambda r: r.r_n_p50)
        assert (at_foot["WorstStretchStart"], at_foot["RatioNP50"]) == pytest.approx((worst.start_m, worst.r_n_p50))
        below = sets.get("Optop_LoadEstimateFoundation")
        assert (below is not None) == (level == "s00"), tag
        if below is not None:
            assert below["Level"] == "foundation"
            assert below["NewN"] != at_foot["NewN"]
    portal = {tag for tag in walls if tag.startswith("w03")}
    assert portal == {"w03/s01", "w03/s02", "w03/s03"}, "below the portal there is no wall"


def configured_without_plinth() -> Computed:
    lines = [{"x_mm": x, "thickness_mm": 200, "stands_from_storey": 1 if x == 12_100 else 0} for x in range(100, 18_200, 6000)]
    facts = {
        "family": "F09", "storeys_existing": 4, "bearing_lines": lines, "plinth.kind": "none", "plinth.height_m": 0.0, "year_built": 1970,
    }  # fmt: skip
    building = overlay(building_from_measures(18.2, 11.0), facts)
    return configure(inputs_for(building, resolve_concept("A3"), Options(), resolve_assumptions(), None))
