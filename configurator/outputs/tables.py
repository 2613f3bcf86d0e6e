"""CSV tables: the loads, the modules, and cost and carbon. Dot decimals, units in the header, rows in a stable order."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from catalogue.documents.configuration import AddedParts, LoadLine
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.offered import OfferedFigure, offered_figures

Cell = str | float | int | None
RATIO_FIELDS = (
    *("r_g", "r_n", "r_d", "r_qp", "r_wind_end", "r_n_p10", "r_n_p50", "r_n_p90", "unity_check", "unity_check_existing"),
    *("r_wind_end_p10", "r_wind_end_p50", "r_wind_end_p90", "code_equivalence"),
)
"""Dimensionless; every other number carries its unit in its name."""


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return RFC 4180 text in UTF-8; an unknown value is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return text.getvalue().encode("utf-8")


def load_columns() -> tuple[str, ...]:
    """Return the columns of the load table: the fields of a load line, its parts spelt out with their unit; then the disclaimer."""
    columns: list[str] = []
    for name in LoadLine.model_fields:
        if name == "added_g_parts":
            columns.extend(f"added_g_{part}_kn_per_m" for part in AddedParts.model_fields)
        else:
            columns.append(f"{name}_ratio" if name in RATIO_FIELDS else name)
    return (*columns, "disclaimer")


def _load_row(line: LoadLine) -> list[Cell]:
    row: list[Cell] = []
    for name in LoadLine.model_fields:
        value = getattr(line, name)
        if isinstance(value, AddedParts):
            row.extend(getattr(value, part) for part in AddedParts.model_fields)
        else:
            row.append(value)
    return row


def loads_csv(bundle: ResultBundle) -> bytes:
    """Return one row for each line, level and stretch."""
    lines = sorted(bundle.configuration.loads.lines, key=lambda r: (r.id, r.level, r.start_m))
    disclaimer = bundle.configuration.disclaimer
    return csv_bytes(load_columns(), [[*_load_row(line), disclaimer] for line in lines])


MODULE_COLUMNS = (
    "id", "type", "dwelling", "storey", "centre_x_m", "centre_y_m", "centre_z_m",
    "length_m", "width_m", "height_m", "rotation_deg", "mass_kg", "supports",
)  # fmt: skip


def modules_csv(bundle: ResultBundle) -> bytes:
    """Return one row for each module; supports are `line:eccentricity_mm`, separated by spaces."""
    rows = [
        (
            m.id, m.type, m.dwelling, m.storey, *m.centre_m, m.length_m, m.width_m, m.height_m, m.rotation_deg, m.mass_kg,
            " ".join(f"{s.line}:{s.eccentricity_mm:g}" for s in m.supports),
        )
        for m in sorted(bundle.configuration.modules, key=lambda m: m.id)
    ]  # fmt: skip
    return csv_bytes(MODULE_COLUMNS, rows)


IMPACT_COLUMNS = (
    "figure", "unit", "low", "nominal", "high", "basis", "covers", "excludes", "price_level", "known_fraction",
    "status", "clause", "source", "disclaimer",
)  # fmt: skip


def impact_csv(bundle: ResultBundle) -> bytes:
    """Return one row for each figure of cost and carbon; what it covers and leaves out are codes, separated by spaces.

    A figure that the concept does not say has status `unknown` and no numbers.
    """
    disclaimer = bundle.configuration.disclaimer
    return csv_bytes(IMPACT_COLUMNS, [[*_impact_row(figure), disclaimer] for figure in offered_figures(bundle.configuration)])


def _impact_row(figure: OfferedFigure) -> list[Cell]:
    origin = figure.provenance
    level = None if figure.price_level is None else figure.price_level.isoformat()
    row: list[Cell] = [figure.name, figure.unit, *(figure.interval or (None, None, None)), figure.basis]
    row += [" ".join(figure.covers), " ".join(figure.excludes), level, figure.known_fraction]
    if figure.interval is None:
        return [*row, "unknown", None, None]
    return row + ([None, None, None] if origin is None else [origin.status, origin.clause, origin.source])
