"""The OpenAPI document: what the framework makes of the routes, with problems, access, units and examples said in full."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import yaml
from fastapi import FastAPI

from api.http.problems import MEDIA_TYPE
from api.http.sessions import COOKIE
from catalogue.resolve import resolve_building, resolve_concept

EXAMPLE_BUILDING, EXAMPLE_DRAFT = "kade-12", ("M1", "0.1.0")
"""What the examples call a building and a draft of the reader's own."""
PRIVATE_TAGS = frozenset({"drafts", "buildings", "organisations", "keys", "audit", "catalogue"})
KEYED_OPERATIONS = frozenset({"hand_in_attachment", "deprecate_concept_version", "withdraw_concept_version"})
"""Operations under other tags that need one."""
FIRST_ERROR = 400
Node = dict[str, Any]


@cache
def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(resources.files("api.http").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def example_building() -> Node:
    """Return the building of the examples: the demo block under another id."""
    return {**json.loads(resolve_building("demo-portiek-1966").model_dump_json(exclude_defaults=True)), "id": EXAMPLE_BUILDING}


def example_concept() -> Node:
    """Return the concept of the examples: a starter concept under another id."""
    concept_id, version = EXAMPLE_DRAFT
    data = json.loads(resolve_concept("A3").model_dump_json(exclude_defaults=True))
    return {**data, "id": concept_id, "version": version}


def install_description(app: FastAPI) -> None:
    """Let the application describe itself with this module's additions; made once, when it is first asked for."""
    plain = app.openapi

    def described() -> Node:
        if not getattr(app.state, "described", False):
            document = _renamed(plain())
            _say_access(document)
            for operation in _operations(document):
                _say_problems(operation)
                _give_examples(operation)
            for schema in document["components"]["schemas"].values():
                _say_units(schema)
            document["components"]["examples"] = {
                "building": {"summary": "A block of 1966", "value": example_building()},
                "concept": {"summary": "A draft", "value": example_concept()},
            }
            app.openapi_schema = document
            app.state.described = True
        return app.openapi_schema or {}

    app.openapi = described  # type: ignore[method-assign] # as the framework's documentation says to do it


def _operations(document: Node) -> list[Node]:
    return [operation for methods in document["paths"].values() for operation in methods.values()]


def _renamed(document: Node) -> Node:
    """Give schemas names that a client's author can write."""
    names: dict[str, str] = _table("schema_names")
    text = json.dumps(document)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{names[name]}"')
    renamed: Node = json.loads(text)
    schemas = renamed["components"]["schemas"]
    # A generator names classes by title.
    renamed["components"]["schemas"] = {
        names.get(name, name): schema | ({"title": names[name]} if name in names else {}) for name, schema in schemas.items()
    }
    return renamed


def _say_access(document: Node) -> None:
    document["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A machine key, `optop_<id>_<secret>`."},
        "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "A person's session in a browser."},
    }
    either: list[Node] = [{"key": []}, {"session": []}]
    for operation in _operations(document):
        name = operation["operationId"]
        needed = name in KEYED_OPERATIONS or PRIVATE_TAGS & set(operation.get("tags", ()))
        operation["security"] = either if needed else [{}, *either]


def _say_problems(operation: Node) -> None:
    """Every error is a problem, and nothing else."""
    for status, response in operation["responses"].items():
        if status.isdigit() and int(status) >= FIRST_ERROR:
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _give_examples(operation: Node) -> None:
    """Show what a body looks like where a document is sent."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        reference = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if reference == "Building":
            content["examples"] = {"building": {"$ref": "#/components/examples/building"}}
        elif reference == "Concept":
            content["examples"] = {"concept": {"$ref": "#/components/examples/concept"}}
        elif reference == "AskedFamilies":
            content["examples"] = {"building": {"value": {"building": example_building()}}}


def _unit_of(name: str) -> Node | None:
    units: dict[str, Node] = _table("units")
    return next((units[end] for end in sorted(units, key=len, reverse=True) if name.endswith(end) or name == end[1:]), None)


def _say_units(schema: Node) -> None:
    """Say the unit of every field that carries one in its name, in words and for programs."""
    for field, said in schema.get("properties", {}).items():
        unit = _unit_of(field)
        if unit is not None:
            said["x-unit"] = unit["ucum"]
            words = f"In {unit['words']}."
            said["description"] = f"{said['description']} {words}" if "description" in said else words
