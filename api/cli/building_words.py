"""What a user may say about one building, declared once for every command that takes a building."""

import dataclasses
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from api.cli import parameters as p

# No `from __future__ import annotations` here: typer reads the annotations of the fields below as they are.


@dataclass(frozen=True, slots=True)
class BuildingWords:
    """What the user said about the building; each field is an argument of the command line."""

    building: Annotated[
        str | None,
        typer.Argument(
            metavar="[BUILDING]",
            help="A file (building document, CityJSON, IFC, GeoPackage, GeoJSON, DXF ...), the id of a shipped building,"
            " or nothing when --length and --depth are given.",
            show_default=False,
        ),
    ] = None
    building_ids: Annotated[
        list[str] | None,
        typer.Option(
            "--building", metavar="ID", help="Which building, where a file holds several; more than once: these panden as one roof."
        ),
    ] = None
    box: Annotated[
        str | None,
        typer.Option("--box", metavar="X0,Y0,X1,Y1", help="Fetch the panden in a box of RD metres; off unless OPTOP_3DBAG_API is set."),
    ] = None
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE", help="A portfolio table (CSV, XLSX): its row of this pand goes on top of the file."),
    ] = None
    roof_level: Annotated[
        str | None,
        typer.Option("--roof-level", "--level", metavar="N", help="Only this flat level of the roof; 1 is the largest."),
    ] = None
    row: Annotated[
        p.RowChoice, typer.Option("--row", help="auto: adjoining panden of equal height are one roof. alone: this pand only.")
    ] = p.RowChoice.AUTO
    crs: Annotated[
        str | None, typer.Option("--crs", metavar="EPSG:n", help="Coordinate system of a GeoJSON file that does not say it.")
    ] = None
    family: Annotated[str | None, typer.Option("--family", metavar="F05", help="Building family that fills in what is not known.")] = None
    storeys_existing: Annotated[int | None, typer.Option("--storeys-existing", metavar="N", help="Existing storeys above the plinth.")] = (
        None
    )
    length_m: Annotated[
        float | None, typer.Option("--length", metavar="M", help="Roof length in metres, for a building from measures.")
    ] = None
    depth_m: Annotated[float | None, typer.Option("--depth", metavar="M", help="Roof depth in metres, for a building from measures.")] = (
        None
    )
    ballast: Annotated[str | None, typer.Option("--ballast", metavar="gravel|tiles|none|unknown", help="Ballast seen on the roof.")] = None
    facts: Annotated[
        list[str] | None,
        typer.Option("--fact", metavar="PATH=VALUE", help="Any other field of the building document, e.g. --fact plinth.kind=none."),
    ] = None


def takes_building(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose parameter `words: BuildingWords` is, on the command line, the arguments that its fields declare."""
    own = inspect.signature(command, eval_str=True)
    names = [field.name for field in dataclasses.fields(BuildingWords)]
    kinds = get_type_hints(BuildingWords, include_extras=True)
    said = [
        inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default, annotation=kinds[f.name])
        for f in dataclasses.fields(BuildingWords)
    ]
    others = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for name, item in own.parameters.items() if name != "words"]

    @functools.wraps(command)
    def called(**values: Any) -> None:  # noqa: ANN401  # the values are typed by the declared fields
        words = BuildingWords(**{name: values.pop(name) for name in names})
        command(words=words, **values)

    called.__signature__ = own.replace(parameters=[*said, *others])  # type: ignore[attr-defined]
    called.__annotations__ = {item.name: item.annotation for item in (*said, *others)}
    return called
