"""Old documents keep loading for ever: one function for each step of a schema version, and one kept sample of every version in the tests.

A field that is added with a default needs no step. A step is needed when what an old document says would no longer be read as it was
meant; then the model's `schema_version` goes up by one, and the step from the version before is written here and never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import BaseModel, JsonValue

from catalogue.errors import InvalidDocument, Said

Step = Callable[[dict[str, JsonValue]], dict[str, JsonValue]]
"""Turns plain data of one schema version into plain data of the next. The data that it is given is not changed."""

STEPS: Mapping[tuple[str, int], Step] = {}
"""By the document's `type` and the schema version that the step begins at. Every schema is still at its first version."""


def newest_schema(model: type[BaseModel]) -> int | None:
    """Return the schema version that a model reads, or None for a model that is no document of its own."""
    field = model.model_fields.get("schema_version")
    return field.default if field is not None and isinstance(field.default, int) else None


def migrated(
    model: type[BaseModel], data: dict[str, JsonValue], where: Said, steps: Mapping[tuple[str, int], Step] = STEPS
) -> dict[str, JsonValue]:
    """Return a document's plain data at the schema version of its model; data that is there already is returned as it is.

    Raises InvalidDocument for a document of a newer schema than this optop knows.
    """
    newest, written = newest_schema(model), data.get("schema_version", 1)
    if newest is None or not isinstance(written, int) or isinstance(written, bool) or written < 1:
        return data  # the model says what is wrong with it
    if written > newest:
        raise InvalidDocument(
            "schema-newer",
            where=where,
            written=written,
            newest=newest,
            pointers=("/schema_version",),
        )
    kind = str(model.model_fields["type"].default)
    for version in range(written, newest):
        data = {**steps[kind, version](dict(data)), "schema_version": version + 1}
    return data
