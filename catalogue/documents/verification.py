"""The verification document: what a named engineer read in the norms. It is the only way from unverified to verified."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from catalogue.documents.document import Document, Slug
from catalogue.errors import BrokenRule

PersonName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=120)]


class Engineer(Document):
    """Who answers for a verification."""

    name: PersonName
    organisation: PersonName
    registration: str = Field(default="", max_length=120)
    """Number in a register of engineers, where there is one."""


class CheckedRow(Document):
    """One row of the norm tables as the engineer read it in the norm."""

    row: str
    """Id of the row, as on the verification sheet."""
    edition: str
    """Edition of the norm that was open on the desk, as the sheet writes it."""
    values: dict[str, float | None] = Field(default_factory=dict, max_length=50)
    """Each number as it stands in the norm; null is not looked up yet."""
    agrees: bool | None = None
    """Of a row that is a formula or a list: whether it says what the norm says; null is not looked up yet."""
    remark: str = Field(default="", max_length=500)

    @property
    def looked_up(self) -> bool:
        """Whether the engineer has answered for all of the row."""
        return all(value is not None for value in self.values.values()) if self.values else self.agrees is not None


class Verification(Document):
    """Norm values as one named engineer read them, on one day."""

    type: Literal["verification"] = "verification"
    schema_version: Literal[1] = 1
    """Version of this kind of document; a document of an older one is read as what it meant."""
    id: Slug
    engineer: Engineer
    date: dt.date
    rows: tuple[CheckedRow, ...] = Field(max_length=500)

    @model_validator(mode="after")
    def _each_row_once(self) -> Self:
        ids = [row.row for row in self.rows]
        double = next((name for name in ids if ids.count(name) > 1), None)
        if double is not None:
            raise BrokenRule("verification-row-double", row=double)
        return self
