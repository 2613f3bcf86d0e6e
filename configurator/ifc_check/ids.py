"""Information requirements: our own IDS against BIM basis ILS v2, and any other that the user names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from catalogue.errors import UnreadableInput
from configurator.ifc_check.verdicts import EXAMPLES, CheckResult, Verdict

if TYPE_CHECKING:
    import ifcopenshell

OWN_IDS = Path(__file__).parent / "data" / "optop-bim-basis-ils.ids"
"""Written for IFC4; one specification for each requirement of the ILS that a file can meet by itself."""
MAX_IDS_BYTES = 10_000_000
REASON_LENGTH = 140
IDS_SPACE = "{http://standards.buildingsmart.org/IDS}"


def _verdict(specification: Any, *, made_for_schema: bool) -> Verdict:  # noqa: ANN401 - an object of a library without types
    """Return fail, pass, or unknown where the specification is for another schema or has nothing to look at."""
    if not made_for_schema:
        return "unknown"
    if not specification.status:
        return "fail"
    return "pass" if specification.applicable_entities else "unknown"


def _examples(specification: Any) -> Iterable[str]:  # noqa: ANN401
    """Yield what is wrong, one line for each failure; a required thing that is absent fails without an entity."""
    failures = [failure for requirement in specification.requirements for failure in requirement.failures]
    for failure in failures:
        element = failure["element"]
        name = getattr(element, "Tag", None) or getattr(element, "Name", None) or f"#{element.id()}"
        yield f"{element.is_a()} {name}: {failure['reason']}"[:REASON_LENGTH]
    if not failures and not specification.status:
        yield "what this asks for is not in the file" if not specification.applicable_entities else "this may not be in the file"


def _identifiers(path: Path) -> list[str]:
    """Return the identifier of each specification, in order; the library reads over them."""
    root = ET.parse(path).getroot()  # noqa: S314 - in a child with limits, and the library has read the same file
    return [node.get("identifier") or f"{path.stem}/{n}" for n, node in enumerate(root.iterfind(f".//{IDS_SPACE}specification"), start=1)]


def _result(specification: Any, identifier: str, schema: str) -> CheckResult:  # noqa: ANN401
    made_for_schema = schema in {str(version).upper() for version in specification.ifcVersion}
    verdict = _verdict(specification, made_for_schema=made_for_schema)
    wrong = list(_examples(specification)) if verdict == "fail" else []
    return CheckResult(
        id=identifier,
        group="ids",
        verdict=verdict,
        checked=len(specification.applicable_entities),
        failed=len(wrong),
        examples=tuple(wrong[:EXAMPLES]),
        title=str(specification.name),
    )


def check_ids(model: ifcopenshell.file, path: Path) -> list[CheckResult]:
    """Return a result for each specification of an IDS. Raises UnreadableInput when the IDS cannot be read."""
    from ifctester import ids

    library: Any = ids
    if not path.is_file() or path.stat().st_size > MAX_IDS_BYTES:
        raise UnreadableInput("ids-no-file", file=path.name)
    try:
        document = library.open(str(path), validate=True)
    except Exception as error:  # noqa: BLE001 - the library raises what its XML reader does
        reason = str(error).strip().splitlines()[0][:100] if str(error).strip() else type(error).__name__
        raise UnreadableInput("ids-broken", file=path.name, cause=reason) from None
    document.validate(model)
    schema = model.schema_identifier.upper()
    return [_result(one, identifier, schema) for one, identifier in zip(document.specifications, _identifiers(path), strict=True)]
