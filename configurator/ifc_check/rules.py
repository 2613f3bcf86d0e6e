"""The WHERE and global rules of a schema, run from IfcOpenShell's own rule modules.

Its executor rewrites the rules with a test library to word its messages, which an installation does not have; the rules themselves are
plain modules, and imported they start fifty times faster.
"""

from __future__ import annotations

import contextlib
import linecache
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ifcopenshell

PACKAGE = "ifcopenshell.express.rules"
LENGTH = 110


def rules_of(schema: str) -> list[Any] | None:
    """Return the rules of a schema, classes with SCOPE, TYPE_NAME and RULE_NAME; None when there are none."""
    name = f"{PACKAGE}.{schema}"
    if not schema.isidentifier() or find_spec(name) is None:
        return None
    return [rule for rule in vars(import_module(name)).values() if hasattr(rule, "SCOPE")]


def _wrapper() -> Any:  # noqa: ANN401 - the native module
    import ifcopenshell

    return ifcopenshell.ifcopenshell_wrapper


@contextlib.contextmanager
def _express_semantics() -> Iterator[None]:
    """Have the library compare instances by value and unpack single inverses, as EXPRESS does, while rules run."""
    import ifcopenshell

    settings: Any = ifcopenshell.settings
    kept = settings.unpack_non_aggregate_inverses, settings.compare_instances_by_value
    settings.unpack_non_aggregate_inverses = settings.compare_instances_by_value = True
    try:
        yield
    finally:
        settings.unpack_non_aggregate_inverses, settings.compare_instances_by_value = kept


def _violation(rule: Any, value: Any) -> str | None:  # noqa: ANN401 - classes and values of a foreign library
    """Return the line of a rule that does not hold, or None. One that cannot be evaluated is broken too: it reads what must be there."""
    try:
        rule()(value)
    except RecursionError:
        return None
    except Exception as error:  # noqa: BLE001 - whatever a rule trips over is a violation
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        line = "" if trace is None else linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno).strip()
        return line.removeprefix("assert ").replace(", INDETERMINATE)", ")").replace("express_getattr", "")[:LENGTH]
    return None


def _by_type(schema: Any, rules: list[Any]) -> dict[str, list[Any]]:  # noqa: ANN401
    """Return the rules of simple types by the type's name, those of the type that it is made of included."""
    wrapper = _wrapper()
    made_of: dict[str, list[str]] = defaultdict(list)
    for declaration in schema.declarations():
        if isinstance(declaration, wrapper.type_declaration) and isinstance(declaration.declared_type(), wrapper.named_type):
            made_of[declaration.declared_type().declared_type().name()].append(declaration.name())
    found: dict[str, list[Any]] = defaultdict(list)
    for rule in rules:
        queue = [rule.TYPE_NAME]
        while queue:
            name = queue.pop()
            found[name].append(rule)
            queue.extend(made_of[name])
    return found


class _SimpleTypes:
    """Checks attribute values against the rules of their types: a fraction between 0 and 1, a GlobalId of 22 characters."""

    def __init__(self, model: ifcopenshell.file, rules: list[Any]) -> None:
        self.schema = _wrapper().schema_by_name(model.schema_identifier)
        self.rules = _by_type(self.schema, rules)

    def violations(self, instance: Any) -> Iterator[str]:  # noqa: ANN401
        """Yield what is wrong with the values of one instance."""
        entity = self.schema.declaration_by_name(instance.is_a())
        for attribute, derived, value in zip(entity.all_attributes(), entity.derived(), instance, strict=False):
            if not derived and value is not None:
                yield from self._value(attribute.type_of_attribute(), value)

    def _value(self, declared: Any, value: Any) -> Iterator[str]:  # noqa: ANN401
        wrapper, kind = _wrapper(), declared
        while isinstance(kind, wrapper.named_type):
            kind = kind.declared_type()
        for rule in self.rules.get(kind.name(), ()) if isinstance(kind, wrapper.declaration) else ():
            broken = _violation(rule, value)
            if broken is not None:
                yield f"{rule.TYPE_NAME}.{rule.RULE_NAME}: {broken}"
        while isinstance(kind, wrapper.named_type | wrapper.type_declaration):
            kind = kind.declared_type()
        if isinstance(value, tuple) and isinstance(kind, wrapper.aggregation_type):
            for item in value:
                yield from self._value(kind.type_of_element(), item)
        elif hasattr(value, "is_a") and value.id() == 0:
            yield from self._value(self.schema.declaration_by_name(value.is_a()), value[0])


def broken_rules(model: ifcopenshell.file) -> list[str] | None:
    """Return one line for every rule of the schema that is broken, with the instance; None when the schema has no rules to run."""
    rules = rules_of(model.schema_identifier)
    if rules is None or not __debug__:
        return None
    found: list[str] = []
    with _express_semantics():
        for rule in (r for r in rules if r.SCOPE == "file"):
            broken = _violation(rule, model)
            found.extend([f"{rule.__name__}: {broken}"] if broken is not None else [])
        simple = _SimpleTypes(model, [r for r in rules if r.SCOPE == "type"])
        for instance in model:
            found.extend(f"{str(instance)[:70]}: {text}" for text in simple.violations(instance))
        for rule in (r for r in rules if r.SCOPE == "entity"):
            instances: list[Any] = list(model.by_type(rule.TYPE_NAME))
            for instance in instances:
                broken = _violation(rule, instance)
                if broken is not None:
                    found.append(f"{str(instance)[:70]}: {rule.TYPE_NAME}.{rule.RULE_NAME}: {broken}")
    return found
