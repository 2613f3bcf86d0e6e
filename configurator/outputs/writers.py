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
from configurator.outputs.sheets import input_sheet, norm_sheet, sheet_csv, sheet_markdown
from configurator.outputs.svg import plan_svg, section_svg, supports_svg, takedown_svg
from configurator.outputs.tables import loads_csv, modules_csv

Content = Callable[[ResultBundle], bytes]


def _drawing(bundle: ResultBundle) -> bytes:
    from configurator.outputs.dxf import dxf_bytes

    return dxf_bytes(bundle)


def _report(bundle: ResultBundle) -> bytes:
    from configurator.outputs.report import report_pdf

    return report_pdf(bundle)


def _workbook(bundle: ResultBundle) -> bytes:
    from configurator.outputs.workbook import xlsx_bytes

    return xlsx_bytes(bundle)


WRITERS: dict[str, tuple[tuple[str, Content], ...]] = {
    "json": (("configuration.json", lambda bundle: canonical_bytes(bundle.configuration)),),
    "ifc": (("optopping.ifc", ifc_bytes),),
    "glb": (("optopping.glb", glb_bytes),),
    "svg": (
        ("plattegrond.svg", plan_svg),
        ("doorsnede.svg", section_svg),
        ("opleggingen.svg", supports_svg),
        ("lastafdracht.svg", takedown_svg),
    ),
    "dxf": (("optopping.dxf", _drawing),),
    "pdf": (("verkenning.pdf", _report),),
    "xlsx": (("optopping.xlsx", _workbook),),
    "csv": (("belasting.csv", loads_csv), ("modules.csv", modules_csv)),
    "sheets": (
        ("uitgangspunten.csv", lambda bundle: sheet_csv(input_sheet(bundle))),
        ("uitgangspunten.md", lambda bundle: sheet_markdown(bundle, input_sheet(bundle))),
        ("normcontrole.csv", lambda bundle: sheet_csv(norm_sheet(bundle))),
        ("normcontrole.md", lambda bundle: sheet_markdown(bundle, norm_sheet(bundle))),
    ),
}
"""Format -> the files that it writes, each with what makes its bytes."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name beside its own, then rename it: nobody ever sees half of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def left_over(written: Sequence[Path], folder: Path) -> list[Path]:
    """Return the outputs in a folder that an earlier run left there: they tell of another configuration."""
    known = [file for entries in WRITERS.values() for file, _ in entries]
    return [folder / file for file in known if folder / file not in written and (folder / file).exists()]


def write_outputs(bundle: ResultBundle, formats: Sequence[str], folder: Path) -> list[Path]:
    """Write the files of each format into a folder, which is made when it is missing; return their paths in that order.

    Everything is drawn before anything is written.

    Raises NotFound for a format that does not exist, before anything is written, and UnreadableInput when the folder cannot be used.
    """
    for name in formats:
        if name not in WRITERS:
            raise NotFound(f"Output format {name!r} is unknown; known are {', '.join(WRITERS)}.", pointers=("/format",))
    files = {file: content(bundle) for name in dict.fromkeys(formats) for file, content in WRITERS[name]}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            write_whole(folder / file, content)
    except OSError as error:
        raise UnreadableInput(f"{folder} cannot be written to: {error.strerror}; choose another folder with --out.") from None
    return [folder / file for file in files]
