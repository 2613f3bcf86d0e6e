"""Random roofs for the property tests: rectangles, L, U and T, with obstacles and irregular bays, whole millimetres."""

from __future__ import annotations

from hypothesis import strategies as st
from shapely.geometry import Polygon

from configurator.host.building import HostBuilding, HostObstacle
from tests.configurator.layout.samples import bearing_lines, box, host, obstacle, rectangle

depths = st.integers(7_500, 17_000)
lengths = st.integers(9_000, 42_000)
wings = st.integers(4_000, 26_000)


@st.composite
def bays(draw: st.DrawFn, length_mm: int) -> tuple[int, ...]:
    """Positions of bearing lines: end walls 90 mm inside, bays of many widths between them, stair bays and slivers too."""
    at = [90]
    while at[-1] < length_mm - 1_200:
        at.append(at[-1] + draw(st.sampled_from((1_800, 2_400, 3_020, 3_100, 3_320, 3_620, 3_700, 3_900, 4_200, 6_660, 7_260))))
    inside = [u for u in at if u < length_mm - 1_000]
    return (*inside, length_mm - 90)


@st.composite
def outlines(draw: st.DrawFn) -> Polygon:
    """A rectangle, L, U or T; the main wing lies along u from (0, 0)."""
    length, depth = draw(lengths), draw(depths)
    shape = draw(st.sampled_from(("rectangle", "L", "U", "T")))
    if shape == "rectangle" or length < 24_000:
        return rectangle(length, depth)
    wing, wide = draw(wings), draw(st.integers(7_000, 10_000))
    top = depth + wing
    if shape == "L":
        return Polygon([(0, 0), (length, 0), (length, depth), (wide, depth), (wide, top), (0, top)])
    if shape == "U":
        return Polygon(
            [(0, 0), (length, 0), (length, top), (length - wide, top), (length - wide, depth), (wide, depth), (wide, top), (0, top)]
        )
    middle = (length - wide) // 2
    return Polygon(
        [(0, 0), (length, 0), (length, depth), (middle + wide, depth), (middle + wide, top), (middle, top), (middle, depth), (0, depth)]
    )


@st.composite
def obstacles(draw: st.DrawFn, outline: Polygon) -> tuple[HostObstacle, ...]:
    """Up to three obstacles, anywhere in the bounding box of the roof."""
    _, _, far_u, far_v = (round(x) for x in outline.bounds)
    found = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        u, v = draw(st.integers(0, far_u - 1_000)), draw(st.integers(0, far_v - 1_000))
        size = draw(st.sampled_from(((600, 600), (2_400, 3_000), (1_000, 4_000))))
        found.append(obstacle(number, box(u, v, u + size[0], v + size[1]), draw(st.sampled_from((0, 300, 500)))))
    return tuple(found)


@st.composite
def hosts(draw: st.DrawFn, *, plain: bool = False) -> HostBuilding:
    """A host: a roof with bearing lines across its main wing, and obstacles; with `plain` a rectangle."""
    outline = rectangle(draw(lengths), draw(depths)) if plain else draw(outlines())
    far_u = round(outline.bounds[2])
    main_depth = round(min(v for _, v in outline.exterior.coords if v > 0))
    walls = bearing_lines(draw(bays(far_u)), main_depth)
    stairs = tuple(i for i in range(1, len(walls)) if walls[i].u_mm - walls[i - 1].u_mm in (2_400, 1_800))
    return host(outline, obstacles=draw(obstacles(outline)), stairs=stairs, lines=walls)
