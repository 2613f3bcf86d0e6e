"""The whole estimate: equilibrium on random layouts, nothing off a line, more mass is more load, nothing added is nothing changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.documents.concept import Concept
from catalogue.documents.evidence import Interval
from catalogue.documents.options import Options
from configurator.host.building import BearingLine, HostBuilding
from configurator.layout.placement import EdgeSupport, Layout, PlacedAccess, PlacedModule, Quarter
from configurator.loads.document import to_document
from configurator.loads.estimate import LoadEstimate, estimate_loads, weigh
from configurator.loads.path import REMOVAL_INPUT
from tests.configurator.loads import samples

CONCEPTS = {reference: samples.shipped_concept(reference) for reference in ("A3@1.0.0", "A5@1.0.0", "A8@1.0.0")}
RELATIVE = 1e-9


def estimate(host: HostBuilding, layout: Layout, concept: Concept | None = None) -> LoadEstimate:
    if concept is None:
        return estimate_loads(host, samples.e2e_concept(), layout, Options(), samples.e2e_assumptions())
    return estimate_loads(host, concept, layout, Options(), samples.shipped_assumptions())


@st.composite
def hosts(draw: st.DrawFn) -> HostBuilding:
    """Two to six axes, not all as long, now and then a wall in two parts; a plinth or none; a credit or none."""
    widths = draw(st.lists(st.integers(2_200, 7_500), min_size=1, max_size=5))
    axes = [0, *np.cumsum(widths).tolist()]
    lines: list[BearingLine] = []
    for u in axes:
        v0, v1 = draw(st.integers(0, 2_000)), draw(st.integers(8_000, 12_500))
        parts = [(v0, 4_000), (5_500, v1)] if draw(st.integers(0, 4)) == 0 else [(v0, v1)]
        lines += [samples.bearing_line(len(lines) + 1 + k, u, *part) for k, part in enumerate(parts)]
    removed = draw(st.sampled_from([Interval.exact(0.0), samples.interval(0.59, 0.78, 0.98)]))
    return samples.host(lines, structure=samples.galerij_structure(removed), storeys=draw(st.integers(2, 7)))


@st.composite
def grid_layouts(draw: st.DrawFn, host: HostBuilding) -> Layout:
    """Modules anywhere around the roof, both ways round, up to two storeys, with a gallery outside it and a core."""
    end = host.bearing_lines[-1].u_mm
    modules: list[PlacedModule] = []
    for slot in range(draw(st.integers(1, 5))):
        quarter: Quarter = draw(st.sampled_from([0, 1, 2, 3]))
        u0, v0 = draw(st.integers(-900, end)), draw(st.integers(-500, 6_000))
        size = (3_580, 8_000) if quarter % 2 else (8_000, 3_580)
        storeys = draw(st.integers(1, 2))
        modules.extend(
            samples.module(9 + k, slot + 1, (u0, v0, u0 + size[0], v0 + size[1]), quarter=quarter, topmost=k == storeys - 1)
            for k in range(storeys)
        )
    access: list[PlacedAccess] = [samples.gallery(9, (0, 12_500, end, 13_800), inside_roof=False), samples.core(9, 1, (0, 0, 2_200, 6_000))]
    return samples.layout(modules, support="transfer_grid", access=draw(st.sampled_from([[], access])))


def total_on_lines(got: LoadEstimate) -> float:
    """Added weight without removal at the foot of the top storey's wall, summed over all stretches."""
    top = got.rows.level == len(got.levels) - 1
    kept = got.rows.added_g_kn_per_m - got.rows.added_inputs_kn_per_m[:, REMOVAL_INPUT, 1]
    return float((kept * got.rows.length_m)[top].sum())


def total_of_parts(got: LoadEstimate) -> float:
    connector = 0.0 if got.masses.connector is None else got.masses.connector.mass_kg.nominal
    access = sum(mass.nominal for mass in got.masses.access_kg.values())
    return sum(reaction.g_kn for reaction in got.reactions) + (connector + access) * 9.81 / 1000.0


def check_equilibrium(got: LoadEstimate) -> None:
    assert total_on_lines(got) == pytest.approx(got.added_weight_kn, rel=RELATIVE)
    assert total_of_parts(got) == pytest.approx(got.added_weight_kn, rel=RELATIVE)
    top = got.rows.level == len(got.levels) - 1
    credit = (got.rows.added_inputs_kn_per_m[:, REMOVAL_INPUT, 1] * got.rows.length_m)[top].sum()
    assert -float(credit) == pytest.approx(got.removed_weight_kn, rel=RELATIVE, abs=1e-12)


def check_stretches(got: LoadEstimate) -> None:
    """The rows of a line and level cover the wall from end to end, once, and nothing else."""
    for index, line in enumerate(got.lines):
        for level in range(len(got.levels)):
            rows = np.flatnonzero((got.rows.line == index) & (got.rows.level == level))
            starts, ends = got.rows.start_mm[rows].tolist(), got.rows.end_mm[rows].tolist()
            assert (starts[0], ends[-1]) == (line.v0_mm, line.v1_mm)
            assert starts[1:] == ends[:-1]
            assert all(start < end for start, end in zip(starts, ends, strict=True))


@settings(max_examples=150)
@given(st.data(), st.sampled_from(["A3@1.0.0", "A5@1.0.0", "A8@1.0.0"]))
def test_on_a_transfer_grid_line_loads_are_the_weight(data: st.DataObject, reference: str) -> None:
    host = data.draw(hosts())
    layout = data.draw(grid_layouts(host))
    got = estimate(host, layout, CONCEPTS[reference])
    check_equilibrium(got)
    check_stretches(got)
    by_module: dict[str, float] = {}
    for reaction in got.reactions:
        by_module[reaction.module_id] = by_module.get(reaction.module_id, 0.0) + reaction.q_kn
    plan = {module.id: module.footprint.area_m2 for module in layout.modules}
    assert by_module == pytest.approx({module_id: 1.75 * area for module_id, area in plan.items()}, rel=RELATIVE)


@settings(max_examples=100)
@given(st.data(), st.integers(1, 3))
def test_wall_on_wall_line_loads_are_the_weight(data: st.DataObject, storeys: int) -> None:
    host = data.draw(hosts())
    axes = list({line.u_mm: line for line in host.bearing_lines}.values())
    v0 = data.draw(st.integers(-300, 3_000))
    modules = samples.bay_modules(axes, v0_mm=v0, v1_mm=v0 + data.draw(st.integers(6_000, 10_000)), storeys=storeys)
    kept = [m for m in modules if data.draw(st.booleans())] or list(modules)
    got = estimate(host, samples.layout(kept, access=[samples.gallery(4, (0, -1300, axes[-1].u_mm, 0))]), CONCEPTS["A3@1.0.0"])
    check_equilibrium(got)
    check_stretches(got)


@settings(max_examples=50)
@given(st.data())
def test_moments_about_the_gable_are_kept_on_a_grid(data: st.DataObject) -> None:
    """Boxes with equal long walls: the resultant of the lines lies under the centre of each module."""
    host = data.draw(hosts())
    got = estimate(host, layout := data.draw(grid_layouts(host)))
    axis = {line.id: line.u_mm for line in got.lines}
    for module in layout.modules:
        own = [reaction for reaction in got.reactions if reaction.module_id == module.id]
        weight = sum(reaction.g_kn for reaction in own)
        centre = sum(reaction.g_kn * axis[reaction.line_id] for reaction in own) / weight
        assert centre == pytest.approx((module.footprint.u0_mm + module.footprint.u1_mm) / 2.0, abs=0.01)


def test_nothing_added_changes_nothing() -> None:
    host = samples.host(samples.even_lines())
    got = estimate(host, samples.layout([]))
    for name in ("added_g_kn_per_m", "added_q_kn_per_m", "r_g", "r_n", "r_d"):
        assert not np.any(getattr(got.rows, name)), name
    for name in ("p10", "p50", "p90"):
        assert not np.any(getattr(got.rows.spread, name)), name
    assert (got.added_weight_kn, got.removed_weight_kn, got.reactions, got.findings) == (0.0, 0.0, (), ())
    assert got.rows.line.size == len(host.bearing_lines) * 5
    assert got.worst_band == "A"


def test_a_line_beside_the_modules_keeps_one_row_of_zeros_a_level() -> None:
    lines = samples.even_lines()
    got = to_document(estimate(samples.host(lines), samples.layout(samples.bay_modules(lines[:2]))))
    last = [row for row in got.lines if row.id == "w06"]
    assert [(row.start_m, row.end_m, row.added_g_kn_per_m, row.r_n) for row in last] == [(0.0, 10.0, 0.0, 0.0)] * 5


def test_more_mass_is_more_load_and_more_credit_is_less() -> None:
    lines = samples.even_lines()
    one, two = (samples.layout(samples.bay_modules(lines, storeys=n)) for n in (1, 2))
    heavy = estimate(samples.host(lines), two).rows
    light = estimate(samples.host(lines), one).rows
    uncredited = estimate(samples.host(lines, structure=samples.e2e_structure(Interval.exact(0.0))), one).rows
    for name in ("r_g", "r_n", "r_d", "n_new_kn_per_m"):
        assert np.all(getattr(heavy, name) > getattr(light, name)), name
        assert np.all(getattr(uncredited, name) > getattr(light, name)), name


def test_loads_add_up_line_by_line() -> None:
    """Two bays together are one bay and the other: superposition of the added permanent load."""
    lines = samples.even_lines()
    modules = samples.bay_modules(lines)
    parts = [estimate(samples.host(lines), samples.layout([module])).rows for module in modules]
    whole = estimate(samples.host(lines), samples.layout(modules)).rows
    assert sum(part.added_g_kn_per_m for part in parts) == pytest.approx(whole.added_g_kn_per_m, rel=1e-12)


def test_a_lightly_loaded_new_floor_does_not_lower_the_others() -> None:
    """A 0.3 m strip of gallery as fifth floor: alpha_5 over all would be less than alpha_4 over the existing four."""
    lines = samples.even_lines(bays=1)
    far = samples.module(4, 1, (0, 5000, 6000, 10_000), supports=(EdgeSupport("w01", 0, "low"), EdgeSupport("w02", 0, "high")))
    got = to_document(estimate(samples.host(lines), samples.layout([far], access=[samples.gallery(4, (0, 0, 300, 2000))])))
    row = next(row for row in got.lines if (row.id, row.level, row.start_m) == ("w02", "foundation", 0.0))
    assert 0.0 < row.added_q_kn_per_m < 0.05
    rest = 0.4 * row.added_q_kn_per_m  # psi0: the two heaviest floors are existing ones
    assert row.n_new_kn_per_m - row.n_existing_kn_per_m == pytest.approx(row.added_g_kn_per_m + rest, rel=1e-9)


def test_the_top_of_the_wall_is_hit_hardest() -> None:
    lines = samples.even_lines()
    got = estimate(samples.host(lines), samples.layout(samples.bay_modules(lines)))
    on_w03 = got.rows.r_n[got.rows.line == 2]
    assert np.all(np.diff(on_w03) > 0.0)
    assert got.levels[got.rows.level[got.governing_row or 0]] == "s03"
    assert got.worst_r_n_p50_foundation == pytest.approx(float(got.rows.r_n[got.rows.level == 0].max()))


def test_reactions_stand_on_the_edge_of_the_module() -> None:
    lines = samples.even_lines(bay_mm=6020, bays=1)
    module = samples.module(4, 1, (10, 0, 6010, 9000), supports=(EdgeSupport("w01", 10, "low"), EdgeSupport("w02", -10, "high")))
    got = to_document(estimate(samples.host(lines), samples.layout([module])))
    assert [(r.module, r.line, r.point_m) for r in got.reactions] == [
        ("s04/a/m01", "w01", (0.01, 4.5)),
        ("s04/a/m01", "w02", (6.01, 4.5)),
    ]
    assert [r.eccentricity_mm for r in got.reactions] == [10.0, -10.0]
    assert [r.peak_kn_per_m for r in got.reactions] == pytest.approx([(r.g_kn + r.q_kn) / 9.0 for r in got.reactions])


def test_the_published_rows_add_up() -> None:
    lines = samples.even_lines()
    layout = samples.layout(samples.bay_modules(lines), access=[samples.gallery(4, (0, -1300, 30_000, 0), inside_roof=False)])
    got = to_document(estimate(samples.host(lines), layout))
    for row in got.lines:
        p = row.added_g_parts
        parts = p.modules + p.connector + p.access + p.roof_extras + p.removed
        assert parts == pytest.approx(row.added_g_kn_per_m, rel=1e-12, abs=1e-12)
        assert p.removed <= 0.0 <= min(p.modules, p.connector, p.access)
        assert row.ed_wind_new_kn_per_m is not None
        assert row.ed_wind_existing_kn_per_m is not None
        assert row.r_wind_end == pytest.approx(row.ed_wind_new_kn_per_m / row.ed_wind_existing_kn_per_m - 1.0, abs=1e-12)
        assert (row.governing == "6.10b wind") == (row.ed_wind_new_kn_per_m > row.ed_new_kn_per_m)
        assert row.r_n == pytest.approx(row.n_new_kn_per_m / row.n_existing_kn_per_m - 1.0, abs=1e-12)
        assert row.r_d == pytest.approx(row.ed_new_kn_per_m / row.ed_existing_kn_per_m - 1.0, abs=1e-12)
        assert row.line_band >= row.band


def test_the_same_input_gives_the_same_bytes() -> None:
    lines = samples.even_lines()
    texts = set()
    for order in (1, -1):
        layout = samples.layout(samples.bay_modules(lines)[::order])
        texts.add(to_document(estimate(samples.host(lines), layout)).model_dump_json())
    assert len(texts) == 1


def test_a_storey_more_keeps_the_rows_of_the_wall() -> None:
    """Levels, lines and their order do not hang on what is added."""
    lines = samples.even_lines()
    keys = []
    for storeys in (1, 2):
        got = to_document(estimate(samples.host(lines), samples.layout(samples.bay_modules(lines, storeys=storeys))))
        keys.append([(row.id, row.level, row.start_m, row.end_m) for row in got.lines])
    assert keys[0] == keys[1]


def test_a_module_on_an_unknown_line_is_a_mistake() -> None:
    lines = samples.even_lines()
    stray = replace(samples.bay_modules(lines)[0], supports=(EdgeSupport("w01", 0, "low"), EdgeSupport("w77", 0, "high")))
    with pytest.raises(ValueError, match="'w77'"):
        estimate(samples.host(lines), samples.layout([stray]))


def test_where_imposed_load_rules_6_10b_governs() -> None:
    """Light structure by hand: G 24 + 3 + 11.2 = 38.2 -> 65.32, Q 42 -> 52.5, alpha_4 0.7, alpha_5 0.64 (verbouw CC2, b_t 6 m)."""
    light = replace(
        samples.e2e_structure(Interval.exact(0.0)),
        floor_kn_per_m2=Interval.exact(1.0),
        partitions_kn_per_m2=Interval.exact(0.0),
        roof_kn_per_m2=Interval.exact(0.5),
        wall_kn_per_m2=Interval.exact(1.0),
    )
    lines = samples.even_lines()
    host = replace(samples.host(lines, structure=light), ground_z_mm=None)
    got = to_document(estimate(host, samples.layout(samples.bay_modules(lines))))
    row = next(row for row in got.lines if (row.id, row.level) == ("w03", "foundation"))
    assert (row.governing, row.r_wind_end, row.wind_end_new_kn_per_m) == ("6.10b", None, None)
    assert row.ed_existing_kn_per_m == pytest.approx(1.15 * 38.2 + 1.3 * 29.4)
    assert row.ed_new_kn_per_m == pytest.approx(1.15 * 65.32 + 1.3 * 33.6)


def test_only_floors_that_press_on_a_stretch_count_in_alpha_n() -> None:
    """The second new storey ends 2 m before the first: beyond it five floors are loaded, under it six (alpha 0.64 and 0.60)."""
    lines = samples.even_lines()
    lower = samples.bay_modules(lines, storeys=1)
    upper = samples.bay_modules(lines, v1_mm=8000, first_storey=5)
    rows = estimate(samples.host(lines), samples.layout([*lower, *upper])).rows
    on_w03 = (rows.line == 2) & (rows.level == 0)
    assert rows.start_mm[on_w03].tolist() == [0, 8000]
    assert rows.floors_new[on_w03].tolist() == [6, 5]
    reduced = (rows.n_new_kn_per_m - rows.existing_g_kn_per_m - rows.added_g_kn_per_m)[on_w03]
    assert reduced.tolist() == pytest.approx([0.60 * 6 * 10.5, 0.64 * 5 * 10.5])


def test_gallery_and_stair_have_their_own_imposed_load() -> None:
    """Gallery of 30 x 1.3 m at 3.0 kN/m2, stair core of 2.2 x 6.0 m at 2.0 kN/m2, modules at 1.75 kN/m2."""
    lines = samples.even_lines()
    access = [samples.gallery(4, (0, -1300, 30_000, 0), inside_roof=False), samples.core(4, 1, (0, 0, 2200, 6000))]
    got = estimate(samples.host(lines), samples.layout(samples.bay_modules(lines), access=access))
    foundation = got.rows.level == 0
    total = float((got.rows.added_q_kn_per_m * got.rows.length_m)[foundation].sum())
    assert total == pytest.approx(3.0 * 39.0 + 2.0 * 13.2 + 1.75 * 300.0)
    assert {name: mass.nominal for name, mass in got.masses.access_kg.items()} == pytest.approx(
        {"s04/a/g": 150.0 * 39.0, "s04/b01/core": 400.0 * 13.2}
    )


@pytest.mark.parametrize("storeys", [1, 2])
def test_what_is_weighed_alone_is_what_the_whole_estimate_weighs(storeys: int) -> None:
    lines = samples.even_lines()
    host, layout = samples.host(lines), samples.layout(samples.bay_modules(lines, storeys=storeys))
    whole = estimate(host, layout)
    alone = weigh(host, samples.e2e_concept(), layout, Options(), samples.e2e_assumptions())
    for name in ("added_weight_kn", "removed_weight_kn", "partitions_kn", "worst_band", "worst_r_n_p50", "worst_r_n_p50_foundation"):
        assert getattr(alone, name) == getattr(whole, name)
    assert alone.rows.spread.p50.tolist() == whole.rows.spread.p50.tolist()
    assert (alone.lines, alone.levels) == (whole.lines, whole.levels)
