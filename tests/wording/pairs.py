"""Every text that the product says in two languages, with where it stands: in YAML files, and in `LocalText(nl=..., en=...)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "catalogue", "configurator", "concepts")
_LEFT_OUT = ("node_modules", "static")


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in both languages."""

    where: str
    """File and place."""
    nl: str
    en: str

    def in_language(self, lang: str) -> str:
        """Return one of the two."""
        return self.en if lang == "en" else self.nl


@cache
def pairs() -> tuple[Pair, ...]:
    """Return every pair, file by file."""
    found: list[Pair] = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*")):
            if file.suffix not in {".yaml", ".py"} or any(name in file.parts for name in _LEFT_OUT):
                continue
            where = str(file.relative_to(ROOT))
            if file.suffix == ".py":
                found.extend(_of_python(ast.parse(file.read_text(encoding="utf-8")), where))
            elif file.parent.name == "texts" and file.name.startswith("nl"):
                other = file.with_name(file.name.replace("nl", "en", 1))
                found.extend(_side_by_side(_read(file), _read(other), where))
            elif not (file.parent.name == "texts" and file.name.startswith("en")):
                found.extend(_of_yaml(_read(file), where))
    return tuple(found)


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _side_by_side(nl: Any, en: Any, where: str) -> Iterator[Pair]:
    """Pair two files with the same keys."""
    for key, value in nl.items():
        if isinstance(value, dict):
            yield from _side_by_side(value, en[key], f"{where}: {key}" if ": " not in where else f"{where}.{key}")
        else:
            yield Pair(f"{where}.{key}", str(value), str(en[key]))


def _of_yaml(node: Any, where: str) -> Iterator[Pair]:
    """Find `{nl, en}`, and `name` beside `name_nl` or `uitleg`."""
    if isinstance(node, dict):
        if isinstance(node.get("nl"), str) and isinstance(node.get("en"), str):
            yield Pair(where, node["nl"], node["en"])
        for key, value in node.items():
            if isinstance(value, str) and f"{key}_nl" in node:
                yield Pair(f"{where}/{key}", node[f"{key}_nl"], value)
            yield from _of_yaml(value, f"{where}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _of_yaml(value, f"{where}/{index}")


def _of_python(tree: ast.Module, where: str) -> Iterator[Pair]:
    """Find calls with two literal arguments `nl` and `en`, or `..._nl` and `..._en`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        given = {one.arg: text for one in node.keywords if one.arg is not None and (text := _literal(one.value)) is not None}
        for name, text in given.items():
            other = "en" if name == "nl" else f"{name.removesuffix('_nl')}_en" if name.endswith("_nl") else ""
            if other in given:
                yield Pair(f"{where}:{node.lineno}", text, given[other])


def _literal(node: ast.expr) -> str | None:
    """Return the text of a string, with its places as they are; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    if isinstance(node, ast.IfExp):
        both = [_literal(node.body), _literal(node.orelse)]
        return None if None in both else " | ".join(text for text in both if text is not None)
    return None
