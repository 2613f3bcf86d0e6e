"""Files that are not what they claim, and building documents: one sentence each, at once."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from catalogue.errors import InvalidDocument, NotFound, OptopError, UnreadableInput
from configurator.host.readers import FORMATS, list_buildings, read_building
from tests.configurator.host.samples import Plain, box, turned, written

DOCUMENT: Plain = {
    "type": "building",
    "id": "block",
    "site": {"crs": "EPSG:28992"},
    "roof": {"polygon": {"outer": turned(box(0, 0, 40, 10), 0.0, (155_000.0, 463_000.0))}},
}


def with_ring(ring: Plain, crs: str | None = "EPSG:28992") -> Plain:
    return DOCUMENT | {"site": {"crs": crs}, "roof": {"polygon": {"outer": ring}}}


def test_a_building_document_is_read_from_yaml_and_json(tmp_path: Path) -> None:
    ring = "[[0, 0], [40, 0], [40, 10], [0, 10]]"
    yaml = read_building(written(tmp_path, "b.yaml", f"id: block\nstoreys_existing: 4\nroof: {{polygon: {{outer: {ring}}}}}\n"))
    assert yaml.storeys_existing is not None
    assert (yaml.storeys_existing.value, yaml.storeys_existing.source) == (4, "user")
    path = written(tmp_path, "b.json", DOCUMENT)
    assert read_building(path, "block", roof_level="1", crs="EPSG:28992").id == "block"
    assert list_buildings(path)[0].area_m2 == 400.0


def test_a_document_is_one_building_in_its_own_system(tmp_path: Path) -> None:
    path = written(tmp_path, "b.json", DOCUMENT)
    calls: tuple[Plain, ...] = ({"building_id": "other"}, {"roof_level": "2"}, {"crs": "EPSG:4326"}, {"joined_ids": ("other",)})
    for call in calls:
        with pytest.raises((NotFound, UnreadableInput)):
            read_building(path, **call)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("truncated.json", json.dumps(DOCUMENT)[:-20]),
        ("truncated.city.jsonl", json.dumps({"type": "CityJSON"}) + "\n" + '{"type": "CityJSONFeature", "CityO'),
        ("empty.json", ""),
        ("blank.yaml", "  \n"),
        ("list.json", "[1, 2]"),
        ("text.json", "hello"),
        ("words.yaml", "hello"),
        ("other.json", {"type": "Topology"}),
        ("nothing.json", {}),
        ("null.json", "null"),
        ("tabs.yaml", "id: x\n\troof: y"),
        ("nan.json", '{"type": "building", "id": "x", "roof": {"polygon": {"outer": [[NaN, 0], [1, 0], [1, 1]]}}}'),
        ("nan.yaml", "id: x\nroof: {polygon: {outer: [[.nan, 0], [1, 0], [1, 1]]}}"),
        ("huge.json", '{"type": "building", "id": "x", "roof": {"polygon": {"outer": [[1e999, 0], [1, 0], [1, 1]]}}}'),
        ("noroof.json", {"type": "building", "id": "x"}),
        ("unknown.json", DOCUMENT | {"colour": "red"}),
        ("crossing.json", with_ring([[155_000, 463_000], [155_010, 463_010], [155_010, 463_000], [155_000, 463_010]])),
        ("degrees.json", with_ring([[5.38, 52.15], [5.39, 52.15], [5.39, 52.16]])),
        ("rd-without-crs.json", with_ring([[155_000, 463_000], [155_010, 463_000], [155_010, 463_010]], None)),
        ("long.json", with_ring([[155_000 + 9 * math.cos(t / 143), 463_000 + 9 * math.sin(t / 143)] for t in range(900)])),
        ("deep.json", "[" * 100_000),
        ("digits.json", '{"type": "building", "id": ' + "9" * 5_000 + "}"),
        ("model.ifc", "ISO-10303-21;"),
        ("data.gpkg", "SQLite"),
    ],
)
def test_a_file_that_is_not_what_it_claims_gives_one_sentence(tmp_path: Path, name: str, content: Plain) -> None:
    with pytest.raises(OptopError) as caught:
        read_building(written(tmp_path, name, content))
    assert caught.value.exit_code == 2
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 400
    assert caught.value.message.endswith((".", "?"))


def test_bytes_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00\x01")
    for path in (tmp_path, tmp_path / "missing.json", tmp_path / "bytes.json"):
        with pytest.raises(UnreadableInput):
            read_building(path)


def test_too_large_a_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.city.json"
    with path.open("wb") as stream:
        stream.truncate(50_000_001)
    with pytest.raises(UnreadableInput, match=r"50\.0 MB; at most 50 MB"):
        read_building(path)
    document = written(tmp_path, "large.json", DOCUMENT | {"complex_nr": "9" * 2_100_000})
    with pytest.raises(UnreadableInput, match="at most 2 MB"):
        read_building(document)


def test_a_schema_error_points_at_its_field(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocument) as caught:
        read_building(written(tmp_path, "b.json", DOCUMENT | {"year_built": "old"}))
    assert caught.value.pointers[0].startswith("/year_built")


def test_the_registry_names_every_format() -> None:
    assert list(FORMATS) == ["ifc", "geopackage", "geoparquet", "dxf", "building", "cityjson", "geojson"]
