"""Any JSON in the shape of a building file is read or refused in one sentence; also a cut one, and one of 50 MB."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.documents.building import Building
from catalogue.errors import OptopError, UnreadableInput
from configurator.host.readers import list_buildings, read_building
from configurator.host.rings import polygon_of
from tests.configurator.host.samples import Plain, box, cityjson, flat

X0, Y0 = 155_000.0, 463_000.0
NUMBERS = st.one_of(st.floats(width=32), st.integers(-5, 700_000), st.sampled_from([X0, Y0, 5.38, 52.15, 1e308, -0.0]))
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=8), st.sampled_from(["Building", "2.2", "Solid", "RoofSurface"]))
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=8
)
GEOJSON = {
    "type": "FeatureCollection",
    "crs": {"type": "name", "properties": {"name": "EPSG:28992"}},
    "features": [
        {
            "type": "Feature",
            "id": "a",
            "properties": {"bouwjaar": 1966, "storeys_existing": 4},
            "geometry": {"type": "Polygon", "coordinates": [[[X0 + x, Y0 + y] for x, y in [*box(0, 0, 40, 10), (0.0, 0.0)]]]},
        }
    ],
}
TILE = cityjson([flat(box(0, 0, 40, 10), 13.0), flat(box(0, 0, 40, 10), 2.0)], ["RoofSurface", "GroundSurface"])


def paths_in(value: Plain, path: tuple[Plain, ...] = ()) -> list[tuple[Plain, ...]]:
    """Every place in a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, item in inner for deeper in paths_in(item, (*path, key)))]


def replaced(value: Plain, path: tuple[Plain, ...], new: Plain) -> Plain:
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = replaced(value[path[0]], path[1:], new)
    return copied


def consistent(building: Building) -> None:
    """What is read is usable: a proper outline with an area in the Netherlands or in its own frame."""
    assert polygon_of(building.roof.polygon, "roof", crs=building.site.crs).area > 0.0


def read_or_refused(path: Path) -> None:
    for call in (read_building, list_buildings):
        try:
            found = call(path)
        except OptopError as error:
            said = error.message
        else:
            said = ""
            if isinstance(found, Building):
                consistent(found)
        assert "\n" not in said


@pytest.mark.parametrize("good", [GEOJSON, TILE], ids=["geojson", "cityjson"])
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_one_or_two_wrong_values_anywhere(tmp_path_factory: pytest.TempPathFactory, good: Plain, data: st.DataObject) -> None:
    value = good
    for _ in range(data.draw(st.integers(1, 2))):
        value = replaced(value, data.draw(st.sampled_from(paths_in(value))), data.draw(ANYTHING))
    path = tmp_path_factory.getbasetemp() / "fuzz.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    read_or_refused(path)


@pytest.mark.parametrize("good", [GEOJSON, TILE], ids=["geojson", "cityjson"])
def test_a_file_that_is_cut_anywhere_is_refused(tmp_path: Path, good: Plain) -> None:
    text = json.dumps(good)
    path = tmp_path / "cut.json"
    for length in range(1, len(text) - 1, 37):
        path.write_text(text[:length], encoding="utf-8")
        with pytest.raises(UnreadableInput):
            read_building(path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["deep", "many", "text", "vertices"])
def test_an_input_of_50_mb_is_read_or_refused_in_time(tmp_path: Path, kind: str) -> None:
    feature = json.dumps(GEOJSON["features"][0])  # type: ignore[index]
    texts = {
        "deep": "[" * 49_000_000,
        "many": '{"type": "FeatureCollection", "features": [' + ",".join([feature] * (48_000_000 // len(feature))) + "]}",
        "text": '{"type": "FeatureCollection", "features": "' + "A" * 49_000_000 + '"}',
        "vertices": '{"type": "Polygon", "coordinates": [[' + ",".join(["[155000.1,463000.1]"] * 2_400_000) + "]]}",
    }
    path = tmp_path / "large.json"
    path.write_text(texts[kind], encoding="utf-8")
    start = time.perf_counter()
    with contextlib.suppress(OptopError):
        read_building(path)
    assert time.perf_counter() - start < 60.0
    path.write_text(" " * 50_000_001, encoding="utf-8")
    with pytest.raises(UnreadableInput, match="50 MB"):
        read_building(path)
