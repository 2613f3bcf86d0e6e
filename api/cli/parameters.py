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


BuildingArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[BUILDING]",
        help="A file (building document, CityJSON, IFC, GeoPackage, GeoJSON, DXF ...), the id of a shipped building,"
        " or nothing when --length and --depth are given.",
        show_default=False,
    ),
]


class RowChoice(StrEnum):
    """Whether adjoining panden of equal height are one roof."""

    AUTO = "auto"
    ALONE = "alone"


BuildingId = Annotated[
    list[str] | None,
    typer.Option("--building", metavar="ID", help="Which building, where a file holds several; more than once: these panden as one roof."),
]
Row = Annotated[RowChoice, typer.Option("--row", help="auto: adjoining panden of equal height are one roof. alone: this pand only.")]
Box = Annotated[
    str | None,
    typer.Option("--box", metavar="X0,Y0,X1,Y1", help="Fetch the panden in a box of RD metres; off unless OPTOP_3DBAG_API is set."),
]
Table = Annotated[
    Path | None,
    typer.Option("--table", metavar="FILE", help="A portfolio table (CSV, XLSX): its row of this pand is laid over what the file says."),
]
RoofLevel = Annotated[str | None, typer.Option("--roof-level", metavar="N", help="Which flat level of the roof; 1 is the largest.")]
Crs = Annotated[str | None, typer.Option("--crs", metavar="EPSG:n", help="Coordinate system of a GeoJSON file that does not say it.")]
Family = Annotated[str | None, typer.Option("--family", metavar="F05", help="Building family that fills in what is not known.")]
Storeys = Annotated[int | None, typer.Option("--storeys-existing", metavar="N", help="Existing storeys above the plinth.")]
Length = Annotated[float | None, typer.Option("--length", metavar="M", help="Roof length in metres, for a building from measures.")]
Depth = Annotated[float | None, typer.Option("--depth", metavar="M", help="Roof depth in metres, for a building from measures.")]
Ballast = Annotated[str | None, typer.Option("--ballast", metavar="gravel|tiles|none|unknown", help="Ballast seen on the roof.")]
Facts = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar="PATH=VALUE", help="Any other field of the building document, e.g. --fact plinth.kind=none."),
]
Concepts = Annotated[list[str] | None, typer.Option("--concept", metavar="ID[@VERSION]", help="Concept id, or a concept file.")]
Options = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="PATH=VALUE", help="An option of the configuration, e.g. --option storeys_added=2."),
]
AssumptionSet = Annotated[str | None, typer.Option("--assumptions", metavar="ID", help="Assumption set, or a file with one.")]
Project = Annotated[
    str | None, typer.Option("--project", metavar="KEY", help="Project key; IFC ids hang on it. Default: the building's id.")
]
Formats = Annotated[
    list[str] | None, typer.Option("--format", metavar="json|ifc|glb|svg|csv|sheets", help="What to write; default is everything.")
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the files.")]
Svg = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write a plan of what was read as SVG.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout instead of tables.")]
Lang = Annotated[Language, typer.Option("--lang", envvar="OPTOP_LANG", help="Language of tables and drawings.")]
