"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Language(StrEnum):
    """Language of what is printed and drawn."""

    NL = "nl"
    EN = "en"


class RowChoice(StrEnum):
    """Whether adjoining panden of equal height are one roof."""

    AUTO = "auto"
    ALONE = "alone"


Concepts = Annotated[list[str] | None, typer.Option("--concept", metavar="ID[@VERSION]", help="Concept id, or a concept file.")]
Options = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="PATH=VALUE", help="An option of the configuration, e.g. --option storeys_added=2."),
]
AssumptionSet = Annotated[str | None, typer.Option("--assumptions", metavar="ID", help="Assumption set, or a file with one.")]
VerificationFile = Annotated[
    Path | None,
    typer.Option("--verification", metavar="FILE", help="Norm values as a named engineer read them: normcontrole.yaml, filled in."),
]
Project = Annotated[
    str | None, typer.Option("--project", metavar="KEY", help="Project key; IFC ids hang on it. Default: the building's id.")
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="json|ifc|ifc-split|glb|svg|picture|dxf|pdf|xlsx|csv|sheets|obj|stl",
        help="What to write; default is all but ifc-split, obj and stl.",
    ),
]
Classification = Annotated[
    str, typer.Option("--classification", metavar="NAME", help="Name of the NL-SfB system in the IFC, as your checks spell it.")
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the files.")]
Svg = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write a plan of what was read as SVG.")]
DatabaseName = Annotated[
    str | None,
    typer.Option(
        "--database", metavar="FILE|URL", envvar="OPTOP_DATABASE", help="The catalogue's database: an SQLite file or postgresql://..."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout instead of tables.")]
Lang = Annotated[Language, typer.Option("--lang", envvar="OPTOP_LANG", help="Language of tables and drawings.")]
