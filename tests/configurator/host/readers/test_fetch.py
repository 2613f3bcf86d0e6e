"""Fetching a pand: off by default, and one sentence for everything that can go wrong. Only loopback is reached."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from catalogue.errors import IncompleteRequest, InvalidDocument, NotFound, OptopError, UnreadableInput
from configurator.host.readers import list_buildings, read_building
from configurator.host.readers.content import Choice
from configurator.host.readers.fetch import SETTING, fetch_box, fetch_pand, pand_digits
from configurator.host.rings import polygon_of
from tests.configurator.host.samples import Plain, box, cityjson, flat

ID = "NL.IMBAG.Pand.0355100000741774"
NEXT = "NL.IMBAG.Pand.0355100000741775"


def answer(number: int, *panden: tuple[str, float, float], **members: Plain) -> Plain:
    """A page with panden (id, start, end along the street) under a transform of its own; vertices as texts on even pages."""
    features = []
    for name, x0, x1 in panden:
        tile = cityjson([flat(box(x0, 0, x1, 10), 13.0), flat(box(x0, 0, x1, 10), 2.0)], ["RoofSurface", "GroundSurface"])
        moved = [[x - 500 * number, y, z] for x, y, z in tile["vertices"]]
        texts: Plain = [" ".join(map(str, vertex)) for vertex in moved] if number % 2 == 0 else moved
        features.append({"type": "CityJSONFeature", "id": name, "CityObjects": {name: tile["CityObjects"]["house"]}, "vertices": texts})
    shift = [142_000.0 + number * 0.5, 455_000.0, 0.0]
    return {"metadata": {"transform": {"scale": [0.001] * 3, "translate": shift}}, "features": features, **members}


SINGLE = {name: value for name, value in answer(1, (ID, 0, 15)).items() if name != "features"} | {
    "feature": answer(1, (ID, 0, 15))["features"][0]
}
PAGES = {
    "": answer(2, (ID, 0, 15), numberMatched=2, links=[{"rel": "self"}, {"rel": "next", "href": "http://elsewhere.invalid/x?offset=100"}]),
    "offset=100": answer(3, (NEXT, 15, 30), numberMatched=2, links=[]),
}


class Service(BaseHTTPRequestHandler):
    """Answers for one pand and for boxes, in the form of the 3DBAG API; a box far in the north misbehaves in other ways."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        known: dict[str, Plain] = {f"/collections/pand/items/{ID}": SINGLE, f"/collections/pand/items/{ID[:-1]}0": None}
        page: Plain = known.get(path, {})
        if path == "/collections/pand/items":
            forever = {"links": [{"rel": "next", "href": "?forever"}]}
            odd = {"463000": {}, "464000": answer(1, numberMatched=5), "465000": forever | {"features": []}, "466000": [1]}
            where = next((name for name in odd if f",{name}.00" in query), "465000" if query == "forever" else "")
            page = odd[where] if where else PAGES["offset=100" if query == "offset=100" else ""]
        text = "<html>" if page is None else json.dumps(page)
        self.send_response(200 if page != {} else 404 if "items/" in path else 500)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: Plain) -> None:  # noqa: A002 - the name of the base class
        return


@contextmanager
def pand_service() -> Iterator[str]:
    """Serve those pages on this machine; gives the address."""
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with pand_service() as served:
        yield served


def test_a_pand_is_fetched_with_the_row_that_it_stands_in(address: str) -> None:
    building = fetch_pand(ID[-16:], address + "/")
    assert building.roof.level_nap_m is not None
    assert building.roof.level_nap_m.value == 13.0
    assert building.bag_ids == (ID[-16:], NEXT[-16:])
    assert polygon_of(building.roof.polygon, "roof", crs="EPSG:7415").area == pytest.approx(300.0, abs=0.1)
    alone = fetch_pand(ID, address, Choice(row="alone"))
    assert polygon_of(alone.roof.polygon, "roof", crs="EPSG:7415").area == pytest.approx(150.0, abs=0.1)


def test_a_box_is_every_page_of_it_each_with_its_own_transform(address: str) -> None:
    content = fetch_box((142_000.0, 455_000.0, 142_100.0, 455_100.0), address)
    assert [(entry.id, entry.area_m2) for entry in list_buildings(content)] == [(ID, 150.0), (NEXT, 150.0)]
    assert read_building(content, NEXT).bag_ids == (NEXT[-16:], ID[-16:])


@pytest.mark.parametrize(("north", "words"), [(463, "500"), (464, "0 of the 5 panden"), (465, "2000 panden"), (466, "something else")])
def test_a_service_that_misbehaves_costs_one_sentence(address: str, north: int, words: str) -> None:
    with pytest.raises(UnreadableInput, match=words):
        fetch_box((142_000.0, north * 1000.0, 142_100.0, north * 1000.0 + 100.0), address)


def test_a_box_on_the_command_line(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["inspect", "--box", "142000,455000,142100,455100"]
    off = CliRunner().invoke(app, words)
    assert isinstance(off.exception, IncompleteRequest)
    assert SETTING in off.exception.message
    monkeypatch.setenv(SETTING, address)
    listed = CliRunner().invoke(app, [*words, "--json"])
    assert [entry["id"] for entry in json.loads(listed.stdout)["buildings"]] == [ID, NEXT]
    one = CliRunner().invoke(app, [*words, "--building", NEXT, "--row", "alone", "--json"])
    assert json.loads(one.stdout)["building"]["bag_ids"] == [NEXT[-16:]]
    for wrong in ("1,2,3", "a,b,c,d", "0,0,1,1"):
        refused = CliRunner().invoke(app, ["inspect", "--box", wrong])
        assert isinstance(refused.exception, UnreadableInput)
    both = CliRunner().invoke(app, ["inspect", "demo-portiek-1966", "--box", "142000,455000,142100,455100"])
    assert isinstance(both.exception, InvalidDocument)


def test_what_goes_wrong_is_one_sentence(address: str) -> None:
    cases: list[tuple[str, str | None, type[OptopError]]] = [
        (ID, None, IncompleteRequest),
        (ID, "", IncompleteRequest),
        (ID, "file:///etc", UnreadableInput),
        (ID, "http://127.0.0.1:9", UnreadableInput),
        (ID[:-1] + "9", address, NotFound),
        (ID[:-1] + "0", address, UnreadableInput),
        ("12", address, NotFound),
    ]
    for identifier, where, kind in cases:
        with pytest.raises(kind) as caught:
            fetch_pand(identifier, where)
        assert "\n" not in caught.value.message
    with pytest.raises(UnreadableInput, match="no box"):
        fetch_box((5.0, 52.0, 5.1, 52.1), address)


def test_the_digits_of_an_id() -> None:
    assert pand_digits(ID) == pand_digits(ID[-16:]) == "0355100000741774"
    assert pand_digits("a.json") is None
