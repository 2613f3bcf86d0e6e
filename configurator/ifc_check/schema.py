"""Schema and rules of the file's own IFC version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from configurator.ifc_check.rules import broken_rules
from configurator.ifc_check.verdicts import CheckResult, judged

if TYPE_CHECKING:
    import ifcopenshell

LENGTH = 160


def _sentence(statement: dict[str, Any]) -> str:
    """Return one line for a statement of the validator: the instance, and what is wrong with it."""
    instance = str(statement.get("instance") or "")[:70]
    message = " ".join(str(statement.get("message", "")).split())
    return f"{instance}: {message}"[:LENGTH] if instance else message[:LENGTH]


def check_schema(model: ifcopenshell.file, complaints: Sequence[str]) -> CheckResult:
    """Compare every instance with the EXPRESS schema, by IfcOpenShell's validator; `complaints` are those of the parser."""
    import ifcopenshell.validate

    validate: Any = ifcopenshell.validate
    logger = validate.json_logger()
    validate.validate(model, logger, express_rules=False)
    wrong = [_sentence(statement) for statement in logger.statements]
    return judged("IFC-SCHEMA", "schema", sum(1 for _ in model), [*complaints, *wrong])


def check_rules(model: ifcopenshell.file) -> CheckResult:
    """Run the WHERE and global rules of the schema; unknown where IfcOpenShell has none for it."""
    broken = broken_rules(model)
    return judged("IFC-RULES", "schema", 0 if broken is None else sum(1 for _ in model), broken or ())
