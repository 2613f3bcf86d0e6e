"""The OpenAPI document tells the truth: everything is named, every problem declared, every unit said, and every example works."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.http.application import create_service
from api.http.description import EXAMPLE_BUILDING, EXAMPLE_DRAFT, example_building, example_concept
from api.keys import secret_digest
from api.settings import Settings
from catalogue.documents.concept import Concept
from catalogue.store import publishing
from catalogue.store.keys import MachineKey, make_key
from catalogue.store.organisations import organisations
from tests.api.http.conftest import AT, Caller, caller, service_of
from tests.configurator.host.readers.ifc_block import Block, ifc_text

Node = dict[str, Any]
PIXEL = b"\x89PNG\r\n\x1a\n"
OWN = "optop-example"
IFC = ifc_text(Block(hut_m=None)).encode()


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Node:
    app: FastAPI = create_service(Settings(database=str(tmp_path_factory.mktemp("d") / "o.sqlite")))
    found: Node = app.openapi()
    return found


def operations(document: Node) -> list[tuple[str, str, Node]]:
    return [(method.upper(), path, operation) for path, methods in document["paths"].items() for method, operation in methods.items()]


def test_every_operation_is_named_described_and_placed(document: Node) -> None:
    found = operations(document)
    names = [operation["operationId"] for _, _, operation in found]
    assert len(names) == len(set(names))
    for _, path, operation in found:
        assert re.fullmatch("[a-z][a-z0-9_]+", operation["operationId"])
        assert len(operation["description"]) > 20, path
        assert len(operation["tags"]) == 1
        assert operation["security"]
        assert re.fullmatch(r"(/[a-z0-9.-]+|/\{[a-z_]+\}(\.\{suffix\})?)+", path), path


def test_every_error_is_a_problem_and_those_that_can_be_are_declared(document: Node) -> None:
    for method, path, operation in operations(document):
        responses = operation["responses"]
        assert {"400", "404", "413", "422", "429", "500", "503"} <= set(responses), path
        for status, response in responses.items():
            if int(status) >= 400:
                assert response["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
            else:
                assert status in ("200", "201", "204", "304")
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        assert ("If-Match" in names) == ({"412", "428"} <= set(responses)), (method, path)
        if {} not in operation["security"]:
            assert {"401", "403"} <= set(responses)


def test_lists_have_pages(document: Node) -> None:
    for method, path, operation in operations(document):
        schema = operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
        name = schema.get("$ref", "").rpartition("/")[2]
        if method == "GET" and "next_cursor" in document["components"]["schemas"].get(name, {}).get("properties", {}):
            assert {"limit", "cursor"} <= {parameter["name"] for parameter in operation["parameters"]}, path


def test_every_field_with_a_unit_in_its_name_says_it(document: Node) -> None:
    schemas = document["components"]["schemas"]
    units = {
        f"{name}.{field}": said
        for name, schema in schemas.items()
        for field, said in schema.get("properties", {}).items()
        if re.search(r"_(mm|m|m2|m3|kg|kn|kn_per_m|kn_per_m2|kg_per_m2|deg)$", field)
    }
    assert len(units) > 150
    for field, said in units.items():
        assert said["x-unit"], field
        assert said["description"].endswith("."), field
    assert units["ConceptCard.mass_kg_per_m2"]["x-unit"] == "kg/m2"
    assert units["LoadLine.existing_g_kn_per_m"]["x-unit"] == "kN/m"


def test_schemas_have_names_that_one_can_write(document: Node) -> None:
    names = document["components"]["schemas"]
    assert [name for name in names if not re.fullmatch("[A-Z][A-Za-z0-9]*(_[a-z_]+)?", name)] == []
    assert set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document))) <= set(names)


# --- the examples


def _example(parameter: Node) -> Any:
    values = [one["value"] for one in parameter.get("examples", {}).values()]
    return values[0] if values else None


FILES = {"image/png": PIXEL}
"""What stands for a body that is a file, by its kind; the archive of a catalogue comes from the service itself."""


def _schema(document: Node, schema: Node) -> Node:
    found: Node = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _sent(document: Node, operation: Node) -> Node:
    """What the example of a body comes to, as the client takes it; nothing for an operation without a body."""
    content = operation.get("requestBody", {}).get("content", {})
    for media_type in content.keys() & {*FILES, "application/zip"}:
        return {"content": FILES[media_type], "headers": {"content-type": media_type}}
    if "multipart/form-data" in content:
        schema = _schema(document, content["multipart/form-data"]["schema"])
        wanted = {name for name in schema.get("required", ()) if "contentMediaType" in schema["properties"][name]}
        return {"files": dict.fromkeys(wanted, ("model.ifc", IFC)), "data": schema.get("examples", [{}])[0]}
    return {} if "application/json" not in content else {"json": _json(document, content["application/json"])}


def _json(document: Node, said: Node) -> Any:
    if "examples" in said:
        example = next(iter(said["examples"].values()))
        name = example.get("$ref", "").rpartition("/")[2]
        return document["components"]["examples"][name]["value"] if name else example["value"]
    return _schema(document, said["schema"])["examples"][0]


def _prepare(client: TestClient, owner: Caller, other: Caller, name: str) -> str | None:
    """Bring about what an example supposes; returns the tag that its change has to name."""
    if "draft" in name or name == "request_changes":
        return _draft(owner, other, name)
    if "building" in name:
        return _building(owner, name)
    if name == "rename_organisation":
        return str(owner("GET", f"/v1/organisations/{OWN}").headers["etag"])
    service = service_of(client)
    if name in ("get_key", "rotate_key", "revoke_key") and owner("GET", "/v1/keys/abcdefgh").status_code == 404:
        digest = secret_digest(service.pepper, "abcdefgh", "A" * 43)
        make_key(service.database, MachineKey("abcdefgh", OWN, "Robot", ("reader",), None, digest, "", "test", None, None, None))
    if name == "diff_concept_versions":
        newer = {**json.loads(_shipped(client)), "version": "1.0.1", "summary": {"nl": "Anders.", "en": "Other."}}
        publishing.publish(service.database, Concept.model_validate(newer), publishing.Signing(OWN, "a", "b"), AT)
    return None


def _draft(owner: Caller, other: Caller, name: str) -> str | None:
    draft = "/v1/drafts/" + "/".join(EXAMPLE_DRAFT)
    there = owner("GET", draft)
    if name == "create_draft":
        if there.status_code == 200:
            owner("DELETE", draft, If_Match=there.headers["etag"])
        return None
    if there.status_code == 404:
        there = owner("POST", "/v1/drafts", example_concept())
    state = there.json()["state"]
    if name in ("request_changes", "publish_draft") and state != "in_review":
        there = owner("POST", f"{draft}/submission", If_Match=there.headers["etag"])
    if name in ("replace_draft", "submit_draft", "discard_draft") and state == "in_review":
        there = other("POST", f"{draft}/change-request", {"comment": "x"}, If_Match=there.headers["etag"])
    return str(there.headers["etag"])


def _building(owner: Caller, name: str) -> str | None:
    path = f"/v1/buildings/{EXAMPLE_BUILDING}"
    if name == "create_building":
        owner("DELETE", path, If_Match="*")
        return None
    there = owner("GET", path)
    if there.status_code == 404:
        there = owner("POST", "/v1/buildings", example_building())
    return str(there.headers["etag"])


def _shipped(client: TestClient) -> bytes:
    return client.get("/v1/concepts/A3/versions/1.0.0").content


ORDER = (
    "get",
    "list",
    "check",
    "judge",
    "health",
    "create",
    "hand_in",
    "infer",
    "begin",
    "replace",
    "rename",
    "submit",
    "request",
    "diff",
    "rotate",
)


ALONE = ("begin_session", "metrics")
"""Tried with their own tests: a key that is somebody's, an address that is this machine's."""


def test_every_example_works(client: TestClient, document: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that change come after those that read."""
    owner, other = (caller(client, OWN, name, "admin", "operator") for name in ("An", "Bo"))
    with service_of(client).database.reading() as connection:
        assert organisations(connection, OWN, after="", limit=1)
    monkeypatch.setitem(FILES, "application/zip", owner("GET", "/v1/catalogue").content)
    digests = {"attachments": _attached(client, owner), "configurations": _configured(client, document)}
    done = []

    def order(entry: tuple[str, str, Node]) -> int:
        return next((place for place, word in enumerate(ORDER) if entry[2]["operationId"].startswith(word)), len(ORDER))

    for method, path, operation in sorted(operations(document), key=order):
        name = operation["operationId"]
        if name in ALONE:
            continue
        tag = _prepare(client, owner, other, name)
        own = {"digest": digests.get(operation["tags"][0])}
        parameters = {p["name"]: (p["in"], own.get(p["name"], _example(p))) for p in operation.get("parameters", ())}
        assert all(value is not None for place, value in parameters.values() if place == "path"), path
        if name == "diff_concept_versions":
            parameters["version"] = ("path", "1.0.1")
        address = path.format(**{key: value for key, (place, value) in parameters.items() if place == "path"})
        query = {key: value for key, (place, value) in parameters.items() if place == "query" and value is not None}
        sent = _sent(document, operation)
        by = other if name in ("request_changes", "publish_draft") else owner
        headers = {"authorization": f"Bearer {by.token}", "origin": "http://testserver", **({"if-match": tag} if tag else {})}
        answer = client.request(method, address, params=query, **{**sent, "headers": sent.get("headers", {}) | headers})
        declared = [status for status in operation["responses"] if status.startswith("2")]
        assert str(answer.status_code) in declared, (name, answer.status_code, answer.text[:500])
        kinds = operation["responses"][str(answer.status_code)].get("content", {})
        assert not answer.content or answer.headers["content-type"].partition(";")[0] in kinds, (name, kinds)
        done.append(name)
    assert len(done) == len(operations(document)) - len(ALONE)


def _attached(client: TestClient, owner: Caller) -> str:
    headers = {"authorization": f"Bearer {owner.token}", "content-type": "image/png"}
    return str(client.post("/v1/attachments", content=PIXEL, headers=headers).json()["digest"])


def _configured(client: TestClient, document: Node) -> str:
    """The digest of the configuration that the example asks for: what it is follows from the engine."""
    asked = document["components"]["schemas"]["AskedConfiguration"]["examples"][0]
    return str(client.post("/v1/configurations", json=asked).json()["digest"])


def _counts(schema: Node) -> bool:
    """Whether numbers may stand in a place."""
    inner = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ()), *schema.get("prefixItems", ())]
    inner += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
    return schema.get("type") in ("number", "integer") or any(_counts(one) for one in inner)


def test_every_number_says_what_it_is(document: Node) -> None:
    """In words, or by the unit that ends its name: fields of every schema, parameters of every operation."""
    places = {
        f"{name}.{field}": said
        for name, schema in document["components"]["schemas"].items()
        for field, said in schema.get("properties", {}).items()
        if _counts(said)
    } | {
        f"{operation['operationId']}?{parameter['name']}": {**parameter["schema"], **parameter}
        for _, _, operation in operations(document)
        for parameter in operation.get("parameters", ())
        if _counts(parameter["schema"])
    }
    assert len(places) > 300
    assert [place for place, said in places.items() if not str(said.get("description", "")).endswith(".")] == []


def test_the_description_is_the_same_from_every_process(tmp_path: Path, document: Node) -> None:
    again = create_service(Settings(database=str(tmp_path / "x.sqlite"))).openapi()
    assert json.dumps(again) == json.dumps(document)
