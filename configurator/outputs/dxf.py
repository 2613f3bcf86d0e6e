"""DXF: the plans of all new storeys over the roof, in millimetres in the host's local frame, one layer a subject and storey.

Several wings lie as they do in the world, in the frame of the first.
Storeys lie over each other, so that layers switch them and the file can be referenced from another drawing; module types are blocks. Where
the local zero-point lies in the world stands in the header notes of the drawing.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable
from itertools import pairwise

import ezdxf
from ezdxf.colors import RGB
from ezdxf.document import Drawing
from ezdxf.enums import TextEntityAlignment
from ezdxf.layouts import BlockLayout, Modelspace
from ezdxf.math import Matrix44
from shapely.geometry.base import BaseGeometry

from catalogue.documents.identifiers import storey_id
from configurator.host.building import Frame
from configurator.layout.placement import Rectangle
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.cut_plan import cut_walls, plan_fillings
from configurator.outputs.drawing.words import Lang, decimals, word
from configurator.outputs.palette import ACCENT, GREY, INK, RUST
from configurator.parts.joining import turn_between
from configurator.parts.model import ModuleOccurrence, ModuleType
from configurator.parts.solids import polygons_of

VERSION = "R2010"
TEXT_MM, SMALL_MM = 250.0, 180.0
DIMENSION_OFFSET_MM, DIMENSION_STEP_MM = 1800.0, 900.0
LINE_BEYOND_MM = 900.0
"""A bearing line is drawn this far beyond its ends."""
_MOVING = (
    (re.compile(r"(\$TD(?:CREATE|UPDATE|UCREATE|UUPDATE)\n *40\n)[^\n]*"), r"\g<1>2451545.0"),
    (re.compile(r"(\$(?:FINGERPRINTGUID|VERSIONGUID)\n *2\n)[^\n]*"), r"\g<1>{00000000-0000-0000-0000-000000000000}"),
    (re.compile(r"(\$TDINDWG\n *40\n)[^\n]*"), r"\g<1>0.0"),
    (re.compile(r"(WRITTEN_BY_EZDXF|CREATED_BY_EZDXF)(\n *1\n)[^\n]*"), r"\g<1>\g<2>optop"),
    (re.compile(r"(\n *1\n)\d+\.\d+[^\n]* @ \d{4}-\d\d-\d\dT[^\n]*"), r"\g<1>optop"),
)
"""What the library writes of the moment of writing."""

_CLASS = "  0\nCLASS\n"
_CLASSES = re.compile(r"(  0\nSECTION\n  2\nCLASSES\n.*?)(  0\nENDSEC\n)", re.DOTALL)

_COLOURS = {
    "roof": INK,
    "lines": GREY,
    "lines_assumed": RUST,
    "obstacles": INK,
    "modules": INK,
    "access": GREY,
    "empty": RUST,
    "text": ACCENT,
}


def dxf_bytes(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the drawing as DXF R2010 in UTF-8; the same bundle gives the same bytes."""
    document = ezdxf.new(VERSION, setup=["linetypes", "dimstyles"])
    document.header["$INSUNITS"] = 4
    document.header["$MEASUREMENT"] = 1
    space = document.modelspace()
    for block_type in bundle.model.module_types:
        _block(document, block_type)
    for _, alone in bundle.alone:
        drawn = len(space)
        _wing(document, space, alone, lang)
        if alone.host is not bundle.host:
            matrix = _placing(alone.host.frame, bundle.host.frame)
            for entity in list(space)[drawn:]:
                entity.transform(matrix)
    _notes(document, space, bundle, lang)
    stream = io.StringIO()
    document.write(stream)
    text = stream.getvalue()
    for pattern, fixed in _MOVING:
        text = pattern.sub(fixed, text)
    return _CLASSES.sub(_in_order, text).encode("utf-8")


def _in_order(section: re.Match[str]) -> str:
    """Return the list of classes in order of name: the library writes it in the order of a set."""
    head, *entries = section.group(1).split(_CLASS)
    return head + "".join(_CLASS + entry for entry in sorted(entries)) + section.group(2)


def _wing(document: Drawing, space: Modelspace, alone: ResultBundle, lang: Lang) -> None:
    """Draw one wing in its own frame."""
    _roof(document, space, alone)
    _bearing_lines(document, space, alone)
    _dimensions(document, space, alone)
    _obstacles(document, space, alone)
    for module in alone.model.modules:
        _module(document, space, module)
    _dwellings(document, space, alone, lang)
    _access(document, space, alone)
    _empty(document, space, alone)


def _placing(frame: Frame, main: Frame) -> Matrix44:
    """Return how a wing's frame lies in that of the first wing."""
    turn = turn_between(frame, main)
    return Matrix44.z_rotate(math.atan2(turn.axis[1], turn.axis[0])) @ Matrix44.translate(*turn.at_mm, 0.0)


def _layer(document: Drawing, subject: str, storey: int | None = None, *, line: str = "CONTINUOUS", weight: int = 25) -> str:
    """Return the name of a layer, made when it is new: `optop-modules-s04`; weight in hundredths of a millimetre."""
    name = f"optop-{subject.replace('_', '-')}" + ("" if storey is None else f"-{storey_id(storey)}")
    if name not in document.layers:
        layer = document.layers.add(name, linetype=line, lineweight=weight)
        layer.rgb = RGB(*bytes.fromhex(_COLOURS[subject].removeprefix("#")))
    return name


def _outline(target: Modelspace | BlockLayout, area: BaseGeometry, layer: str) -> None:
    for polygon in polygons_of(area):
        for ring in (polygon.exterior, *polygon.interiors):
            target.add_lwpolyline([(c[0], c[1]) for c in list(ring.coords)[:-1]], close=True, dxfattribs={"layer": layer})


def _label(target: Modelspace | BlockLayout, text: str, at: tuple[float, float], layer: str, height_mm: float = TEXT_MM) -> None:
    entity = target.add_text(text, height=height_mm, dxfattribs={"layer": layer})
    entity.set_placement(at, align=TextEntityAlignment.MIDDLE_CENTER)


def _roof(document: Drawing, space: Modelspace, bundle: ResultBundle) -> None:
    _outline(space, bundle.host.roof_outline_mm, _layer(document, "roof", weight=50))


def _bearing_lines(document: Drawing, space: Modelspace, bundle: ResultBundle) -> None:
    for line in bundle.host.bearing_lines:
        layer = _layer(document, "lines_assumed" if line.assumed else "lines", line="DASHDOT", weight=18)
        low, high = line.v0_mm - LINE_BEYOND_MM, line.v1_mm + LINE_BEYOND_MM
        space.add_line((line.u_mm, low), (line.u_mm, high), dxfattribs={"layer": layer, "ltscale": 200.0})
        _label(space, line.id, (line.u_mm, high + TEXT_MM), layer)


def _dimensions(document: Drawing, space: Modelspace, bundle: ResultBundle) -> None:
    layer = _layer(document, "text", weight=13)
    low_u, low_v, high_u, high_v = bundle.host.roof_outline_mm.bounds
    axes = sorted({float(line.u_mm) for line in bundle.host.bearing_lines})
    style = {
        "dimtxt": SMALL_MM,
        "dimasz": SMALL_MM / 2.0,
        "dimexe": 100.0,
        "dimexo": 300.0,
        "dimgap": 60.0,
        "dimlfac": 1.0,
        "dimscale": 1.0,
    }
    chains: list[tuple[Iterable[tuple[float, float]], float]] = [
        (pairwise(axes), low_v - DIMENSION_OFFSET_MM),
        ([(low_u, high_u)], low_v - DIMENSION_OFFSET_MM - DIMENSION_STEP_MM),
    ]
    for pairs, y in chains:
        for a, b in pairs:
            space.add_linear_dim((0.0, y), (a, low_v), (b, low_v), override=style, dxfattribs={"layer": layer}).render()
    side = low_u - DIMENSION_OFFSET_MM
    space.add_linear_dim((side, 0.0), (low_u, low_v), (low_u, high_v), angle=90, override=style, dxfattribs={"layer": layer}).render()


def _obstacles(document: Drawing, space: Modelspace, bundle: ResultBundle) -> None:
    layer = _layer(document, "obstacles")
    for item in bundle.host.obstacles:
        _outline(space, item.outline_mm, layer)
        hatch = space.add_hatch(dxfattribs={"layer": layer})
        hatch.set_pattern_fill("ANSI31", scale=60.0)
        hatch.paths.add_polyline_path([(c[0], c[1]) for c in list(item.outline_mm.exterior.coords)[:-1]], is_closed=True)
        centre = item.outline_mm.representative_point()
        _label(space, item.id, (centre.x, item.outline_mm.bounds[3] + SMALL_MM), layer, SMALL_MM)


def _block(document: Drawing, module_type: ModuleType) -> None:
    """Make the block of a module type on layer 0, so that an insert takes the layer of its storey."""
    block = document.blocks.new(module_type.id)
    size = module_type.size
    footprint = Rectangle(0, 0, round(size.length_mm), round(size.width_mm))
    zero = ModuleOccurrence("", module_type.id, "", 0, "", footprint, (0.0, 0.0, 0.0), 0, ())
    block.add_lwpolyline([(0, 0), (size.length_mm, 0), (size.length_mm, size.width_mm), (0, size.width_mm)], close=True)
    for wall in cut_walls(zero, module_type):
        _outline(block, wall, "0")
        for polygon in polygons_of(wall):
            fill = block.add_hatch(color=0, dxfattribs={"layer": "0"})
            fill.paths.add_polyline_path([(c[0], c[1]) for c in list(polygon.exterior.coords)[:-1]], is_closed=True)
    for filling in plan_fillings(zero, module_type):
        _outline(block, filling.plan, "0")


def _module(document: Drawing, space: Modelspace, module: ModuleOccurrence) -> None:
    layer = _layer(document, "modules", module.storey)
    place = {"layer": layer, "rotation": 90.0 * module.quarter}
    space.add_blockref(module.type_id, (module.origin_mm[0], module.origin_mm[1]), dxfattribs=place)
    f = module.footprint
    at = ((f.u0_mm + f.u1_mm) / 2.0, f.v0_mm + (f.v1_mm - f.v0_mm) / 3.0)
    _label(space, module.id.rpartition("/")[2], at, _layer(document, "text", module.storey), SMALL_MM)


def _dwellings(document: Drawing, space: Modelspace, bundle: ResultBundle, lang: Lang) -> None:
    for space_of in bundle.model.spaces:
        first = next((m.footprint for m in bundle.model.modules if m.dwelling_id == space_of.id), None)
        if first is not None:
            u, v = (first.u0_mm + first.u1_mm) / 2.0, (first.v0_mm + first.v1_mm) / 2.0
            text = f"{space_of.id.rpartition('/')[2]}  {decimals(space_of.usable_area_m2, 1, lang)} m2"
            _label(space, text, (u, v), _layer(document, "text", space_of.storey))


def _access(document: Drawing, space: Modelspace, bundle: ResultBundle) -> None:
    for item in bundle.layout.access:
        corners = item.footprint.corners_mm()
        space.add_lwpolyline(list(corners), close=True, dxfattribs={"layer": _layer(document, "access", item.storey)})


def _empty(document: Drawing, space: Modelspace, bundle: ResultBundle) -> None:
    for item in bundle.layout.empty:
        layer = _layer(document, "empty", item.storey, line="DASHED", weight=13)
        ring = ((item.u0_mm, item.v0_mm), (item.u1_mm, item.v0_mm), (item.u1_mm, item.v1_mm), (item.u0_mm, item.v1_mm))
        space.add_lwpolyline(list(ring), close=True, dxfattribs={"layer": layer, "ltscale": 200.0})
        _label(space, item.reason.code, ((item.u0_mm + item.u1_mm) / 2.0, item.v0_mm + 2.0 * TEXT_MM), layer, SMALL_MM)


def _notes(document: Drawing, space: Modelspace, bundle: ResultBundle, lang: Lang) -> None:
    """Say what the drawing is, and where its zero-point lies in the world."""
    frame = bundle.host.frame
    degrees = decimals(math.degrees(frame.rotation_rad), 4, lang)
    x, y = (decimals(value, 3, lang) for value in frame.origin_m)
    where = word("no_location", lang) if frame.crs is None else f"0,0 = {x} / {y} ({frame.crs}); {degrees}°"
    lines = [f"{bundle.model.name} · {bundle.concept_label} · {bundle.short_digest}", where, word("indicative", lang)]
    if any(line.assumed for line in bundle.host.bearing_lines):
        lines.append(word("assumed", lang))
    low_u, low_v, _, _ = bundle.host.roof_outline_mm.bounds
    layer = _layer(document, "text", weight=13)
    for index, text in enumerate(lines):
        y_mm = low_v - DIMENSION_OFFSET_MM - 2.5 * DIMENSION_STEP_MM - index * 1.6 * TEXT_MM
        space.add_text(text, height=TEXT_MM, dxfattribs={"layer": layer}).set_placement((low_u, y_mm))
