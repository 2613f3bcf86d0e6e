"""Read a document from YAML or JSON: size, depth and numbers are checked before the schema is, and every error is one sentence."""

from __future__ import annotations

import json
import math
import stat
from collections.abc import Hashable
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, JsonValue, ValidationError
from yaml._yaml import CParser
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from catalogue.documents.migration import migrated
from catalogue.errors import InvalidDocument, Phrase, Said, UnreadableInput
from catalogue.errors.validation import problem_phrase

MAX_DOCUMENT_BYTES = 2_000_000
"""A building or concept document is never larger; geometry files have limits of their own."""

D = TypeVar("D", bound=BaseModel)


class _RefusedYaml(yaml.MarkedYAMLError):
    """What is YAML, and not read here."""

    def __init__(self, phrase: Phrase, mark: yaml.Mark | None) -> None:
        super().__init__(problem=str(phrase), problem_mark=mark)
        self.phrase = phrase


class _StrictLoader(Composer, CParser, SafeConstructor, Resolver):
    """YAML without aliases (a few lines can stand for gigabytes) and without duplicate keys (the last would win silently).

    As `yaml.SafeLoader`, on the parser of libyaml: the one in Python takes a second over the shipped concepts.
    """

    def __init__(self, stream: str) -> None:
        CParser.__init__(self, stream)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            at = event.start_mark
            mark = None if at is None else yaml.Mark("", 0, at.line, at.column, None, 0)
            raise _RefusedYaml(Phrase("yaml-alias"), mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, str | int | float | bool) and key in seen:
                raise _RefusedYaml(Phrase("yaml-key-twice", {"key": key}), key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def parse_json(text: str, where: Said) -> JsonValue:
    """Parse JSON; NaN, Infinity and numbers too large for a float are refused. Raises UnreadableInput."""

    def number(literal: str) -> float:
        value = float(literal)
        if not math.isfinite(value):
            raise UnreadableInput("json-number-too-large", where=where, literal=literal[:20])
        return value

    def constant(literal: str) -> float:
        raise UnreadableInput("json-not-a-number", where=where, literal=literal)

    try:
        value: JsonValue = json.loads(text, parse_float=number, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise UnreadableInput("json-incomplete", where=where, cause=error.msg.lower(), line=error.lineno, column=error.colno) from None
    except (RecursionError, ValueError) as error:
        raise UnreadableInput("json-unusable", where=where, cause=str(error)[:80] or "nested too deep") from None
    return value


def parse_yaml(text: str, where: Said) -> JsonValue:
    """Parse YAML with plain types only. Raises UnreadableInput with line and column."""
    try:
        value: JsonValue = _StrictLoader(text).get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        at = Phrase("at-line", {"line": mark.line + 1, "column": mark.column + 1}) if mark else ""
        if isinstance(error, _RefusedYaml):
            raise UnreadableInput("yaml-refused", where=where, why=error.phrase, at=at) from None
        raise UnreadableInput("yaml-invalid", where=where, cause=error.problem, at=at) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UnreadableInput("yaml-unusable", where=where, cause=str(error).splitlines()[0][:100]) from None
    return value


def check_file(path: Path, limit_bytes: int | None = None) -> None:
    """Refuse what is no ordinary file of at most `limit_bytes`, before it is opened: opening a pipe may wait forever.

    Raises UnreadableInput.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        raise UnreadableInput("path-missing", path=path) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableInput("file-unreadable", path=path, cause=reason) from None
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableInput("path-is-folder", path=path)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableInput("path-is-device", path=path)
    if limit_bytes is not None and status.st_size > limit_bytes:
        raise UnreadableInput("file-too-large", path=path, size_mb=status.st_size / 1000000.0, most_mb=limit_bytes / 1000000.0)


def read_text(path: Path, limit_bytes: int = MAX_DOCUMENT_BYTES) -> str:
    """Read a text file (UTF-8, with or without BOM) of at most `limit_bytes`. Raises UnreadableInput."""
    check_file(path, limit_bytes)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput("file-not-utf8", path=path, byte=error.start) from None
    except OSError as error:
        raise UnreadableInput("file-unreadable", path=path, cause=error.strerror) from None


def read_document_text(model: type[D], text: str, where: Said) -> D:
    """Parse YAML or JSON text into a document of the given model. Raises UnreadableInput or InvalidDocument."""
    data = parse_json(text, where) if text.lstrip().startswith("{") else parse_yaml(text, where)
    return validated(model, data, where)


def read_document(model: type[D], path: Path) -> D:
    """Read a YAML or JSON file into a document. Raises UnreadableInput or InvalidDocument."""
    return read_document_text(model, read_text(path), str(path))


def validated(model: type[D], data: object, where: Said) -> D:
    """Validate plain data as a document; the first problem becomes one sentence, all of them become pointers."""
    if not isinstance(data, dict):
        raise InvalidDocument("document-no-fields", where=where, model=model.__name__)
    try:
        return model.model_validate(migrated(model, data, where))
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        pointers = tuple("/" + "/".join(str(part) for part in problem["loc"]) for problem in problems)
        first, more = problems[0], len(problems) - 1
        parts = {"count": more, "pointers": pointers[1:4]}
        raise InvalidDocument(
            "document-breaks-schema",
            where=where,
            at=pointers[0] if first["loc"] else Phrase("the-document"),
            problem=problem_phrase(first),
            also=Phrase("more-problems" if more > 1 else "one-more-problem", parts) if more else "",
            pointers=pointers,
        ) from None
