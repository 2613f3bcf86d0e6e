"""Every kind of figure in the rows tells its formula, clause and status."""

from __future__ import annotations

from catalogue.documents.configuration import LoadLine
from catalogue.documents.options import Options
from configurator.loads.estimate import estimate_loads
from configurator.loads.provenance import load_provenance
from tests.configurator.loads import samples

WITHOUT_ONE = {"id", "level", "start_m", "end_m", "added_g_parts", "r_wind_end", "governing", "line_band"}


def test_every_figure_of_a_row_has_a_formula() -> None:
    lines = samples.even_lines()
    got = estimate_loads(
        samples.host(lines), samples.e2e_concept(), samples.layout(samples.bay_modules(lines)), Options(), samples.e2e_assumptions()
    )
    found = load_provenance(got)
    assert {f"/loads/lines/*/{name}" for name in LoadLine.model_fields.keys() - WITHOUT_ONE} <= found.keys()
    assert all(entry.formula for entry in found.values())
    design = found["/loads/lines/*/ed_new_kn_per_m"]
    assert (design.status, "NEN8700/verbouw/CC2" in design.source) == ("unverified", True)
    assert found["/loads/lines/*/existing_q_kn_per_m"].status == "verified"


def test_without_rows_there_is_nothing_to_trace() -> None:
    host = samples.host(samples.even_lines(), bearing_system="frame")
    got = estimate_loads(host, samples.e2e_concept(), samples.layout([]), Options(), samples.e2e_assumptions())
    assert load_provenance(got) == {}
