"""Walls that nobody has seen: the other sequences of the family, and what they would change."""

from __future__ import annotations

from typing import Any

from shapely.geometry import box

from catalogue.documents.finding import Finding
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_concept, resolve_family
from configurator.configure import configure, make_inputs
from configurator.host.plausible_walls import other_walls
from configurator.host.wings import compile_wings
from tests.configurator.layout.test_bad_and_disjoint_roofs import building, fact, line

REAL, F08 = resolve_assumptions(), resolve_family("F08")
"""F08: bays of 4.2 and 3.6 m in turn, end walls of 210 mm, 3.6 to 4.2 m occur."""
SLAB = building(box(0, 0, 54, 11))


def said(of: Any = SLAB, concept: str = "A3", **chosen: Any) -> list[Finding]:
    inputs = make_inputs("p", of, resolve_concept(concept), Options.model_validate(chosen), REAL, F08)
    return [f for f in configure(inputs).configuration.findings if f.code.startswith("LAY-OTHER-WALLS")]


def test_the_other_walls_are_the_ends_of_the_range_and_other_ways_to_lay_the_bays() -> None:
    """53.79 m between the end walls: 14 bays of 3.6 m and the rest, 12 of 4.2 m and the rest, and so on."""
    host = compile_wings(SLAB, F08, REAL)[0].hosts[0].host
    found = {walls.name.en: walls.host for walls in other_walls(host, SLAB, F08)}
    widths = {name: [bay.width_mm for bay in other.bays] for name, other in found.items()}
    assert widths["narrowest bays"][:14] == [3_600] * 14
    assert widths["widest bays"][:12] == [4_200] * 12
    assert {sum(own) for own in widths.values()} == {53_790}
    assert all(line.assumed for other in found.values() for line in other.bearing_lines)
    assert len({tuple(own) for own in widths.values()}) == len(widths), "every sequence is another one"
    assert list(found)[:2] == ["narrowest bays", "widest bays"]


def test_a_result_on_assumed_walls_says_how_it_would_change() -> None:
    """Boxes of A3 fit other bays otherwise: the numbers are those of whole layouts on those walls."""
    (finding,) = said(support="wall_on_wall", access="gallery", effort="thorough")
    assert finding.code == "LAY-OTHER-WALLS-DIFFER"
    own = {"narrowest bays": [3_600] * 14 + [3_390], "widest bays": [4_200] * 12 + [3_390]}
    for name, widths in own.items():
        bays = {"bays": [{"width_mm": width} for width in widths], "repeat": False, "remainder": "stretch"}
        known = building(box(0, 0, 54, 11), bay_sequence=fact(bays))
        inputs = make_inputs(
            "p", known, resolve_concept("A3"), Options(support="wall_on_wall", access="gallery", effort="thorough"), REAL, F08
        )
        dwellings = configure(inputs).configuration.summary.dwellings
        assert f"{name}: {dwellings}" in str(finding.parameters["others_en"])


def test_only_thorough_lays_out_the_other_walls() -> None:
    assert said(support="wall_on_wall") == []
    (thorough,) = said(support="wall_on_wall", effort="thorough")
    assert thorough.parameters["tried"] == 4


def test_nothing_is_said_where_walls_are_known_or_do_not_matter() -> None:
    seen = building(box(0, 0, 54, 11), bearing_lines=fact([line(105 + 3_585 * i) for i in range(16)]))
    assert said(seen, support="wall_on_wall", access="gallery", effort="thorough") == []
    assert said(concept="A8", access="gallery", effort="thorough") == [], "on a transfer grid modules stand anywhere"
