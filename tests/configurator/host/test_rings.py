"""Outlines that somebody gives: read as they are, or refused at once in one sentence; never repaired."""

from __future__ import annotations

import math
import time

import pytest

from catalogue.errors import UnreadableInput
from configurator.host.rings import checked_polygon, polygon_document
from tests.configurator.host.samples import SLAB, box, turned

RD = "EPSG:28992"
SLAB_RD = turned(SLAB, 20.0, (142_000.0, 455_000.0))


def test_an_outline_keeps_its_corners_and_may_be_closed_by_repetition() -> None:
    assert checked_polygon([*SLAB, SLAB[0]], [], "roof", crs=None).area == pytest.approx(400.0)
    assert polygon_document(checked_polygon(list(reversed(SLAB)), [], "roof", crs=None)).outer[0] in SLAB


def test_holes_are_holes() -> None:
    assert checked_polygon(SLAB, [box(10, 3, 14, 7)], "roof", crs=None).area == pytest.approx(400.0 - 16.0)


@pytest.mark.parametrize(
    ("ring", "crs", "words"),
    [
        ([(0, 0), (10, 10), (10, 0), (0, 10)], None, "self-intersection"),
        ([(0, 0), (10, 0), (math.nan, 10)], None, "finite"),
        ([(0, 0), (10, 0), (math.inf, 10)], None, "finite"),
        ([(0, 0), (10, 0)], None, "fewer than three"),
        ([(0, 0), (10, 0), (20, 0)], None, "no proper outline|no area"),
        ([(1e308, 0), (0, 1e308), (0, 0)], None, "without a coordinate system"),
        (SLAB_RD, None, "EPSG:28992"),
        ([(5.38, 52.15), (5.39, 52.15), (5.39, 52.16)], RD, "degrees"),
        ([(52.15, 5.38), (52.15, 5.39), (52.16, 5.39)], RD, "degrees"),
        ([(400_000, 455_000), (400_010, 455_000), (400_010, 455_010)], RD, "outside the Netherlands"),
        (turned(box(0, 0, 5_000, 20), 0.0, (142_000.0, 455_000.0)), RD, "5000 m long"),
    ],
)
def test_what_is_no_outline_is_refused_in_one_sentence(ring: list[tuple[float, float]], crs: str | None, words: str) -> None:
    with pytest.raises(UnreadableInput, match=words) as caught:
        checked_polygon(ring, [], "roof", crs=crs)
    assert "\n" not in caught.value.message
    assert caught.value.message.endswith(".")


def test_a_hole_outside_the_outline_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="no proper outline"):
        checked_polygon(SLAB, [box(50, 3, 54, 7)], "roof", crs=None)


def test_too_many_vertices_or_holes_are_refused_and_500_are_read() -> None:
    circle = [(20 + 10 * math.cos(t * math.tau / 500), 20 + 10 * math.sin(t * math.tau / 500)) for t in range(500)]
    assert checked_polygon(circle, [], "roof", crs=None).area > 300.0
    with pytest.raises(UnreadableInput, match="900 vertices"):
        checked_polygon([(math.cos(t / 900 * math.tau), math.sin(t / 900 * math.tau)) for t in range(900)], [], "roof", crs=None)
    with pytest.raises(UnreadableInput, match="101 holes"):
        checked_polygon(SLAB, [box(1, 1, 2, 2)] * 101, "roof", crs=None)


def test_a_ring_that_crosses_itself_hundreds_of_times_is_refused_at_once() -> None:
    tangle = [((i * 7919) % 1000 / 10.0, (i * 104_729) % 997 / 10.0) for i in range(500)]
    start = time.perf_counter()
    with pytest.raises(UnreadableInput, match="no proper outline"):
        checked_polygon(tangle, [], "roof", crs=None)
    assert time.perf_counter() - start < 1.0
