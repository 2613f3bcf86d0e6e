"""The free packing benchmark: its rectangles lie where the checker allows them, and its bound holds."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from shapely.geometry import Polygon

from benchmarks.layout import main

GRANTED_MM = 6.0
"""What the checker of the reference cases grants (DESIGN.md, benchmarks)."""


def packed(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    assert main(["--instances", str(path), "--json"]) == 0
    return {r["name"]: r for r in json.loads(capsys.readouterr().out)["roofs"]}


def test_a_turned_rectangle_is_filled_like_a_straight_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """10 x 40 m minus 0.5 m: 9 x 39 m usable; columns of 3.0 and 3.6 m, 8.4 m long or 3 x 3.0 m across: 349.2 m2 is optimal."""
    roof = {
        "outer_mm": [[0, 0], [40_000, 0], [40_000, 10_000], [0, 10_000]],
        "obstacles_mm": [],
        "setback_mm": 500,
        "obstacle_clearance_mm": 300,
    }
    file = tmp_path / "roofs.json"
    file.write_text(
        json.dumps({"roofs": [{**roof, "name": "straight", "rotation_deg": 0}, {**roof, "name": "turned", "rotation_deg": 27}]})
    )
    found = packed(file, capsys)
    assert found["straight"]["placed_m2"] == pytest.approx(349.2)
    assert found["turned"]["placed_m2"] == pytest.approx(349.2)


def test_the_reference_roofs_are_packed_inside_without_overlap_near_the_reference(
    shared_cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = shared_cases / "roofs20.json"
    ratios = []
    found = packed(path, capsys)
    for roof in json.loads(path.read_text(encoding="utf-8"))["roofs"]:
        own = found[roof["name"]]
        free = Polygon(roof["outer_mm"]).buffer(-roof["setback_mm"] + GRANTED_MM, join_style="mitre")
        boxes = [Polygon(r) for r in own["rectangles"]]  # type: ignore[attr-defined]
        things = [Polygon(o) for o in roof["obstacles_mm"]]
        assert all(free.covers(b) for b in boxes)
        assert all(b.distance(t) >= roof["obstacle_clearance_mm"] - GRANTED_MM for b in boxes for t in things)
        assert not any(a.buffer(-GRANTED_MM / 2).intersects(b.buffer(-GRANTED_MM / 2)) for a, b in combinations(boxes, 2))
        assert own["bound_m2"] >= own["placed_m2"]  # type: ignore[operator]
        ratios.append(own["placed_m2"] / roof["reference"]["packed_m2"])
    assert sum(ratios) / len(ratios) >= 0.99
    assert min(ratios) >= 0.95
