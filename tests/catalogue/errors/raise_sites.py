"""Where the source names sentences, read from its syntax: what is raised, with which parameters, and every code that stands anywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("api", "catalogue", "configurator")
ROOTS = {"OptopError", "BrokenRule", "UnreadableBody"}
BESIDE_THE_SENTENCE = {"pointers", "retry_after_s"}
"""Arguments of errors that are no parameters of their sentence."""


@dataclass(frozen=True)
class Site:
    """One place where a sentence is made."""

    where: str
    code: str | None
    """None where the code is not written there."""
    parameters: frozenset[str] | None
    """None where they are not written there."""
    is_phrase: bool


@cache
def trees() -> dict[str, ast.Module]:
    """Return the syntax of every module by its path."""
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")) if "node_modules" not in file.parts]
    return {str(file.relative_to(ROOT)): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def _nodes() -> Iterator[tuple[str, ast.AST]]:
    for path, tree in trees().items():
        for node in ast.walk(tree):
            yield path, node


@cache
def error_classes() -> frozenset[str]:
    """Return the names of the classes whose first argument is a code: those above, and all that inherit from them."""
    bases = {node.name: {ast.unparse(base) for base in node.bases} for _, node in _nodes() if isinstance(node, ast.ClassDef)}
    found = set(ROOTS)
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found)


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _phrase_parameters(call: ast.Call) -> frozenset[str] | None:
    if len(call.args) == 1:
        return frozenset()
    given = call.args[1]
    keys = [_text(key) for key in given.keys] if isinstance(given, ast.Dict) else [None]
    return None if None in keys else frozenset(str(key) for key in keys)


def _error_parameters(call: ast.Call) -> frozenset[str]:
    return frozenset(str(keyword.arg) for keyword in call.keywords) - BESIDE_THE_SENTENCE


@cache
def sites() -> tuple[Site, ...]:
    """Return every place where an error or a phrase is made, but those in `catalogue/errors` itself."""
    found: list[Site] = []
    for path, node in _nodes():
        if not isinstance(node, ast.Call) or not node.args or path.startswith("catalogue/errors/"):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "Phrase" or name in error_classes():
            is_phrase = name == "Phrase"
            parameters = _phrase_parameters(node) if is_phrase else _error_parameters(node)
            found.append(Site(f"{path}:{node.lineno}", _text(node.args[0]), parameters, is_phrase))
    return tuple(found)


@cache
def texts_in_source() -> frozenset[str]:
    """Return every text that stands in the source as one."""
    return frozenset(node.value for _, node in _nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str))


def value_errors_in_validators() -> list[str]:
    """Return where a validator of pydantic raises a ValueError with a text instead of a rule with a code."""
    found: list[str] = []
    for path, node in _nodes():
        if isinstance(node, ast.FunctionDef) and any("_validator" in ast.unparse(decorator) for decorator in node.decorator_list):
            raised = (inner for inner in ast.walk(node) if isinstance(inner, ast.Raise) and inner.exc is not None)
            found += [f"{path}:{inner.lineno}" for inner in raised if "ValueError(" in ast.unparse(inner)]
    return found
