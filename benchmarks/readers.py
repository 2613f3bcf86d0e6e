"""How long reading takes: a summary, and the whole document with its row and obstacles, of every pand of a made tile of 400."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

from configurator.host.readers import list_buildings, read_building
from configurator.host.readers.content import read_content

PANDEN = 400
RUNS = 3
_X0, _Y0 = 155_000.0, 463_000.0


def _ring(x: float, y: float) -> list[tuple[float, float]]:
    """Return a notched outline of twelve vertices, 16 x 12 m."""
    notches = [(0, 0), (6, 0), (6, 1), (9, 1), (9, 0), (16, 0), (16, 12), (9, 12), (9, 11), (6, 11), (6, 12), (0, 12)]
    return [(x + a, y + b) for a, b in notches]


def tile() -> dict[str, Any]:
    """Return a CityJSON tile of panden with a flat roof, walls, ground and a hut each, 30 m apart."""
    vertices: list[list[int]] = []
    objects: dict[str, Any] = {}
    for number in range(PANDEN):
        outline, hut = _ring(30.0 * (number % 20), 30.0 * (number // 20)), [(2.0, 2.0), (4.0, 2.0), (4.0, 4.0), (2.0, 4.0)]
        start = len(vertices)
        base = [(x, y, z) for z in (0.0, 11.0) for x, y in outline]
        x0, y0 = outline[0]
        vertices.extend([round(v * 1000) for v in point] for point in [*base, *((x0 + a, y0 + b, 13.5) for a, b in hut)])
        n = len(outline)
        ground, roof = list(range(start, start + n))[::-1], list(range(start + n, start + 2 * n))
        walls = [[start + i, start + (i + 1) % n, start + n + (i + 1) % n, start + n + i] for i in range(n)]
        surfaces = [[ground], [roof], [list(range(start + 2 * n, start + 2 * n + 4))], *([wall] for wall in walls)]
        kinds = [{"type": kind} for kind in ("GroundSurface", "RoofSurface", "WallSurface")]
        geometry = {
            "type": "Solid",
            "lod": "2.2",
            "boundaries": [surfaces],
            "semantics": {"surfaces": kinds, "values": [[0, 1, 1, *([2] * n)]]},
        }
        objects[f"NL.IMBAG.Pand.{number:016d}"] = {"type": "Building", "attributes": {"b3_h_maaiveld": 0.0}, "geometry": [geometry]}
    return {
        "type": "CityJSON",
        "version": "2.0",
        "transform": {"scale": [0.001] * 3, "translate": [_X0, _Y0, 0.0]},
        "metadata": {"referenceSystem": "https://www.opengis.net/def/crs/EPSG/0/7415"},
        "CityObjects": objects,
        "vertices": vertices,
    }


def report() -> None:
    """Print milliseconds a building, JSON included, the best of three runs, and how much of it is parsing JSON. CPU time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tile.city.json"
        text = json.dumps(tile())
        path.write_text(text, encoding="utf-8")
        seconds, parsing, documents = [], [], []
        for _ in range(RUNS):
            start = time.process_time()
            found = list_buildings(path)
            seconds.append(time.process_time() - start)
            start = time.process_time()
            json.loads(text)
            parsing.append(time.process_time() - start)
            start = time.process_time()
            content = read_content(path)
            for entry in found:
                read_building(content, entry.id)
            documents.append(time.process_time() - start)
    print(f"readers: {len(found)} buildings of CityJSON listed, {min(seconds) / len(found) * 1000:.2f} ms each (aim 2 ms)")
    print(f"readers: {len(found)} building documents with rows and obstacles, {min(documents) / len(found) * 1000:.2f} ms each")
    print(f"readers: {min(seconds) / min(parsing):.1f} times the time to parse the JSON alone")
