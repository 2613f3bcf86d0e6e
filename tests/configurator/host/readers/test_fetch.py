"""Fetching a pand: off by default, and one sentence for everything that can go wrong. Only loopback is reached."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from catalogue.errors import IncompleteRequest, NotFound, OptopError, UnreadableInput
from configurator.host.readers.fetch import fetch_box, fetch_pand, pand_digits
from tests.configurator.host.samples import Plain, box, cityjson, flat

ID = "NL.IMBAG.Pand.0355100000741774"
TILE = cityjson([flat(box(0, 0, 40, 10), 13.0), flat(box(0, 0, 40, 10), 2.0)], ["RoofSurface", "GroundSurface"])
ANSWER = {
    "metadata": {"transform": TILE["transform"]},
    "feature": {"type": "CityJSONFeature", "CityObjects": TILE["CityObjects"], "vertices": TILE["vertices"]},
}


class Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = {f"/collections/pand/items/{ID}": json.dumps(ANSWER), f"/collections/pand/items/{ID[:-1]}0": "<html>"}
        text = known.get(self.path, "")
        self.send_response(200 if text else 404 if "items/" in self.path else 500)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: Plain) -> None:  # noqa: A002 - the name of the base class
        return


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_an_answer_becomes_a_building(address: str) -> None:
    building = fetch_pand("0355100000741774", address + "/")
    assert building.roof.level_nap_m is not None
    assert building.roof.level_nap_m.value == 13.0


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
    with pytest.raises(UnreadableInput, match="500"):
        fetch_box((155_000.0, 463_000.0, 155_100.0, 463_100.0), address)
    with pytest.raises(UnreadableInput, match="no box"):
        fetch_box((5.0, 52.0, 5.1, 52.1), address)


def test_the_digits_of_an_id() -> None:
    assert pand_digits(ID) == pand_digits(ID[-16:]) == "0355100000741774"
    assert pand_digits("a.json") is None
