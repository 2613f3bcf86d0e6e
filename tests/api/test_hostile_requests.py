"""What a service on the internet is sent: each answered at once with the right problem, and the service stays up.

The list follows what is known to break services like this one: numbers that are none, documents without an end, outlines that overlap
themselves, files cut off or made to crash their reader.
"""

from __future__ import annotations

import gzip
import io
import json
import math
import socket
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from catalogue.resolve import resolve_building
from tests.api.serving import Answer, Server
from tests.api.test_serving import CIRCULAR
from tests.configurator.host.readers.ifc_block import Block, ifc_text

DEMO = resolve_building("demo-portiek-1966").model_dump(mode="json", exclude_none=True)
GOOD = json.dumps({"building": DEMO, "concept": "A3"}).encode()
JSON = {"content-type": "application/json"}
AT_ONCE_S = 10.0
"""Far above what any of these takes alone; the machine of the tests computes other things beside it."""


@pytest.fixture(scope="module", autouse=True)
def stays_up(server: Server) -> Iterator[None]:
    yield
    assert server.ask("GET", "/healthz").status == 200
    answer = server.ask("POST", "/v1/configurations", GOOD, JSON)
    assert (answer.status, answer.json["summary"]["dwellings"] > 0) == (200, True)


def refused(answer: Answer, *statuses: int) -> None:
    assert answer.status in statuses, (answer.status, answer.body[:300])
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json
    assert problem["status"] == answer.status
    assert problem["detail"]
    assert "Traceback" not in problem["detail"]


def with_ring(ring: list[list[float]], **more: Any) -> bytes:
    roof = {**DEMO["roof"], "polygon": {"outer": ring, **more}}
    building = {key: value for key, value in DEMO.items() if key not in ("obstacles", "bearing_lines")}
    return json.dumps({"building": {**building, "roof": roof}, "concept": "A3"}).encode()


def changed(**members: Any) -> bytes:
    return json.dumps({"building": {**DEMO, **members}, "concept": "A3"}).encode()


def asking(**members: Any) -> bytes:
    return json.dumps({"building": DEMO, "concept": "A3", **members}).encode()


def star(count: int) -> list[list[float]]:
    """A ring that crosses itself in every possible place."""
    return [[30 + 25 * math.cos(7 * k * 2.399963), 30 + 25 * math.sin(11 * k * 2.399963)] for k in range(count)]


BOX = [[0.0, 0.0], [60.0, 0.0], [60.0, 10.0], [0.0, 10.0]]
BODIES: dict[str, tuple[bytes, tuple[int, ...]]] = {
    "nothing": (b"", (400, 415, 422)),
    "cut off": (GOOD[: len(GOOD) // 2], (400,)),
    "a list": (b"[]", (422,)),
    "null": (b"null", (422,)),
    "a text": (b'"A3"', (422,)),
    "not a number": (GOOD.replace(b"60.0", b"NaN", 1) if b"60.0" in GOOD else with_ring(BOX).replace(b"60.0", b"NaN"), (400, 422)),
    "infinity": (with_ring(BOX).replace(b"60.0", b"-Infinity"), (400, 422)),
    "1e400": (with_ring(BOX).replace(b"60.0", b"1e400"), (400, 422)),
    "1e308": (with_ring(BOX).replace(b"60.0", b"1e308"), (400, 422)),
    "1e18": (with_ring(BOX).replace(b"60.0", b"1e18"), (400, 422)),
    "denormal": (with_ring(BOX).replace(b"60.0", b"5e-324"), (400, 422)),
    "a list without an end": (b"[" * 100_000, (400,)),
    "an object without an end": (b'{"building":' * 100_000, (400,)),
    "a closed list 100,000 deep": (b'{"building":' + b"[" * 100_000 + b"]" * 100_000 + b"}", (400,)),
    "5,000 digits": (asking().replace(b'"A3"', b"1" * 5000), (400, 422)),
    "a key twice": (asking()[:-1] + b', "concept": "A5"}', (400,)),
    "a key twice, deep down": (GOOD.replace(b'"roof": {', b'"roof": {"polygon": 1, ', 1), (400,)),
    "an escaped null byte": (changed(id="a\0b"), (422,)),
    "a bare null byte": (GOOD.replace(b"demo", b"de\0mo", 1), (400,)),
    "half a surrogate pair": (GOOD.replace(b"demo-portiek", b"\\ud800", 1), (400, 422)),
    "no UTF-8": (GOOD.replace(b"demo", b"\xff\xfe", 1), (400,)),
    "a ring that crosses itself 500 times": (with_ring(star(500)), (400, 422)),
    "a ring of 1,000 vertices": (with_ring(star(1000)), (422,)),
    "a bow tie": (with_ring([[0, 0], [60, 10], [60, 0], [0, 10]]), (400, 422)),
    "two points": (with_ring(BOX[:2]), (422,)),
    "one point, often": (with_ring([[1.0, 1.0]] * 50), (400, 422)),
    "a line": (with_ring([[0, 0], [10, 0], [20, 0], [30, 0]]), (400, 422)),
    "a roof of a square centimetre": (with_ring([[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01]]), (200, 400, 422)),
    "a roof of the size of the country": (with_ring([[0, 0], [3e5, 0], [3e5, 3e5], [0, 3e5]]), (400, 422)),
    "a hole outside": (with_ring(BOX, holes=[[[100, 100], [101, 100], [101, 101]]]), (400, 422)),
    "a hole that is the roof": (with_ring(BOX, holes=[BOX]), (400, 422)),
    "20,000 holes": (with_ring(BOX, holes=[[[1, 1], [2, 1], [2, 2]]] * 20_000), (400, 413, 422)),
    "a billion storeys": (changed(storeys_existing={"value": 10**9}), (422,)),
    "minus one storey": (changed(storeys_existing={"value": -1}), (422,)),
    "half a storey": (changed(storeys_existing={"value": 3.5}), (422,)),
    "true storeys": (changed(storeys_existing={"value": "four"}), (422,)),
    "an unknown field": (changed(surprise=1), (422,)),
    "10,000 obstacles": (changed(obstacles=[{"class": "vent"}] * 10_000), (422,)),
    "a module of a millimetre": (asking(options={"module_width_mm": 1}), (200, 422)),
    "a module of a light year": (asking(options={"module_length_mm": 10**18}), (200, 422)),
    "a million storeys on top": (asking(options={"storeys_added": 10**6}), (422,)),
    "a mix of 20,000 types": (asking(options={"mix": {f"t{k}": 0.00001 for k in range(20_000)}}), (200, 400, 404, 422)),
    "a concept that climbs": (asking(concept="../../etc/passwd"), (404, 422)),
    "a concept of a megabyte": (asking(concept="A" * 1_000_000), (422,)),
    "a version beyond numbers": (asking(concept="A3@" + "9" * 100 + ".0.0"), (404, 422)),
    "an assumption set that climbs": (asking(assumptions="../../etc/passwd"), (404, 422)),
    "a project key of two lines": (asking(project_key="a\nb"), (422,)),
    "a body of 3 MB": (b" " * 3_000_000, (413,)),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body(server: Server, name: str) -> None:
    body, statuses = BODIES[name]
    start = time.monotonic()
    answer = server.ask("POST", "/v1/configurations", body, JSON)
    assert time.monotonic() - start < AT_ONCE_S
    if answer.status == 200:
        assert 200 in statuses
        assert answer.json["findings"], "what is odd and can be computed is said"
    else:
        refused(answer, *statuses)


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data"},
        {"content-type": "application/json; charset=utf-32"},
        {"content-type": "\xff"},
        {"content-type": "application/json", "content-encoding": "gzip"},
        {},
    ],
    ids=str,
)
def test_a_body_that_is_said_to_be_another(server: Server, headers: dict[str, str]) -> None:
    body = gzip.compress(GOOD) if "content-encoding" in headers else GOOD
    answer = server.ask("POST", "/v1/configurations", body, headers)
    if headers.get("content-type", "").startswith("application/json;"):
        assert answer.status == 200  # JSON over HTTP is UTF-8 whatever the parameter says (RFC 8259, 8.1 and 11)
    else:
        refused(answer, 400, 415, 422)


def test_a_large_body_in_chunks_is_cut_off(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 30) as raw:
        raw.sendall(b"POST /v1/configurations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        block = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        try:
            for _ in range(60):
                raw.sendall(block)
            raw.sendall(b"0\r\n\r\n")
        except OSError:
            pass  # it hung up on us, which is what this is about
        head = raw.recv(200)
    assert head.startswith(b"HTTP/1.1 413"), head


@pytest.mark.parametrize(
    ("path", "headers", "statuses"),
    [
        ("/v1/configurations/sha256:" + "0" * 64, {"accept": ",".join(f"a/b{k};q=0.{k}" for k in range(2000))}, (404, 406)),
        ("/v1/configurations/sha256:" + "0" * 64, {"accept": ";;;,,,q=q=q", "accept-language": "*;q=x, \x80"}, (404, 406)),
        ("/v1/configurations/..%2f..%2fetc%2fpasswd", {}, (404, 422)),
        ("/v1/configurations/sha256:%00", {}, (404, 422)),
        ("/v1/configurations/sha256:" + "0" * 64 + "." + "x" * 5000, {}, (404, 422)),
        ("/v1/configurations/sha256:" + "0" * 64 + "/trace?pointer=" + "/a" * 5000, {}, (404, 422)),
        ("/v1/configurations/sha256:" + "0" * 64 + "?lang=" + "n" * 5000, {}, (404, 422)),
        ("/v1/concepts/%ff%fe", {}, (404, 422)),
        ("/" + "a/" * 2000, {}, (404,)),
    ],
    ids=range(9),
)
def test_an_address(server: Server, path: str, headers: dict[str, str], statuses: tuple[int, ...]) -> None:
    refused(server.ask("GET", path, headers=headers), *statuses)


def zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def geojson(coordinates: str) -> bytes:
    return b'{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": ' + coordinates.encode() + b"}}"


IFC = ifc_text(Block(hut_m=None)).encode()
XXE = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><ids>&x;</ids>"
LAUGHS = b"<!DOCTYPE l [<!ENTITY a 'ha'>" + b"".join(b"<!ENTITY a%d '%b'>" % (k, b"&a%d;" % (k - 1) * 10) for k in range(1, 12)) + b"]>"
FILES: dict[str, tuple[str, bytes]] = {
    "empty": ("a.ifc", b""),
    "null bytes": ("a.ifc", b"\0" * 100_000),
    "an IFC cut in half": ("a.ifc", IFC[: len(IFC) // 2]),
    "an IFC cut inside a text": ("a.ifc", IFC[: IFC.index(b"'", len(IFC) // 3) + 3]),
    "an IFC whose placements are their own": ("a.ifc", CIRCULAR),
    "an IFC of another century": ("a.ifc", IFC.replace(b"('IFC4')", b"('IFC9')")),
    "an IFC with null bytes": ("a.ifc", IFC[:2000] + b"\0" * 5000 + IFC[2000:]),
    "a zip that says it is an IFC": ("a.ifc", zipped("a.ifc", IFC)),
    "a zip bomb": ("a.ifczip", zipped("a.ifc", b"\0" * 50_000_000)),
    "a workbook that is a bomb": ("a.xlsx", zipped("xl/worksheets/sheet1.xml", b" " * 50_000_000)),
    "gzip": ("a.json.gz", gzip.compress(GOOD)),
    "a picture": ("a.ifc", b"\x89PNG\r\n\x1a\n" + b"\0" * 1000),
    "GeoJSON that is not a number": ("a.geojson", geojson("[[[NaN, 1], [2, 2], [3, 1], [NaN, 1]]]")),
    "GeoJSON at 1e308": ("a.geojson", geojson("[[[1e308, 1], [2, 2e307], [3, 1], [1e308, 1]]]")),
    "GeoJSON 100,000 deep": ("a.geojson", geojson("[" * 100_000 + "]" * 100_000)),
    "GeoJSON crossing itself 1,000 times": ("a.geojson", geojson(json.dumps([[[142_000 + x, 455_000 + y] for x, y in star(1000)]]))),
    "YAML laughs": ("a.yaml", b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"),
    "CityJSON without its vertices": (
        "a.city.json",
        json.dumps(
            {
                "type": "CityJSON",
                "version": "2.0",
                "vertices": [],
                "CityObjects": {
                    "a": {"type": "Building", "geometry": [{"type": "MultiSurface", "lod": "2.2", "boundaries": [[[0, 1, 10**11]]]}]}
                },
            }
        ).encode(),
    ),
    "a database that is none": ("a.gpkg", b"SQLite format 3\0" + b"\xff" * 10_000),
    "a table of one line": ("a.csv", b"=cmd|' /C calc'!A0"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file(server: Server, name: str) -> None:
    file, content = FILES[name]
    start = time.monotonic()
    refused(server.upload("/v1/inspections", file, content), 400, 404, 422)
    assert time.monotonic() - start < 3 * AT_ONCE_S


@pytest.mark.parametrize("xml", [XXE, LAUGHS + b"<ids>&a11;</ids>", b"<ids", b""], ids=["entity", "laughs", "cut", "empty"])
def test_requirements_that_attack(server: Server, xml: bytes) -> None:
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%b"; filename="%b"\r\n\r\n%b\r\n' % part
        for part in ((b"file", b"a.ifc", IFC), (b"ids", b"a.ids", xml))
    )
    answer = server.ask("POST", "/v1/ifc-checks", body + b"--x--\r\n", {"content-type": "multipart/form-data; boundary=x"})
    refused(answer, 400, 422)
    assert b"root:" not in answer.body


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"--y\r\n\r\n"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.ifc"\r\n\r\nISO'),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="crs"\r\n\r\na\r\n' * 3000 + b"--x--\r\n"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="facts"\r\n\r\n' + b"a" * 900_000 + b"\r\n--x--\r\n",
        ),
        ("application/json", b'{"file": "a"}'),
        ("multipart/form-data; boundary=" + "x" * 10_000, b"--x--"),
    ],
    ids=range(7),
)
def test_a_form(server: Server, content_type: str, body: bytes) -> None:
    refused(server.ask("POST", "/v1/inspections", body, {"content-type": content_type}), 400, 413, 415, 422)
