"""What is kept of a roof between layouts changes none of them; ragged roofs are laid out in time; the guard refuses what cannot be."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from shapely.geometry import Polygon

from configurator.host.building import HostBuilding
from configurator.layout import bound, grid, pieces, region, strip, walls
from configurator.layout.assemble import Placed, assembled
from configurator.layout.engine import lay_out, place
from configurator.layout.guard import LayoutDefect, checked
from configurator.layout.menu import menu_of
from configurator.layout.placement import EdgeSupport, Layout, Rectangle
from configurator.layout.scheme import Solution
from tests.configurator.layout.samples import assumptions, box, concept, host, obstacle, options

CONCEPTS = tuple(
    concept(width=(w, 3600, 300), joint_mm=joint, access=("gallery", "stair", "corridor")) for w in (2700, 3000) for joint in (20, 40)
)
L_SHAPE = Polygon([(0, 0), (30_000, 0), (30_000, 9_000), (9_000, 9_000), (9_000, 24_000), (0, 24_000)])


def oval(vertices: int, ragged: float = 0.93) -> Polygon:
    """An oval of 60 x 26 m of which every second vertex lies further in."""
    turns = [(2.0 * math.pi * i / vertices, 1.0 if i % 2 else ragged) for i in range(vertices)]
    return Polygon([(round(30_000 + 30_000 * r * math.cos(a)), round(13_000 + 13_000 * r * math.sin(a))) for a, r in turns])


def forget() -> None:
    """Forget every roof."""
    pieces._decompositions.cache_clear()
    strip._space_in.cache_clear()
    grid._densest.cache_clear()
    region._sides.cache_clear()
    region._regions.cache_clear()
    walls._spans.cache_clear()
    bound._space_around.cache_clear()


def hosts() -> list[HostBuilding]:
    things = (obstacle(1, box(12_000, 2_000, 14_000, 4_000), 300),)
    return [host(L_SHAPE, (90, 5_490, 10_890, 16_290)), host(L_SHAPE, obstacles=things)]


def all_layouts() -> list[Callable[[], Layout]]:
    chosen = options(access="gallery")
    return [lambda h=h, c=c: lay_out(h, c, chosen, assumptions()) for h in hosts() for c in CONCEPTS]  # type: ignore[misc]


def test_what_is_placed_is_what_is_laid_out_without_a_word_about_it() -> None:
    for access in ("gallery", "stair", "corridor"):
        for of, own in zip(hosts(), CONCEPTS, strict=False):
            chosen = options(access=access, storeys_added=2, storey_setback_mm=1_500)
            whole, bare = lay_out(of, own, chosen, assumptions()), place(of, own, chosen, assumptions())
            assert (bare.scheme, bare.modules, bare.access, bare.value) == (whole.scheme, whole.modules, whole.access, whole.value)
            assert bare.dwellings == tuple(replace(home, shaft_offset_mm=None) for home in whole.dwellings)
            assert (bare.empty, bare.bound, bare.findings) == ((), None, ())
    assert place(host(box(0, 0, 2_000, 2_000)), CONCEPTS[0], options(), assumptions()).modules == ()


def test_concepts_on_one_roof_give_what_each_gives_alone() -> None:
    alone = []
    for job in all_layouts():
        forget()
        alone.append(job())
    forget()
    assert [job() for job in all_layouts()] == alone
    forget()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda job: job(), reversed(all_layouts()))) == alone[::-1]


@pytest.mark.slow
@pytest.mark.parametrize("vertices", [60, 240, 498])
def test_a_ragged_oval_is_laid_out_in_seconds(vertices: int) -> None:
    """Whatever the machine does beside: some 20 s to a minute without bounds, about a second with them."""
    forget()
    of, started = host(oval(vertices)), time.process_time()
    layout = lay_out(of, concept(), options(access="gallery", support="transfer_grid"), assumptions())
    assert time.process_time() - started < 8.0
    assert layout.dwellings
    grown = of.roof_outline_mm.buffer(1.5)
    assert all(grown.contains(Polygon(m.footprint.corners_mm())) for m in layout.modules)


@pytest.mark.slow
def test_layouts_do_not_hang_on_the_hash_seed() -> None:
    code = (
        "from tests.configurator.layout.test_shared_roof import all_layouts\nimport hashlib\n"
        "print(hashlib.sha256(repr([job() for job in all_layouts()[4:]]).encode()).hexdigest())"
    )
    found = set()
    for seed in ("0", "1", "77"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        root = Path(__file__).parents[3]
        done = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1


def solved() -> tuple[Placed, Solution]:
    """A slab with boxes wall-on-wall on two storeys along a gallery."""
    from configurator.layout.placement import Scheme
    from configurator.layout.scheme import ground_of, solve

    of = host(box(0, 0, 33_000, 11_000), tuple(range(90, 33_000, 3_620)))
    chosen = options(access="gallery", storeys_added=2)
    menu = menu_of(CONCEPTS[0], chosen)
    solution = solve(of, chosen, menu, ground_of(of, CONCEPTS[0], chosen, menu, Scheme("wall_on_wall", "gallery", None, True), 2))
    return assembled(of, CONCEPTS[0], chosen, solution), solution


def test_the_guard_passes_what_the_engine_places() -> None:
    placed, solution = solved()
    assert len(placed.modules) > 2
    checked(placed, solution)


def _moved(placed: Placed, du: int, dv: int) -> Placed:
    first = placed.modules[0]
    f = first.footprint
    there = Rectangle(f.u0_mm + du, f.v0_mm + dv, f.u1_mm + du, f.v1_mm + dv)
    supports = tuple(EdgeSupport(s.line_id, s.eccentricity_mm + du, s.edge) for s in first.supports)
    return replace(placed, modules=(replace(first, footprint=there, supports=supports), *placed.modules[1:]))


@pytest.mark.parametrize(
    ("breaks", "says"),
    [
        (lambda p: _moved(p, 0, 20_000), "outside the usable region"),
        (lambda p: _moved(p, 3_000, 0), "overlap"),
        (lambda p: _moved(p, 0, -900), "stands on gallery"),
        (lambda p: replace(p, modules=(replace(p.modules[0], supports=()), *p.modules[1:])), "no bearing line"),
        (
            lambda p: replace(p, modules=(replace(p.modules[0], supports=(EdgeSupport("w01", 5_000, "low"),)), *p.modules[1:])),
            "beside bearing line",
        ),
        (lambda p: replace(p, dwellings=p.dwellings[1:]), "no dwelling"),
    ],
)
def test_the_guard_refuses_what_cannot_be(breaks: Callable[[Placed], Placed], says: str) -> None:
    placed, solution = solved()
    with pytest.raises(LayoutDefect, match=says):
        checked(breaks(placed), solution)
