"""All checks on one file, in a child process: it may come from anybody, and native libraries crash on what they do not expect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalogue.errors import UnreadableInput
from configurator.host.readers.ifc.opening import check_bytes, parse_model
from configurator.host.readers.isolation import Limits, run_isolated
from configurator.ifc_check import assemblies, conventions, geometry
from configurator.ifc_check.ids import OWN_IDS, check_ids
from configurator.ifc_check.schema import check_rules, check_schema
from configurator.ifc_check.solids import Solids, read_solids
from configurator.ifc_check.verdicts import CheckReport, CheckResult, report_from_json

if TYPE_CHECKING:
    import ifcopenshell

LIMITS = Limits(cpu_s=900, memory_bytes=6 << 30, wall_s=900.0)
"""Rules are slow: some 40 s of processor time for each 1000 modules."""

CONVENTIONS: dict[str, Callable[[ifcopenshell.file], CheckResult]] = {
    "IFC-PLACEMENT": conventions.check_part_placement,
    "IFC-TYPE": conventions.check_types,
    "IFC-PROPERTIES": conventions.check_properties,
    "IFC-STYLE": conventions.check_styles,
    "IFC-STOREY": conventions.check_storeys,
    "IFC-GEOREFERENCE": conventions.check_georeference,
}
GEOMETRY: dict[str, Callable[[ifcopenshell.file, Solids], CheckResult]] = {
    "GEO-CLOSED": geometry.check_closed,
    "GEO-ORIGIN": geometry.check_origin,
    "GEO-QUANTITY": geometry.check_quantities,
    "GEO-LAYERS": geometry.check_layers,
    "GEO-FILLING": geometry.check_fillings,
    "GEO-DUPLICATE": assemblies.check_duplicates,
    "GEO-OVERLAP": assemblies.check_overlap,
    "GEO-FLOATING": assemblies.check_standing,
}
CHECK_IDS = ("IFC-SCHEMA", "IFC-RULES", *CONVENTIONS, *GEOMETRY)
"""Checks of our own, in the order of the report; those of an IDS come between conventions and geometry."""


def _guarded(check_id: str, group: Any, check: Callable[[], CheckResult]) -> CheckResult:  # noqa: ANN401 - one of the groups
    """Run one check; a file that breaks it leaves it unknown and the others alone."""
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - files of others break assumptions in ways that nobody lists
        return CheckResult(check_id, group, "unknown", 0, 0, (f"could not be looked at: {type(error).__name__}: {error}"[:140],))


def run_checks(model: ifcopenshell.file, complaints: Sequence[str], ids_paths: Sequence[Path]) -> list[CheckResult]:
    """Return the results of every check on an open file. Raises UnreadableInput for an IDS that cannot be read."""
    results = [
        _guarded("IFC-SCHEMA", "schema", lambda: check_schema(model, complaints)),
        _guarded("IFC-RULES", "schema", lambda: check_rules(model)),
    ]
    results.extend(_guarded(name, "convention", lambda check=check: check(model)) for name, check in CONVENTIONS.items())  # type: ignore[misc]
    for path in ids_paths:
        results.extend(check_ids(model, path))
    solids = read_solids(model)
    results.extend(_guarded(name, "geometry", lambda check=check: check(model, solids)) for name, check in GEOMETRY.items())  # type: ignore[misc]
    return results


def check_in_child(path: str, ids_paths: Sequence[str]) -> dict[str, Any]:
    """Return the report on a file as a JSON value; run in the child."""
    model, complaints = parse_model(Path(path))
    results = run_checks(model, complaints, [Path(p) for p in ids_paths])
    return CheckReport(Path(path).name, str(model.schema_identifier), tuple(results)).to_json()


def check_ifc(path: Path, ids_paths: Sequence[Path] = (), limits: Limits = LIMITS) -> CheckReport:
    """Check an IFC file of anybody.

    Args:
        path: the file.
        ids_paths: information requirements beside our own.
        limits: what the child may use.

    Returns:
        The report.

    Raises:
        UnreadableInput: the file or an IDS cannot be read, or its reader crashed or took too long.
    """
    if not path.is_file():
        raise UnreadableInput("ifc-check-no-file", path=path)
    check_bytes(path)
    every = [str(OWN_IDS), *(str(p.resolve()) for p in ids_paths)]
    return report_from_json(run_isolated(check_in_child, str(path), every, where=path.name, limits=limits))
