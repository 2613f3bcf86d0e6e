"""The painter: its order against rays, its blocks against the model, its files as other readers find them."""

from __future__ import annotations

import math
import re
import struct
import zlib
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import Polygon, box
from shapely.ops import unary_union

from api.outputs import bundle_of
from configurator.outputs.palette import PALETTE
from configurator.outputs.picture import explained_svg, picture_png, picture_svg, vignette_svg
from configurator.outputs.picture.blocks import Block, block_plans, convex_parts
from configurator.outputs.picture.build import picture_blocks
from configurator.outputs.picture.order import painting_order
from configurator.outputs.picture.paint import shaded, street_view
from configurator.parts.solids import FloatArray
from tests.acceptance.wings import STRAIGHT, building, computed, level
from tests.configurator.outputs.samples import sample_bundle

VIEW = street_view()


def block(plan: Polygon, z0: float, z1: float) -> Block:
    ring = np.asarray(plan.exterior.coords)[:-1]
    return Block(ring, (True,) * len(ring), z0, z1, "#808080", "#808080")


def boxes_of(blocks: list[Block]) -> FloatArray:
    flat = [VIEW.at(b.corners_mm()) for b in blocks]
    return np.array([(*f.min(axis=0), *f.max(axis=0)) for f in flat])


def entry(item: Block, start: FloatArray, along: FloatArray) -> float | None:
    """How far along a ray it enters a convex block, or None when it misses; half-space by half-space."""
    low, high = -math.inf, math.inf
    plan = item.plan_mm
    planes = [(np.array([0.0, 0.0, 1.0]), item.z1_mm), (np.array([0.0, 0.0, -1.0]), -item.z0_mm)]
    for a, b in zip(plan, np.roll(plan, -1, axis=0), strict=True):
        normal = np.array([b[1] - a[1], a[0] - b[0], 0.0])
        planes.append((normal, float(normal[:2] @ a)))
    for normal, offset in planes:
        speed, ahead = float(normal @ along), offset - float(normal @ start)
        if abs(speed) < 1e-12:
            if ahead < 0.0:
                return None
        elif speed > 0.0:
            high = min(high, ahead / speed)
        else:
            low = max(low, ahead / speed)
    return low if low < high - 1e-6 else None


@st.composite
def scenes(draw: st.DrawFn) -> list[Block]:
    """Turned boxes, each inside a cell of its own, over and beside a long mass."""
    blocks = [block(box(0.0, -20_000.0, 60_000.0, -2_000.0), 0.0, draw(st.floats(3_000.0, 12_000.0)))]
    for i, j, k in draw(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=8)):
        w, d = draw(st.floats(800.0, 5_000.0)), draw(st.floats(800.0, 5_000.0))
        plan = translate(rotate(box(-w / 2, -d / 2, w / 2, d / 2), draw(st.sampled_from([0.0, 0.0, 25.0, 70.0]))), i * 8_000.0, j * 8_000.0)
        blocks.append(block(plan, k * 4_000.0, k * 4_000.0 + draw(st.floats(500.0, 4_000.0))))
    return blocks


@settings(max_examples=25, deadline=None)
@given(scenes(), st.randoms(use_true_random=False))
def test_along_every_ray_what_is_nearer_is_painted_later(blocks: list[Block], random: object) -> None:
    order = painting_order(blocks, VIEW.towards, boxes_of(blocks))
    assert sorted(order) == list(range(len(blocks)))
    place = {i: n for n, i in enumerate(order)}
    draw = np.random.default_rng(len(blocks))
    low, high = boxes_of(blocks)[:, :2].min(axis=0), boxes_of(blocks)[:, 2:].max(axis=0)
    for x, y in draw.uniform(low, high, size=(150, 2)):
        start = VIEW.right * x - VIEW.up * y + VIEW.towards * 1e6
        hits = [(t, i) for i, b in enumerate(blocks) if (t := entry(b, start, -VIEW.towards)) is not None]
        for (t0, a), (t1, b) in combinations(sorted(hits), 2):
            if t1 - t0 > 1.0:
                assert place[a] > place[b], "the first that the ray meets covers the other"


def test_sorting_by_mean_depth_would_be_wrong_here() -> None:
    """A long mass and a small block in front of its far end: the mean of the mass is nearer than the block."""
    mass, small = block(box(0, 0, 60_000, 10_000), 0.0, 12_000.0), block(box(1_000, -3_000, 2_000, -2_000), 0.0, 2_000.0)
    means = [float((b.corners_mm() @ VIEW.towards).mean()) for b in (mass, small)]
    assert means[0] > means[1]
    assert painting_order([small, mass], VIEW.towards, boxes_of([small, mass])) == [1, 0]


@pytest.mark.parametrize(
    "shape",
    [
        Polygon([(0, 0), (20, 0), (20, 5), (5, 5), (5, 20), (0, 20)]),
        box(0, 0, 30, 30).difference(box(10, 10, 20, 20)),
        Polygon([(0, 0), (30, 1), (31, 12), (15, 9), (0, 11)]),
    ],
)
def test_convex_parts_are_convex_and_make_up_the_whole(shape: Polygon) -> None:
    large = Polygon(np.asarray(shape.exterior.coords) * 1_000.0, [np.asarray(r.coords) * 1_000.0 for r in shape.interiors])
    parts = list(convex_parts(large))
    assert unary_union(parts).symmetric_difference(large).area < 1.0
    assert sum(p.area for p in parts) == pytest.approx(large.area)
    assert all(p.convex_hull.area == pytest.approx(p.area, rel=1e-5) for p in parts)
    drawn = 0.0
    for ring, shown in block_plans(large):
        ends = np.roll(ring, -1, axis=0)
        drawn += sum(float(np.linalg.norm(e - s)) for s, e, on in zip(ring, ends, shown, strict=True) if on)
    assert drawn == pytest.approx(large.length, rel=1e-6), "cuts are not drawn, faces are"


def test_every_module_and_the_whole_block_are_in_the_picture() -> None:
    bundle = sample_bundle()
    blocks = picture_blocks(bundle)
    plans = [(b.plan_mm.min(axis=0).tolist(), b.z0_mm, b.z1_mm) for b in blocks]
    for module in bundle.model.modules:
        f, height = module.footprint, bundle.model.type_of(module).size.height_mm
        assert ([f.u0_mm, f.v0_mm], module.origin_mm[2], module.origin_mm[2] + height) in plans
    mass = [b for b in blocks if len(b.plan_mm) == 4 and float(np.ptp(b.plan_mm[:, 0])) == 22_400.0]
    levels = sorted((b.z0_mm, b.z1_mm) for b in mass)
    assert levels[0][0] == -1_200.0
    assert levels[-1][1] == 11_200.0
    assert all(a[1] == b[0] for a, b in pairwise(levels)), "no gap between the storeys"


def test_each_wing_of_a_corner_block_stands_on_its_own_plinth() -> None:
    outline = [(0.0, 0.0), (40.0, 0.0), (40.0, 30.0), (30.0, 30.0), (30.0, 10.0), (0.0, 10.0)]
    blocks = picture_blocks(bundle_of(computed(building(outline))))
    footprints = unary_union([Polygon(b.plan_mm) for b in blocks if b.z1_mm < 0.0])
    assert footprints.area == pytest.approx(Polygon(outline).area * 1e6, rel=1e-6)


def test_a_wing_with_storeys_of_another_height_is_closed_from_its_floor_to_its_roof() -> None:
    """A floor of the neighbour that lies a hand higher ends no storey: the block's volume is its roofs times their heights."""
    higher = level("2", box(40.0, 0.0, 50.5, 30.0), height_above_ground_m=12.4)
    made = bundle_of(computed(building(list(STRAIGHT), higher), storeys_added=0))
    assert len(made.wings) == 2
    grey = PALETTE["existing"].hex
    blocks = [b for b in picture_blocks(made) if b.colour == grey]
    drawn = sum(Polygon(b.plan_mm).area * (b.z1_mm - b.z0_mm) for b in blocks)
    expected = 0.0
    for wing in made.wings:
        floors = [e.origin_mm[2] for e in made.model.elements if e.kind == "existing_floor" and e.wing == wing.key]
        roof = next(e.origin_mm[2] for e in made.model.elements if e.kind == "existing_roof" and e.wing == wing.key)
        expected += wing.host.roof_outline_mm.area * (roof - min(floors))
    assert drawn == pytest.approx(expected, rel=1e-6)


def test_the_svg_is_well_formed_true_to_language_and_the_same_twice() -> None:
    bundle = sample_bundle()
    dutch = picture_svg(bundle)
    root = ET.fromstring(dutch)
    assert root.tag.endswith("svg")
    assert picture_svg(sample_bundle()) == dutch
    assert picture_svg(bundle, "en") != dutch
    numbers = [float(n) for d in re.findall(r' d="([^"]*)"', dutch.decode()) for n in re.findall(r"-?[0-9.]+", d)]
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert min(numbers) >= 0.0
    assert max(numbers) <= max(width, height), "nothing sticks out"


def png_pixels(content: bytes) -> npt.NDArray[np.uint8]:
    """Pixels of an 8-bit PNG without interlacing, by the chunks and filters of ISO/IEC 15948, 11 and 9."""
    data, at = b"", 8
    width, height, depth, colour = struct.unpack(">IIBB", content[16:26])
    assert (depth, colour) in ((8, 2), (8, 6))
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        data += content[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    step = 3 if colour == 2 else 4
    raw = np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(height, 1 + width * step).astype(int)
    lines = np.zeros((height + 1, width + 1, step), dtype=int)
    for y in range(height):
        row, above = raw[y, 1:].reshape(width, step), lines[y]
        match int(raw[y, 0]):
            case 0:
                lines[y + 1, 1:] = row
            case 1:
                lines[y + 1, 1:] = np.cumsum(row, axis=0) % 256
            case 2:
                lines[y + 1, 1:] = (row + above[1:]) % 256
            case kind_of_filter:
                for x in range(width):
                    a, b, c = lines[y + 1, x], above[x + 1], above[x]
                    guess = a + b - c
                    near = np.where(np.abs(guess - b) <= np.abs(guess - c), b, c)
                    best = np.where((np.abs(guess - a) <= np.abs(guess - b)) & (np.abs(guess - a) <= np.abs(guess - c)), a, near)
                    lines[y + 1, x + 1] = (row[x] + ((a + b) // 2 if kind_of_filter == 3 else best)) % 256
    return lines[1:, 1:].astype(np.uint8)


def test_the_png_is_as_wide_as_the_svg() -> None:
    made = picture_png(sample_bundle(storeys=0))
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(made[16:20], "big") == 1400


@pytest.mark.slow
def test_the_png_shows_timber_and_is_the_same_twice() -> None:
    made = picture_png(sample_bundle())
    pixels = png_pixels(made)[..., :3].reshape(-1, 3)
    timber = tuple(int(shaded("#d9b382", (0.0, -1.0, 0.0))[i : i + 2], 16) for i in (1, 3, 5))
    assert int((np.abs(pixels.astype(int) - timber).max(axis=1) <= 1).sum()) > 1_000
    assert made == picture_png(sample_bundle())


def test_without_modules_the_block_stands_alone() -> None:
    assert b"</svg>" in picture_svg(sample_bundle(storeys=0))


def test_a_vignette_is_the_picture_without_caption_arrow_and_paper() -> None:
    bundle = sample_bundle()
    whole, small = picture_svg(bundle), vignette_svg(bundle)
    assert small == vignette_svg(bundle)
    painted = small.decode().split("</title>\n")[1].removesuffix("</svg>\n\n").removesuffix("</svg>\n").strip()
    assert painted in whole.decode()
    assert "<text" not in small.decode()
    assert float(re.search(rb'height="([\d.]+)"', small).group(1)) == float(re.search(rb'height="([\d.]+)"', whole).group(1)) - 54.0  # type: ignore[union-attr]


def test_pins_point_at_a_module_the_connector_the_worst_wall_and_its_foot() -> None:
    bundle = sample_bundle()
    root = ET.fromstring(explained_svg(bundle))
    discs = [one for one in root.iter("{http://www.w3.org/2000/svg}circle") if float(one.attrib["r"]) > 15.0]
    pins = [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in discs]
    assert [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")] == ["1", "2", "3", "4"]
    assert len(pins) == 4
    (_, module), (_, connector), (wall_x, wall), (foot_x, foot) = pins
    assert module < connector < wall < foot  # from top to bottom of the picture
    assert wall_x == pytest.approx(foot_x, abs=0.02)  # one wall: straight below each other
