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
from shapely.affinity import translate
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from catalogue.documents.identifiers import storey_id
from configurator.host.building import Frame
from configurator.layout.placement import Rectangle
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.cut_plan import PlanFilling, cut_walls, plan_fillings, wet_cell_plan
from configurator.outputs.drawing.words import Lang, decimals, word
from configurator.outputs.palette import ACCENT, GREY, INK, RUST
from configurator.parts.access import BELOW
from configurator.parts.joining import turn_between
from configurator.parts.model import Element, ModuleOccurrence, ModuleType
from configurator.parts.solids import polygons_of

VERSION = "R2010"
TEXT_MM, SMALL_MM = 250.0, 180.0
DIMENSION_OFFSET_MM, DIMENSION_STEP_MM = 1800.0, 900.0
LINE_BEYOND_MM = 900.0
"""A bearing line is drawn this far beyond its ends."""
LABEL_SHARES, DWELLING_SHARES, CLEAR_MM = (0.33, 0.2, 0.78), (0.5, 0.62, 0.7, 0.42), 400.0
"""Where the label of a module and of a dwelling may stand along v, and how far off the wet cell."""
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
    "removed": GREY,
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
        _module(document, space, module, alone.model.type_of(module))
    _dwellings(document, space, alone, lang)
    _access(document, space, alone, lang)
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
    layer, gone = _layer(document, "obstacles"), _layer(document, "removed", line="DASHED", weight=13)
    removed = {e.subject for e in bundle.model.elements if e.kind == "obstacle" and e.status == "demolish"}
    for item in bundle.host.obstacles:
        _outline(space, item.outline_mm, gone if item.id in removed else layer)
        if item.id in removed:
            continue
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
        _filling(block, filling)


def _filling(block: BlockLayout, filling: PlanFilling) -> None:
    """Draw the glass of a window as a line, and the leaf of a door open to the inside with its swing."""
    x0, y0, x1, y1 = filling.plan.bounds
    along_x = filling.outward[1] != 0
    if filling.kind != "door":
        x, y = (x0 + x1) / 2.0, (y0 + y1) / 2.0
        block.add_line(*(((x0, y), (x1, y)) if along_x else ((x, y0), (x, y1))), dxfattribs={"layer": "0"})
    if filling.kind == "window":
        return
    inward = -float(sum(filling.outward))
    radius = x1 - x0 if along_x else y1 - y0
    if along_x:
        hinge = (x0, y1 if inward > 0.0 else y0)
        tip, angles = (x0, hinge[1] + inward * radius), ((0.0, 90.0) if inward > 0.0 else (270.0, 0.0))
    else:
        hinge = (x1 if inward > 0.0 else x0, y0)
        tip, angles = (hinge[0] + inward * radius, y0), ((0.0, 90.0) if inward > 0.0 else (90.0, 180.0))
    block.add_line(hinge, tip, dxfattribs={"layer": "0"})
    block.add_arc(hinge, radius, *angles, dxfattribs={"layer": "0"})


def _module(document: Drawing, space: Modelspace, module: ModuleOccurrence, module_type: ModuleType) -> None:
    layer = _layer(document, "modules", module.storey)
    place = {"layer": layer, "rotation": 90.0 * module.quarter}
    space.add_blockref(module.type_id, (module.origin_mm[0], module.origin_mm[1]), dxfattribs=place)
    at = _free_place(module, module_type, LABEL_SHARES)
    _label(space, module.id.rpartition("/")[2], at, _layer(document, "text", module.storey), SMALL_MM)


def _free_place(module: ModuleOccurrence, module_type: ModuleType, shares: tuple[float, ...]) -> tuple[float, float]:
    """Return the first place along the middle of a module that is clear of its wet cell; shares of its extent along v."""
    f, cell = module.footprint, wet_cell_plan(module, module_type) or Polygon()
    places = [((f.u0_mm + f.u1_mm) / 2.0, f.v0_mm + (f.v1_mm - f.v0_mm) * share) for share in shares]
    return next((place for place in places if cell.is_empty or cell.distance(Point(place)) > CLEAR_MM), places[0])


def _dwellings(document: Drawing, space: Modelspace, bundle: ResultBundle, lang: Lang) -> None:
    for space_of in bundle.model.spaces:
        first = next((m for m in bundle.model.modules if m.dwelling_id == space_of.dwelling_id and m.storey == space_of.storey), None)
        if first is not None:
            at = _free_place(first, bundle.model.type_of(first), DWELLING_SHARES)
            text = f"{space_of.id.rpartition('/')[2]}  {decimals(space_of.usable_area_m2, 1, lang)} m2"
            _label(space, text, at, _layer(document, "text", space_of.storey))


def _access(document: Drawing, space: Modelspace, bundle: ResultBundle, lang: Lang) -> None:
    """Draw galleries, and cores with walls, treads and the way up; a lift shaft with its cross."""
    for item in bundle.layout.access:
        f, layer = item.footprint, _layer(document, "access", item.storey)
        space.add_lwpolyline(list(f.corners_mm()), close=True, dxfattribs={"layer": layer})
        name = word("gallery" if item.kind == "gallery" else "stair", lang)
        along = f.v0_mm + (f.v1_mm - f.v0_mm) * (0.5 if item.kind == "gallery" else 0.12)
        _label(space, name, ((f.u0_mm + f.u1_mm) / 2.0, along), layer, SMALL_MM)
    for element in bundle.model.elements:
        layer = _layer(document, "access", element.storey)
        plans = [translate(body.prism.polygon, *element.origin_mm[:2]) for body in element.bodies]
        if element.kind in ("core_wall", "lift_shaft"):
            for plan in plans:
                _outline(space, plan, layer)
        if element.kind == "lift_shaft":
            (x0, y0, x1, y1) = plans[0].bounds
            space.add_line((x0, y0), (x1, y1), dxfattribs={"layer": layer})
            space.add_line((x0, y1), (x1, y0), dxfattribs={"layer": layer})
    flights = [e for e in bundle.model.elements if e.kind == "core_flight"]
    upwards = {e.subject for e in flights if BELOW not in e.id}
    storeys = {item.id: item.storey for item in bundle.layout.access}
    for flight in flights:
        if BELOW not in flight.id or flight.subject not in upwards:  # those of two storeys lie over each other
            _treads(space, flight, _layer(document, "access", storeys[flight.subject]))


def _treads(space: Modelspace, flight: Element, layer: str) -> None:
    """Draw a line for every step of a flight: it runs along v."""
    boxes = [body.prism.moved(flight.origin_mm).bounds_mm() for body in flight.bodies]
    (u0, v0), (u1, v1) = (min(low[i] for low, _ in boxes) for i in (0, 1)), (max(high[i] for _, high in boxes) for i in (0, 1))
    steps = max(1, flight.risers - 1)
    for number in range(steps + 1):
        v = v0 + (v1 - v0) * number / steps
        space.add_line((u0, v), (u1, v), dxfattribs={"layer": layer})


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
    lines = [f"{bundle.building_name} · {bundle.concept_label} · {bundle.short_digest}", where, word("indicative", lang)]
    if any(line.assumed for line in bundle.host.bearing_lines):
        lines.append(word("assumed", lang))
    low_u, low_v, _, _ = bundle.host.roof_outline_mm.bounds
    layer = _layer(document, "text", weight=13)
    for index, text in enumerate(lines):
        y_mm = low_v - DIMENSION_OFFSET_MM - 2.5 * DIMENSION_STEP_MM - index * 1.6 * TEXT_MM
        space.add_text(text, height=TEXT_MM, dxfattribs={"layer": layer}).set_placement((low_u, y_mm))
