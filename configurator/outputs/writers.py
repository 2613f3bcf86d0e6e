"""The registry of writers, and how files come into a folder: whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from catalogue.documents.canonical import canonical_bytes
from catalogue.errors import NotFound, UnreadableInput
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.glb import glb_bytes
from configurator.outputs.ifc import ifc_bytes
from configurator.outputs.ifc.naming import building_key
from configurator.outputs.picture import picture_png, picture_svg
from configurator.outputs.sheets import input_sheet, norm_sheet, sheet_csv, sheet_markdown, verification_form
from configurator.outputs.solid_files import MATERIALS_FILE, mtl_bytes, obj_bytes, stl_bytes
from configurator.outputs.svg import plan_svg, section_svg, supports_svg, takedown_svg
from configurator.outputs.tables import impact_csv, loads_csv, modules_csv

Content = Callable[[ResultBundle], bytes]


def _drawing(bundle: ResultBundle) -> bytes:
    from configurator.outputs.dxf import dxf_bytes

    return dxf_bytes(bundle, bundle.lang)


def _report(bundle: ResultBundle) -> bytes:
    from configurator.outputs.report import report_pdf

    return report_pdf(bundle, bundle.lang)


def _workbook(bundle: ResultBundle) -> bytes:
    from configurator.outputs.workbook import xlsx_bytes

    return xlsx_bytes(bundle, bundle.lang)


BUILDING = "{building}"
"""Stands for the building in the name of a file."""
WRITERS: dict[str, tuple[tuple[str, Content], ...]] = {
    "json": (("configuration.json", lambda bundle: canonical_bytes(bundle.configuration)),),
    "ifc": ((f"{BUILDING}_BWK_Optopping.ifc", ifc_bytes),),
    "ifc-split": (
        (f"{BUILDING}_BWK_Bestaand.ifc", lambda bundle: ifc_bytes(bundle, "existing")),
        (f"{BUILDING}_BWK_Nieuwbouw.ifc", lambda bundle: ifc_bytes(bundle, "new")),
    ),
    "glb": (("optopping.glb", glb_bytes), ("belasting.glb", lambda bundle: glb_bytes(bundle, "band"))),
    "svg": (
        ("plattegrond.svg", lambda bundle: plan_svg(bundle, bundle.lang)),
        ("doorsnede.svg", lambda bundle: section_svg(bundle, bundle.lang)),
        ("opleggingen.svg", lambda bundle: supports_svg(bundle, bundle.lang)),
        ("lastafdracht.svg", lambda bundle: takedown_svg(bundle, bundle.lang)),
    ),
    "picture": (
        ("beeld.svg", lambda bundle: picture_svg(bundle, bundle.lang)),
        ("beeld.png", lambda bundle: picture_png(bundle, bundle.lang)),
    ),
    "obj": (("optopping.obj", obj_bytes), (MATERIALS_FILE, mtl_bytes)),
    "stl": (("optopping.stl", stl_bytes),),
    "dxf": (("optopping.dxf", _drawing),),
    "pdf": (("verkenning.pdf", _report),),
    "xlsx": (("optopping.xlsx", _workbook),),
    "csv": (("belasting.csv", loads_csv), ("modules.csv", modules_csv), ("kosten_koolstof.csv", impact_csv)),
    "sheets": (
        ("uitgangspunten.csv", lambda bundle: sheet_csv(input_sheet(bundle, bundle.lang), bundle.lang)),
        ("uitgangspunten.md", lambda bundle: sheet_markdown(bundle, input_sheet(bundle, bundle.lang), bundle.lang)),
        ("normcontrole.csv", lambda bundle: sheet_csv(norm_sheet(bundle, bundle.lang), bundle.lang)),
        ("normcontrole.yaml", verification_form),
        ("normcontrole.md", lambda bundle: sheet_markdown(bundle, norm_sheet(bundle, bundle.lang), bundle.lang)),
    ),
}
"""Format -> the files that it writes, each with what makes its bytes; `{building}` in a name is the building's id (BIM basis ILS 3.1)."""
ON_REQUEST = frozenset(("ifc-split", "obj", "stl"))
"""Formats that only repeat what others show: written when they are asked for."""
DEFAULT_FORMATS = tuple(name for name in WRITERS if name not in ON_REQUEST)


def file_named(name: str, bundle: ResultBundle) -> str:
    """Return the name of a file for one building."""
    return name.replace(BUILDING, building_key(bundle.host.id))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name beside its own, then rename it: nobody ever sees half of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def left_over(written: Sequence[Path], folder: Path) -> list[Path]:
    """Return the outputs in a folder that an earlier run left there, of this building or another: they tell of another configuration."""
    known = [file.replace(BUILDING, "*") for entries in WRITERS.values() for file, _ in entries]
    return [path for pattern in known for path in sorted(folder.glob(pattern)) if path not in written]


def write_outputs(bundle: ResultBundle, formats: Sequence[str], folder: Path) -> list[Path]:
    """Write the files of each format into a folder, which is made when it is missing; return their paths in that order.

    Everything is drawn before anything is written.

    Raises NotFound for a format that does not exist, before anything is written, and UnreadableInput when the folder cannot be used.
    """
    for name in formats:
        if name not in WRITERS:
            raise NotFound("output-format-unknown", name=name, known=tuple(WRITERS), pointers=("/format",))
    files = {file_named(file, bundle): content(bundle) for name in dict.fromkeys(formats) for file, content in WRITERS[name]}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            write_whole(folder / file, content)
    except OSError as error:
        raise UnreadableInput("output-folder", folder=folder, cause=error.strerror) from None
    return [folder / file for file in files]
