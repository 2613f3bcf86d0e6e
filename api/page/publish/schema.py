"""Walking a JSON Schema: references and `or null` followed, the entries of lists and mappings found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SchemaWalk:
    """The definitions that the references of one schema point into."""

    definitions: Mapping[str, Schema]

    def target(self, schema: Schema) -> Schema:
        """Return what a schema stands for; of several kinds the first, of several lists of values all of them."""
        while "$ref" in schema or "anyOf" in schema:
            if "$ref" in schema:
                schema = self.definitions[schema["$ref"].rsplit("/", 1)[-1]]
                continue
            kinds = [kind for kind in schema["anyOf"] if kind.get("type") != "null"]
            values = [value for kind in kinds for value in kind.get("enum", [kind["const"]] if "const" in kind else [])]
            schema = {"enum": values} if len(kinds) > 1 and values else kinds[0]
        return schema

    def nullable(self, schema: Schema) -> bool:
        """Tell whether null may stand in the place of a value."""
        return any(kind.get("type") == "null" for kind in schema.get("anyOf", ()))

    def values(self, target: Schema) -> Schema | None:
        """Return the schema of the values of a mapping, whose keys are its user's own; None for anything else."""
        if isinstance(target.get("additionalProperties"), Mapping):
            return dict(target["additionalProperties"])
        patterns: Mapping[str, Schema] = target.get("patternProperties", {})
        return next(iter(patterns.values()), None)

    def at(self, root: Schema, pointer: str) -> Schema | None:
        """Return the schema of a new entry at a pointer: of a list or mapping there, or of the group itself; None for no such place."""
        schema = root
        for step in pointer.strip("/").split("/"):
            target = self.target(schema)
            values = self.values(target)
            if step in target.get("properties", {}):
                schema = target["properties"][step]
            elif target.get("type") == "array" and step.isdigit():
                schema = target["items"]
            elif values is not None:
                schema = values
            else:
                return None
        target = self.target(schema)
        return target["items"] if target.get("type") == "array" else self.values(target) or target
