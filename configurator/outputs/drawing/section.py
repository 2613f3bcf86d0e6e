"""The cross section (doorsnede): the existing block, what comes on it, storey heights, levels, and the heights at which rules change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from shapely.geometry import Polygon
from shapely.ops import unary_union

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import BOLD, MEDIUM, ON_PAGE, THIN, At, Candidate, Canvas
from configurator.outputs.drawing.cut_across import CutPiece, cut_across, telling_place_mm
from configurator.outputs.drawing.paper import Paper, largest_scale, largest_wing
from configurator.outputs.drawing.words import Lang, decimals, level_name, word
from configurator.outputs.palette import GREY, INK, PALETTE, PAPER, RUST
from configurator.parts.model import Element
from configurator.parts.solids import Look, polygons_of

SCALE = 100
MARGIN_MM, TITLE_MM, SIDE_MM, WIDTH_MM = 12.0, 14.0, 62.0, 277.0
SCREEN_SIDE_MM = 66.0
"""Room on either side for levels and for lines where rules change, without a sheet."""
BELOW_MM, ABOVE_MM = 22.0, 14.0
SHOWN_ABOVE_MM = 1200.0
"""A height at which a rule changes is drawn when it lies no more than this above the new roof."""
RULE_HEIGHTS_M: tuple[tuple[float, str], ...] = ((12.5, "R-07"), (13.0, "R-13"))
"""Heights above ground at which rules for the highest floor change."""
GROUND_DEPTH_MM = 4.0
WALL_BEYOND, NEW_BEYOND, BEARER_BEYOND = "#f1efeb", "#fbf6ee", "#d9c7ad"
EXISTING: tuple[Look, ...] = ("existing", "existing_facade", "existing_roof", "existing_assumed")
PERSON_MM = 1750.0


@dataclass(frozen=True, slots=True)
class SectionView:
    """From v and z in millimetres to millimetres of paper: v to the right, z up."""

    x0: float
    y0: float
    scale: float = SCALE
    """Denominator of the scale."""

    def at(self, v_mm: float, z_mm: float) -> At:
        """Return a point on paper."""
        return self.x0 + v_mm / self.scale, self.y0 - z_mm / self.scale

    def ring(self, polygon: Polygon) -> list[At]:
        """Return the outer ring on paper."""
        return [self.at(c[0], c[1]) for c in list(polygon.exterior.coords)[:-1]]

    def rings(self, polygon: Polygon) -> list[list[At]]:
        """Return all rings on paper."""
        return [[self.at(c[0], c[1]) for c in list(ring.coords)[:-1]] for ring in (polygon.exterior, *polygon.interiors)]


@dataclass(frozen=True, slots=True)
class Level:
    """A named height above peil."""

    z_mm: float
    name: str


@dataclass(frozen=True, slots=True)
class _Panel:
    """One section before it is placed on the sheet."""

    key: str
    """Of the wing; empty where there is one."""
    bundle: ResultBundle
    u_mm: float
    pieces: tuple[CutPiece, ...]
    rules: tuple[Level, ...]
    span: tuple[float, float]
    low_z: float
    high_z: float
    """Top of what is drawn, lines where rules change included."""
    nap_m: float | None
    """Peil above NAP, where the levels say it."""

    def height_mm(self, scale: float) -> float:
        """Return the height on paper, with the room above and below."""
        return TITLE_MM + ABOVE_MM + (self.high_z - self.low_z) / scale + BELOW_MM

    def width_mm(self, scale: float) -> float:
        """Return the width of a sheet with this section."""
        return max(WIDTH_MM, (self.span[1] - self.span[0]) / scale + 2.0 * (MARGIN_MM + SIDE_MM))


def draw_section(bundle: ResultBundle, lang: Lang = "nl") -> Canvas:
    """Return the sheet with one cross section of every wing, 1:100.

    Each goes through a window of the module that is nearest to the middle of the wing's new storeys.
    """
    return _sheet(bundle, [_panel(key, alone, lang) for key, alone in bundle.alone], SCALE, lang)


def draw_section_page(bundle: ResultBundle, paper: Paper, lang: Lang = "nl") -> Canvas:
    """Return the cross section of the wing with most modules, at the largest usual scale at which it fits a paper."""
    key, alone = largest_wing(bundle)
    panel = _panel(key, alone, lang)

    def fits(scale: int) -> bool:
        return panel.width_mm(scale) <= paper.width_mm and 2.0 * MARGIN_MM + panel.height_mm(scale) <= paper.height_mm

    return _sheet(bundle, [panel], largest_scale(fits), lang)


def section_size_mm(bundle: ResultBundle, lang: Lang) -> tuple[float, float]:
    """Return depth and height of the largest section in the world, millimetres: from the ground to the last line where rules change."""
    panels = [_panel(key, alone, lang) for key, alone in bundle.alone]
    return max(panel.span[1] - panel.span[0] for panel in panels), max(panel.high_z - panel.low_z for panel in panels)


def draw_section_at(bundle: ResultBundle, scale: float, lang: Lang = "nl") -> Canvas:
    """Return one cross section of every wing under each other at any scale: no sheet, the ink of a page, levels above peil alone."""
    panels = [replace(_panel(key, alone, lang), nap_m=None) for key, alone in bundle.alone]
    width = max((panel.span[1] - panel.span[0]) / scale for panel in panels) + 2.0 * SCREEN_SIDE_MM
    heads = [TITLE_MM if panel.key else 0.0 for panel in panels]
    canvas = Canvas(width, sum(panel.height_mm(scale) - TITLE_MM + head for panel, head in zip(panels, heads, strict=True)), ink=ON_PAGE)
    top = 0.0
    for panel, head in zip(panels, heads, strict=True):
        if panel.key:
            canvas.text((MARGIN_MM, top + 4.0), f"{word('wing', lang)} {panel.key}", 2.8, bold=True)
        _draw_cut(canvas, panel, top + head - TITLE_MM, scale, lang)
        top += panel.height_mm(scale) - TITLE_MM + head
    return canvas


def _sheet(bundle: ResultBundle, panels: list[_Panel], scale: int, lang: Lang) -> Canvas:
    height = 2.0 * MARGIN_MM + sum(panel.height_mm(scale) for panel in panels)
    width = max(panel.width_mm(scale) for panel in panels)
    canvas = Canvas(width, height)
    canvas.rectangle((5.0, 5.0), (width - 5.0, height - 5.0), weight=MEDIUM)
    top = MARGIN_MM
    for panel in panels:
        _draw_panel(canvas, panel, top, scale, lang)
        top += panel.height_mm(scale)
    canvas.text((MARGIN_MM, height - MARGIN_MM - 1.0), word("indicative", lang), 2.4, colour=RUST, bold=True)
    if bundle.host.ground_z_mm is None:
        canvas.text((MARGIN_MM + 88.0, height - MARGIN_MM - 1.0), word("ground_unknown", lang), 2.4, colour=RUST)
    return canvas


def _panel(key: str, bundle: ResultBundle, lang: Lang) -> _Panel:
    u_mm = telling_place_mm(bundle.model)
    pieces = cut_across(bundle.model, u_mm)
    bounds = [p.polygon.bounds for p in pieces]
    top = max(b[3] for b in bounds)
    rules = tuple(_rule_levels(bundle, top, lang))
    return _Panel(
        key=key,
        bundle=bundle,
        u_mm=u_mm,
        pieces=pieces,
        rules=rules,
        span=(min(b[0] for b in bounds), max(b[2] for b in bounds)),
        low_z=min(*(b[1] for b in bounds), bundle.host.ground_z_mm or 0),
        high_z=max([top, *(level.z_mm for level in rules)]),
        nap_m=bundle.host.frame.peil_nap_m,
    )


def _draw_panel(canvas: Canvas, panel: _Panel, top: float, scale: int, lang: Lang) -> None:
    bundle = panel.bundle
    wing = f"  {word('wing', lang)} {panel.key}" if panel.key else ""
    canvas.text((MARGIN_MM, top + 4.0), f"{word('section', lang)}{wing}  1:{scale}", 3.6, bold=True)
    about = f"{bundle.building_name}, {bundle.concept_label}, {bundle.short_digest}  ·  u = {decimals(panel.u_mm / 1000.0, 2, lang)} m"
    canvas.text((MARGIN_MM, top + 9.5), about, 2.5, colour=GREY)
    _draw_cut(canvas, panel, top, scale, lang)


def _draw_cut(canvas: Canvas, panel: _Panel, top: float, scale: float, lang: Lang) -> None:
    bundle, (low_v, high_v) = panel.bundle, panel.span
    base = top + panel.height_mm(scale) - BELOW_MM
    view = SectionView((canvas.width_mm - (high_v + low_v) / scale) / 2.0, base + panel.low_z / scale, scale)
    _ground(canvas, bundle, view, panel.span)
    _beyond(canvas, bundle, view, panel.u_mm)
    _pieces(canvas, panel.pieces, view)
    _person(canvas, view, bundle, low_v)
    _levels(canvas, panel, view, lang)
    _heights(canvas, bundle, view, high_v)
    for level in panel.rules:
        _rule_line(canvas, view, level, panel.span)


def _rule_levels(bundle: ResultBundle, high_z_mm: float, lang: Lang) -> list[Level]:
    ground = bundle.host.ground_z_mm
    if ground is None:
        return []
    found = [Level(ground + above_m * 1000.0, f"{decimals(above_m, 1, lang)} m · {rule}") for above_m, rule in RULE_HEIGHTS_M]
    return [level for level in found if level.z_mm <= high_z_mm + SHOWN_ABOVE_MM]


def _ground(canvas: Canvas, bundle: ResultBundle, view: SectionView, span: tuple[float, float]) -> None:
    z = float(bundle.host.ground_z_mm or 0)
    (left, y), (right, _) = view.at(span[0], z), view.at(span[1], z)
    for x0, x1 in ((left - 40.0, left), (right, right + 40.0)):
        canvas.hatched((((x0, y), (x1, y), (x1, y + GROUND_DEPTH_MM), (x0, y + GROUND_DEPTH_MM)),), spacing_mm=1.6)
        canvas.line((x0, y), (x1, y), weight=BOLD)


def _beyond(canvas: Canvas, bundle: ResultBundle, view: SectionView, u_mm: float) -> None:
    """Draw in light tints what stands behind the plane: the next bearing wall, the inside of the cut module, the bearers under it."""
    behind = [e for e in bundle.model.elements if e.kind in ("existing_wall", "bearer") and e.origin_mm[0] >= u_mm]
    for kind, fill in (("existing_wall", WALL_BEYOND), ("bearer", BEARER_BEYOND)):
        nearest = min((e.origin_mm[0] for e in behind if e.kind == kind), default=None)
        for low, high in (_upright_bounds(e) for e in behind if e.kind == kind and e.origin_mm[0] == nearest):
            canvas.rectangle(view.at(*low), view.at(*high), fill=fill, weight=0.0)
    for module in bundle.model.modules:
        f, size = module.footprint, bundle.model.type_of(module).size
        if f.u0_mm <= u_mm <= f.u1_mm:
            z = module.origin_mm[2]
            canvas.rectangle(view.at(f.v0_mm, z), view.at(f.v1_mm, z + size.height_mm), fill=NEW_BEYOND, weight=0.0)


def _upright_bounds(element: Element) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the low and the high corner of an element's box in (v, z)."""
    boxes = [body.prism.moved(element.origin_mm).bounds_mm() for body in element.bodies]
    low = (min(b[0][1] for b in boxes), min(b[0][2] for b in boxes))
    high = (max(b[1][1] for b in boxes), max(b[1][2] for b in boxes))
    return low, high


def _pieces(canvas: Canvas, pieces: tuple[CutPiece, ...], view: SectionView) -> None:
    """Fill what is cut by its look, and draw one bold line around what belongs together."""
    for piece in pieces:
        canvas.open_group(piece.owner)
        canvas.polygon(view.rings(piece.polygon), fill=PALETTE[piece.look].hex, weight=THIN, colour=INK)
        canvas.close_group()
    for owner in sorted({p.owner for p in pieces if p.look not in (*EXISTING, "obstacle")}):
        for polygon in polygons_of(unary_union([p.polygon for p in pieces if p.owner == owner])):
            canvas.polygon((view.ring(polygon),), weight=BOLD)
    for polygon in polygons_of(unary_union([p.polygon for p in pieces if p.look in EXISTING])):
        canvas.polygon(view.rings(polygon), weight=BOLD)


def _person(canvas: Canvas, view: SectionView, bundle: ResultBundle, low_v: float) -> None:
    """Draw a person of 1.75 m on the ground, for scale."""
    x, y = view.at(low_v - 22.0 * view.scale, float(bundle.host.ground_z_mm or 0))
    tall = PERSON_MM / view.scale
    head = tall * 0.063
    canvas.circle((x, y - tall + head), head, fill=GREY, weight=0.0, colour=GREY)
    shoulder, hip, half = y - tall + 2.3 * head, y - tall * 0.47, tall * 0.108
    body = (
        (x - half, shoulder),
        (x + half, shoulder),
        (x + 0.63 * half, hip),
        (x + 0.47 * half, y),
        (x - 0.47 * half, y),
        (x - 0.63 * half, hip),
    )
    canvas.polygon((body,), fill=GREY, weight=0.0)


def _named_levels(bundle: ResultBundle, lang: Lang) -> list[Level]:
    levels = [Level(s.floor_z_mm, level_name(s.index, lang)) for s in bundle.model.storeys]
    levels.append(Level(float(bundle.host.roof_z_mm), word("roof", lang)))
    tops = [m.origin_mm[2] + bundle.model.type_of(m).size.height_mm for m in bundle.model.modules]
    if tops:
        levels.append(Level(max(tops), word("top", lang)))
    if bundle.host.ground_z_mm is not None and bundle.host.ground_z_mm != 0:
        levels.append(Level(float(bundle.host.ground_z_mm), word("ground", lang)))
    return sorted(levels, key=lambda level: level.z_mm)


def _signed(z_mm: float, lang: Lang) -> str:
    sign = "±" if round(z_mm) == 0 else "+" if z_mm > 0 else "−"
    return f"{sign}{decimals(abs(z_mm) / 1000.0, 3, lang)}"


def _levels(canvas: Canvas, panel: _Panel, view: SectionView, lang: Lang) -> None:
    """Mark the levels on the left: name, height above peil, and NAP where it is known."""
    nap = panel.nap_m
    x = view.at(panel.span[0], 0.0)[0] - 44.0
    for level in _named_levels(panel.bundle, lang):
        y = view.at(0.0, level.z_mm)[1]
        canvas.line((x - 2.0, y), (x + 8.0, y), weight=THIN)
        canvas.polygon(((((x), y), (x + 1.4, y - 2.0), (x - 1.4, y - 2.0)),), fill=PAPER, weight=THIN)
        high = "" if nap is None else f" · NAP {_signed(nap * 1000.0 + level.z_mm, lang)}"
        number = f"{_signed(level.z_mm, lang)}{high}"
        canvas.label([Candidate((x - 3.0, y + dy), number, "end") for dy in (-0.6, 2.4, -1.6, -2.6)], 2.2)
        canvas.label([Candidate((x + 2.4, y + dy), level.name, "start") for dy in (-0.6, 2.2, -1.6, -2.6)], 2.2, colour=GREY)


def _heights(canvas: Canvas, bundle: ResultBundle, view: SectionView, high_v: float) -> None:
    """Draw the chain of floor-to-floor heights on the right, up to the top of the new roof."""
    levels = sorted({round(level.z_mm) for level in _named_levels(bundle, "nl")})
    x = view.at(high_v, 0.0)[0] + 16.0
    ys = [view.at(0.0, float(z))[1] for z in levels]
    canvas.line((x, ys[0] + 1.5), (x, ys[-1] - 1.5), weight=THIN)
    for y in ys:
        canvas.line((x - 0.9, y + 0.9), (x + 0.9, y - 0.9), weight=MEDIUM)
    for (low, high), (y0, y1) in zip(pairwise(levels), pairwise(ys), strict=True):
        canvas.label([Candidate((x + 1.6, (y0 + y1) / 2.0 + 0.8), f"{high - low}", "start")], 2.2)
    total = x + 16.0
    canvas.line((total, ys[0] + 1.5), (total, ys[-1] - 1.5), weight=THIN)
    for y in (ys[0], ys[-1]):
        canvas.line((total - 0.9, y + 0.9), (total + 0.9, y - 0.9), weight=MEDIUM)
    canvas.label([Candidate((total + 1.6, (ys[0] + ys[-1]) / 2.0), f"{levels[-1] - levels[0]}", "start")], 2.2)


def _rule_line(canvas: Canvas, view: SectionView, level: Level, span: tuple[float, float]) -> None:
    (left, y), (right, _) = view.at(span[0] - 15.0 * view.scale, level.z_mm), view.at(span[1] + 46.0 * view.scale, level.z_mm)
    canvas.line((left, y), (right, y), weight=THIN, colour=RUST, dash="3 1.5")
    canvas.label(
        [Candidate((right + 1.0, y + 0.8), level.name, "start"), Candidate((right + 1.0, y - 1.6), level.name, "start")], 2.2, colour=RUST
    )
