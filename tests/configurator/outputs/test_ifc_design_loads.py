"""The design loads on a wall in the IFC: before and after of the same combination."""

from __future__ import annotations

import ifcopenshell.util.element as util

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.ifc import ifc_bytes
from tests.configurator.outputs.ifc_reader import opened
from tests.examples import example


def test_design_loads_before_and_after_are_those_of_one_row_and_one_combination() -> None:
    computed = example()
    bundle = ResultBundle("example", computed.host, computed.inputs.concept, computed.layout, computed.configuration)
    rows = computed.configuration.loads.lines
    still = {(r.ed_existing_kn_per_m, r.ed_new_kn_per_m) for r in rows}
    windy = {(r.ed_wind_existing_kn_per_m, r.ed_wind_new_kn_per_m) for r in rows}
    seen: set[str] = set()
    file = opened(ifc_bytes(bundle))
    for wall in file.by_type("IfcWall"):
        for name in ("Optop_LoadEstimate", "Optop_LoadEstimateFoundation"):
            values = util.get_psets(wall).get(name)
            if values and "DesignNew" in values and not wall.Decomposes:
                pair = (values["DesignExisting"], values["DesignNew"])
                by_wind = values["Governing"] == "6.10b wind"
                assert pair in (windy if by_wind else still), (wall.Tag, pair)
                seen.add(values["Governing"])
    assert "6.10b wind" in seen
