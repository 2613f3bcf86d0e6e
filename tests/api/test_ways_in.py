"""Whatever the command line can do is over HTTP, or it is said why not; what is new has to be placed in `ways_in.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from api.cli.main import app
from api.http.application import create_service
from api.settings import Settings

Node = dict[str, Any]
TABLE: Node = yaml.safe_load(Path(__file__).with_name("ways_in.yaml").read_text(encoding="utf-8"))
COMMANDS: dict[str, dict[str, str]] = TABLE["commands"]


def commands(command: Any, name: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every command with the names of its arguments and options."""
    if inner := getattr(command, "commands", None):
        for word, one in inner.items():
            yield from commands(one, f"{name} {word}".strip())
        return
    yield name, {next(iter(p.opts)) if p.param_type_name == "option" else str(p.name) for p in command.params}


def spoken() -> dict[str, set[str]]:
    return dict(commands(typer.main.get_command(app)))


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Node:
    found: Node = create_service(Settings(database=str(tmp_path_factory.mktemp("d") / "o.sqlite"))).openapi()
    return found


@pytest.fixture(scope="module")
def operations(described: Node) -> dict[str, Node]:
    return {operation["operationId"]: operation for methods in described["paths"].values() for operation in methods.values()}


def test_every_command_and_option_is_placed() -> None:
    found = spoken()
    assert len(found) > 30
    assert set(COMMANDS) == set(found)
    for name, parameters in found.items():
        placed = set(COMMANDS[name]) - {"does"}
        assert parameters - set(TABLE["everywhere"]) == placed, name


def fields(document: Node, schema: Node) -> Node:
    """Return the fields of a schema, through references and choices."""
    if "$ref" in schema:
        return fields(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    found: Node = dict(schema.get("properties", {}))
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        found |= fields(document, choice)
    return found


def resolves(document: Node, operations: dict[str, Node], place: str) -> bool:
    """Whether a place in the table is there in the description."""
    name, *steps = place.split(".")
    operation = operations[name]
    if not steps or (len(steps) == 1 and steps[0] in {parameter["name"] for parameter in operation.get("parameters", ())}):
        return True
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = content["schema"]
        for step in steps:
            schema = fields(document, schema).get(step)
            if schema is None:
                break
        else:
            return True
    return False


def test_every_place_is_there(described: Node, operations: dict[str, Node]) -> None:
    places = [(name, key, place) for name, said in {**COMMANDS, "": TABLE["everywhere"]}.items() for key, place in said.items()]
    lost = [entry for entry in places if not entry[2].startswith("not: ") and not resolves(described, operations, entry[2])]
    assert lost == []
    assert not resolves(described, operations, "configure.nonsense")
    assert not resolves(described, operations, "withdraw_concept_version.text.fr")


def test_every_address_has_a_command_or_a_reason(operations: dict[str, Node]) -> None:
    reached = {place.split(".")[0] for said in COMMANDS.values() for place in said.values() if not place.startswith("not: ")}
    alone = set(TABLE["only_http"])
    assert reached & alone == set()
    assert reached | alone == set(operations)
