"""The numbers of the norms, read from `data/*.yaml`: every row has its clause, edition, status and source."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal, TypeVar

import yaml
from pydantic import Field

from catalogue.documents.assumptions import Level
from catalogue.documents.document import Document
from catalogue.documents.evidence import Status

Use = Literal["A_floor", "A_stair", "A_balcony", "A_common", "A_gallery", "B", "C1", "C2", "C3", "D"]
PsiCategory = Literal["A", "B", "C", "C_escape", "D", "H", "snow", "wind"]
BuildingClass = Literal["2a", "2b", "3"]


class NormRow(Document):
    """What every row of a norm table tells about itself."""

    id: str
    """Public id of the row, never reused."""
    clause: str
    edition: str
    status: Status
    """`verified`: agrees with a published source, named in `source`. `unverified`: a person with the norm has to check it."""
    source: str


class FactorRow(NormRow):
    """Partial factors of one level and consequence class (EN 1990, NEN 8700)."""

    level: Level
    consequence_class: Literal[1, 2, 3]
    gamma_g_610a: float = Field(gt=0.0)
    gamma_g_610b: float = Field(gt=0.0)
    gamma_g_favourable: float = Field(gt=0.0)
    gamma_q: float = Field(gt=0.0)
    gamma_q_wind: float = Field(gt=0.0)


class PsiRow(NormRow):
    """Combination (0), frequent (1) and quasi-permanent (2) factors of one category."""

    category: PsiCategory
    psi0: float = Field(ge=0.0, le=1.0)
    psi1: float = Field(ge=0.0, le=1.0)
    psi2: float = Field(ge=0.0, le=1.0)


class ImposedRow(NormRow):
    """Imposed load of one use."""

    use: Use
    q_kn_per_m2: float = Field(ge=0.0)
    q_low_kn_per_m2: float | None = None
    """A lower reading of the norm that is defended as well."""
    concentrated_kn: float = Field(ge=0.0)


class CurveRow(NormRow):
    """A value that depends on another one: `x` ascending, `y` beside it."""

    x_unit: str
    x: tuple[float, ...] = Field(min_length=1)
    y_unit: str
    y: tuple[float, ...] = Field(min_length=1)
    between: Literal["linear", "upper_end"]
    """`linear` between the rows, or each row holding up to and including its `x`."""


class ValueRow(NormRow):
    """A single value of a norm."""

    value: float
    unit: str


class FormulaRow(NormRow):
    """A formula whose status has to be known."""

    formula: str


class ClassRow(NormRow):
    """Consequence class of a residential building up to a number of storeys (EN 1991-1-7 table A.1)."""

    building_class: BuildingClass
    max_storeys: int | None


Row = TypeVar("Row", bound=NormRow)


def _rows(model: type[Row], name: str) -> tuple[Row, ...]:
    text = resources.files("configurator.loads").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    return tuple(model.model_validate(entry) for entry in yaml.safe_load(text))


@cache
def factor_rows() -> tuple[FactorRow, ...]:
    """Return the partial factors of every level and class."""
    return _rows(FactorRow, "combinations")


@cache
def psi_rows() -> tuple[PsiRow, ...]:
    """Return the psi factors of every category."""
    return _rows(PsiRow, "psi")


@cache
def imposed_rows() -> tuple[ImposedRow, ...]:
    """Return the imposed loads of every use."""
    return _rows(ImposedRow, "imposed")


@cache
def curve_rows() -> tuple[CurveRow, ...]:
    """Return the tables that are read between their rows."""
    return _rows(CurveRow, "curves")


@cache
def formula_rows() -> tuple[FormulaRow, ...]:
    """Return the formulas with a status of their own."""
    return _rows(FormulaRow, "formulas")


@cache
def value_rows() -> tuple[ValueRow, ...]:
    """Return the single values of the norms."""
    return _rows(ValueRow, "constants")


@cache
def class_rows() -> tuple[ClassRow, ...]:
    """Return the consequence classes by storeys, ascending."""
    return _rows(ClassRow, "robustness")


def partial_factors(level: Level, consequence_class: int) -> FactorRow:
    """Return the partial factors of `level` (new, verbouw, afkeur) and consequence class 1 to 3. Raises KeyError for others."""
    for row in factor_rows():
        if row.level == level and row.consequence_class == consequence_class:
            return row
    raise KeyError(f"no partial factors for level {level!r} in CC{consequence_class}")


def psi_factors(category: PsiCategory) -> PsiRow:
    """Return the psi factors of a category. Raises KeyError for an unknown one."""
    return _pick({row.category: row for row in psi_rows()}, category)


def imposed_load(use: Use) -> ImposedRow:
    """Return the imposed load of a use. Raises KeyError for an unknown one."""
    return _pick({row.use: row for row in imposed_rows()}, use)


def curve(row_id: str) -> CurveRow:
    """Return a table that is read between its rows, by id. Raises KeyError for an unknown one."""
    return _pick({row.id: row for row in curve_rows()}, row_id)


def formula(row_id: str) -> FormulaRow:
    """Return a formula's row by id. Raises KeyError for an unknown one."""
    return _pick({row.id: row for row in formula_rows()}, row_id)


@cache
def constant(row_id: str) -> float:
    """Return a single value of a norm by the id of its row, in the row's unit. Raises KeyError for an unknown one."""
    return constant_row(row_id).value


def constant_row(row_id: str) -> ValueRow:
    """Return the row of a single value, by id. Raises KeyError for an unknown one."""
    return _pick({row.id: row for row in value_rows()}, row_id)


Key = TypeVar("Key", bound=str)


def _pick(rows: dict[Key, Row], key: Key) -> Row:
    if key not in rows:
        raise KeyError(f"{key!r} is not in the table; it has {', '.join(rows)}")
    return rows[key]
