"""GeoJSON: RD only when it says so, else longitude and latitude; every mistake in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.errors import IncompleteRequest, NotFound, OptopError, UnreadableInput
from configurator.host.readers import list_buildings, read_building
from configurator.host.rings import polygon_of
from tests.configurator.host.samples import Plain, Point, box, turned, written

RD_RING = turned(box(0, 0, 40, 10), 0.0, (155_000.0, 463_000.0))
RD_CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
AMERSFOORT = (5.387204, 52.155173)
"""Longitude and latitude of RD (155000, 463000), the origin of RD: Onze Lieve Vrouwetoren in Amersfoort (RDNAPTRANS)."""


def polygon(ring: list[Point], **more: Plain) -> dict[str, Plain]:
    return {"type": "Polygon", "coordinates": [[*map(list, ring), list(ring[0])]], **more}


def feature(ring: list[Point], **properties: Plain) -> dict[str, Plain]:
    return {"type": "Feature", "properties": properties, "geometry": polygon(ring)}


def collection(*features: Plain, **more: Plain) -> dict[str, Plain]:
    return {"type": "FeatureCollection", "features": list(features), **more}


@pytest.mark.parametrize(
    "content", [polygon(RD_RING, crs=RD_CRS), collection(feature(RD_RING), crs=RD_CRS), feature(RD_RING) | {"crs": RD_CRS}]
)
def test_rd_that_is_declared_in_the_file(tmp_path: Path, content: Plain) -> None:
    read = read_building(written(tmp_path, "roof.geojson", content))
    assert read.site.crs == "EPSG:28992"
    assert polygon_of(read.roof.polygon, "roof", crs=read.site.crs).bounds == (155_000.0, 463_000.0, 155_040.0, 463_010.0)


@pytest.mark.parametrize("crs", ["EPSG:28992", "28992", "EPSG:7415", "https://www.opengis.net/def/crs/EPSG/0/28992"])
def test_rd_that_the_caller_declares(tmp_path: Path, crs: str) -> None:
    assert read_building(written(tmp_path, "roof.geojson", polygon(RD_RING)), crs=crs).roof.polygon.outer[0] in RD_RING


@pytest.mark.parametrize("crs", [None, "EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84"])
def test_longitude_and_latitude_become_rd(tmp_path: Path, crs: str | None) -> None:
    lon, lat = AMERSFOORT
    ring = [(lon, lat), (lon + 0.0006, lat), (lon + 0.0006, lat + 0.0001), (lon, lat + 0.0001)]
    read = read_building(written(tmp_path, "roof.geojson", polygon(ring)), crs=crs)
    # 0.2 m for the missing grid, 0.1 m for six decimals of a degree
    x, y = min(read.roof.polygon.outer)
    assert x == pytest.approx(155_000.0, abs=0.3)
    assert y == pytest.approx(463_000.0, abs=0.3)
    # 0.0006 degree of longitude at 52.155 N is 41.1 m, 0.0001 of latitude 11.1 m
    assert polygon_of(read.roof.polygon, "roof", crs="EPSG:28992").area == pytest.approx(41.1 * 11.13, rel=0.01)
    assert "WGS84" in read.sources["geojson"].reference


@pytest.mark.parametrize(
    ("content", "crs", "words"),
    [
        (polygon(RD_RING), None, "look like RD.*EPSG:28992"),
        (polygon(RD_RING), "EPSG:4326", "no longitude and latitude"),
        (polygon([(5.38, 52.15), (5.39, 52.15), (5.39, 52.16)]), "EPSG:28992", "degrees"),
        (polygon([(5.38, 52.15), (5.39, 52.15), (5.39, 52.16)], crs=RD_CRS), None, "degrees"),
        (polygon([(52.15, 5.38), (52.15, 5.39), (52.16, 5.39)]), None, "longitude first"),
        (polygon([(-74.0, 40.7), (-74.0, 40.8), (-73.9, 40.8)]), None, "no longitude and latitude in the Netherlands"),
        (polygon(RD_RING, crs=RD_CRS), "EPSG:4326", "leave one of them out"),
        (polygon(RD_RING), "EPSG:3857", "3857.*not read"),
        (polygon([(155_000, 463_000), (155_010, 463_010), (155_010, 463_000), (155_000, 463_010)]), "EPSG:28992", "self-intersection"),
        (polygon([(155_000 + i / 10, 463_000 + (i % 2) / 10 + i) for i in range(900)]), "EPSG:28992", "900 vertices"),
        ({"type": "Polygon", "coordinates": []}, "EPSG:28992", "Polygon with coordinates"),
        ({"type": "Polygon", "coordinates": [[1, 2, 3]]}, "EPSG:28992", "positions"),
        ({"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [2, 3]]]}, "EPSG:28992", "pair of numbers"),
        ({"type": "Polygon"}, "EPSG:28992", "Polygon"),
        (collection(), "EPSG:28992", "no features"),
        (collection(7), "EPSG:28992", "no object"),
        (collection({"type": "Feature", "properties": None, "geometry": None}), "EPSG:28992", "empty"),
        ({"type": "Feature", "geometry": {"type": "Point", "coordinates": [155_000, 463_000]}}, "EPSG:28992", "Point"),
        ({"type": "MultiPolygon", "coordinates": [[RD_RING], [RD_RING]]}, "EPSG:28992", "2 separate parts"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, content: Plain, crs: str | None, words: str) -> None:
    with pytest.raises(UnreadableInput, match=words) as caught:
        read_building(written(tmp_path, "roof.geojson", content), crs=crs)
    assert "\n" not in caught.value.message
    assert caught.value.message.endswith(".")


def test_several_outlines_need_an_id(tmp_path: Path) -> None:
    far = turned(box(0, 0, 20, 10), 0.0, (155_100.0, 463_000.0))
    pand = "NL.IMBAG.Pand.0307100000000001"
    path = written(tmp_path, "two.geojson", collection(feature(RD_RING, id="noord"), feature(far, identificatie=pand), crs=RD_CRS))
    with pytest.raises(IncompleteRequest, match=r"2 outlines.*noord"):
        read_building(path)
    with pytest.raises(NotFound, match=r"'zuid'.*noord"):
        read_building(path, "zuid")
    assert read_building(path, "noord").id == "noord"
    assert read_building(path, "0307100000000001").bag_ids == ("0307100000000001",)
    assert [(s.id, s.area_m2) for s in list_buildings(path)] == [("noord", 400.0), (pand, 200.0)]
    with pytest.raises(NotFound, match="roof level"):
        read_building(path, "noord", roof_level="2")


def test_properties_with_the_name_of_a_field_are_facts_of_the_file(tmp_path: Path) -> None:
    facts = {"storeys_existing": 4, "family": "F05", "bouwjaar": "1966", "id": 7, "type": "flat", "name": "blok", "hoogte": "?"}
    read = read_building(written(tmp_path, "roof.geojson", feature(RD_RING, **facts)), crs="EPSG:28992")
    assert read.id == "7"
    assert read.storeys_existing is not None
    assert read.year_built is not None
    assert (read.storeys_existing.value, read.storeys_existing.source, read.year_built.value) == (4, "geojson", 1966)
    many = read_building(written(tmp_path, "roof.geojson", feature(RD_RING, storeys_existing="many", bouwjaar=1966)), crs="EPSG:28992")
    assert (many.storeys_existing, many.year_built is None) == (None, False)
    assert [(item.code, item.parameters["value"]) for item in many.findings] == [("READ-PROPERTY-UNUSED", "many")]


def test_heights_dwellings_and_types_are_read_under_the_names_that_registers_give_them(tmp_path: Path) -> None:
    register = {"aantal_verblijfsobjecten": 8, "gebruiksdoel": "woonfunctie", "gebouwtype": "Portiekwoning", "dakhoogte_nap": 14.2}
    read = read_building(written(tmp_path, "roof.geojson", feature(RD_RING, h_maaiveld=2.0, **register)), crs="EPSG:28992")
    facts = (read.dwellings_existing, read.dwelling_type_existing, read.roof.level_nap_m, read.ground_nap_m)
    assert [fact.value for fact in facts if fact is not None] == [8, "portiek", 14.2, 2.0]
    assert read.site.crs == "EPSG:7415"
    shops = read_building(
        written(tmp_path, "roof.geojson", feature(RD_RING, **(register | {"gebruiksdoel": "winkelfunctie,woonfunctie"}))), crs="EPSG:28992"
    )
    assert shops.dwellings_existing is None


def test_outlines_that_share_an_id_do_not_hide_each_other(tmp_path: Path) -> None:
    twice = {"type": "FeatureCollection", "features": [feature(RD_RING, id="a"), feature(RD_RING, id="a"), feature(RD_RING, id="b")]}
    path = written(tmp_path, "roof.geojson", twice)
    assert [entry.id for entry in list_buildings(path, crs="EPSG:28992")] == ["a-1", "a-2", "b"]
    pand = {"identificatie": "NL.IMBAG.Pand.0000000000000007"}
    path = written(tmp_path, "roof.geojson", twice | {"features": [feature(RD_RING, **pand), feature(RD_RING, **pand)]})
    with pytest.raises(IncompleteRequest, match="2 outlines"):
        read_building(path, "0000000000000007", crs="EPSG:28992")
    with pytest.raises(NotFound):
        read_building(path, "a", crs="EPSG:28992")


def test_one_broken_outline_among_many_does_not_hide_the_others(tmp_path: Path) -> None:
    crossed = [RD_RING[0], RD_RING[2], RD_RING[1], RD_RING[3]]
    both = {"type": "FeatureCollection", "features": [feature(crossed, id="a"), feature(RD_RING, id="b")]}
    path = written(tmp_path, "roof.geojson", both)
    assert [(entry.id, entry.flat_levels) for entry in list_buildings(path, crs="EPSG:28992")] == [("a", 0), ("b", 1)]
    with pytest.raises(UnreadableInput, match="outline"):
        read_building(path, "a", crs="EPSG:28992")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400"])
def test_numbers_that_are_none_are_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(OptopError) as caught:
        read_building(written(tmp_path, "roof.geojson", f'{{"type": "Polygon", "coordinates": [[[{value}, 1], [2, 3], [4, 1]]]}}'))
    assert caught.value.exit_code == 2


def test_heights_above_the_ellipsoid_are_never_taken_for_nap(tmp_path: Path) -> None:
    """RD (155000, 463000) at NAP + 0 m is 52.155173 N, 5.387204 E at 43.28 m above the ellipsoid (RDNAPTRANS2018)."""
    ring = [[5.3872, 52.1551, 56.28], [5.3878, 52.1551, 56.28], [5.3878, 52.1552, 56.28], [5.3872, 52.1552, 56.28]]
    high = {"type": "Feature", "properties": {"h_maaiveld": 2.0}, "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}
    read = read_building(written(tmp_path, "roof.geojson", high))
    # A roof at NAP + 13 m: nothing of the 56.28 m may end up in the building, nor 56.28 less the ground
    assert (read.roof.level_nap_m, read.roof.height_above_ground_m, read.site.crs) == (None, None, "EPSG:28992")
    said = [item for item in read.findings if item.code == "READ-HEIGHT-ELLIPSOIDAL"]
    assert [(item.status, item.subjects) for item in said] == [("unknown", ("/roof",))]
    assert "56.28" not in read.model_dump_json()
    low = high | {"geometry": {"type": "Polygon", "coordinates": [[point[:2] for point in [*ring, ring[0]]]]}}
    assert "READ-HEIGHT-ELLIPSOIDAL" not in [item.code for item in read_building(written(tmp_path, "flat.geojson", low)).findings]
