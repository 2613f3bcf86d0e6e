"""The plan of one new storey over the roof: what stands there, on which walls, and what stays empty."""

from __future__ import annotations

from collections.abc import Sequence

from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from configurator.layout.placement import PlacedAccess
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import BOLD, MEDIUM, THIN, At, Candidate, Canvas, text_width_mm
from configurator.outputs.drawing.cut_plan import cut_walls, plan_fillings, wet_cell_plan
from configurator.outputs.drawing.plan_fillings import draw_filling
from configurator.outputs.drawing.reasons import Reasons
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.words import Lang, decimals, level_name, word
from configurator.outputs.palette import CUT_TIMBER, DWELLING_TINTS, EMPTY_TINT, GREY, HATCH_LINE, INK, PAPER, RUST
from configurator.parts.model import DwellingSpace, ModuleOccurrence, StoreyLevel
from configurator.parts.solids import polygons_of

ROOF_FILL = "#f4f2ee"
ACCESS_FILL = "#e9e9e5"
TREAD_MM = 250.0
LOCAL_TEXT_MM = 2.2
OUTLINE_SHARE = 0.22
"""Outline of a cut wall as a share of its thickness on paper, so that a thin wall is not all outline."""


class StoreyPlan:
    """Draws one storey of a bundle on a canvas."""

    def __init__(self, canvas: Canvas, bundle: ResultBundle, view: View, reasons: Reasons, lang: Lang) -> None:
        """Keep what is drawn and where."""
        self.canvas = canvas
        self.bundle = bundle
        self.view = view
        self.reasons = reasons
        self.lang = lang

    def draw(self, storey: StoreyLevel | None) -> None:
        """Draw the roof with everything on it; without a storey, the roof alone."""
        self._roof()
        index = None if storey is None else storey.index
        kept = {e.subject for e in self.bundle.model.elements if e.kind == "obstacle" and e.status == "existing"}
        for item in self.bundle.host.obstacles:
            if item.id in kept:
                low_u, low_v, high_u, high_v = item.outline_mm.bounds
                self.canvas.reserve(self.view.at(low_u, low_v), self.view.at(high_u, high_v))
        self._empty(index)
        if storey is not None:
            modules = [m for m in self.bundle.model.modules if m.storey == storey.index]
            spaces = [s for s in self.bundle.model.spaces if s.storey == storey.index]
            self._terraces(storey.index)
            self._access([a for a in self.bundle.layout.access if a.storey == storey.index])
            for module in modules:
                self._module(module, spaces)
            self._internal_stairs(spaces)
            self._lines()
            self._obstacles(kept)
            self._dwelling_labels(spaces, modules)
            for module in modules:
                self._module_label(module)
        else:
            self._lines()
            self._obstacles(kept)

    def _roof(self) -> None:
        self.canvas.polygon(self.view.rings(self.bundle.host.roof_outline_mm), fill=ROOF_FILL, weight=BOLD)

    def _lines(self) -> None:
        """Draw the bearing lines dash-dot, in rust where they are assumed."""
        for line in self.bundle.host.bearing_lines:
            colour = RUST if line.assumed else GREY
            a, b = self.view.at(line.u_mm, line.v0_mm), self.view.at(line.u_mm, line.v1_mm)
            self.canvas.line((a[0], a[1] + 5.0), (b[0], b[1] - 5.0), weight=0.18, colour=colour, dash="4 1 0.6 1")

    def _empty(self, storey: int | None) -> None:
        for stretch in self.bundle.layout.empty:
            if stretch.storey != storey:
                continue
            a, b = self.view.at(stretch.u0_mm, stretch.v0_mm), self.view.at(stretch.u1_mm, stretch.v1_mm)
            roof = self.bundle.host.roof_outline_mm
            shape: BaseGeometry = box(stretch.u0_mm, stretch.v0_mm, stretch.u1_mm, stretch.v1_mm)
            if roof.covers(shape):
                self.canvas.hatched((((a[0], a[1]), (b[0], a[1]), b, (a[0], b[1])),), spacing_mm=1.8, fill=EMPTY_TINT, colour=HATCH_LINE)
            else:
                shape = shape.intersection(roof)
                for part in polygons_of(shape):
                    self.canvas.hatched(self.view.rings(part), spacing_mm=1.8, fill=EMPTY_TINT, colour=HATCH_LINE)
                a = b = self.view.at(shape.representative_point().x, shape.representative_point().y)
            self._reason_mark(a, b, str(self.reasons.number_of(stretch.reason)))

    def _reason_mark(self, a: At, b: At, text: str) -> None:
        x = (a[0] + b[0]) / 2.0
        for share in (0.5, 0.3, 0.7, 0.15, 0.85, 0.92):
            at = (x, a[1] + (b[1] - a[1]) * share + 0.9)
            if self.canvas.is_free(at, f"({text})", 3.6, "middle"):
                self.canvas.circle((x, at[1] - 0.9), 2.3, fill=PAPER, colour=RUST)
                self.canvas.text(at, text, 2.6, anchor="middle", colour=RUST, bold=True)
                return

    def _module(self, module: ModuleOccurrence, spaces: Sequence[DwellingSpace]) -> None:
        model, f = self.bundle.model, module.footprint
        kinds = [kind.id for kind in self.bundle.concept.dwelling_types]
        mine = next((s.type_id for s in spaces if s.dwelling_id == module.dwelling_id), None)
        tint = DWELLING_TINTS[kinds.index(mine) % len(DWELLING_TINTS)] if mine in kinds else PAPER
        self.canvas.open_group(module.id)
        self.canvas.rectangle(self.view.at(f.u0_mm, f.v0_mm), self.view.at(f.u1_mm, f.v1_mm), fill=tint, weight=THIN, colour=GREY)
        module_type = model.type_of(module)
        for wall in cut_walls(module, module_type):
            low_u, low_v, high_u, high_v = wall.bounds
            thick = min(high_u - low_u, high_v - low_v) * self.view.scale
            self.canvas.polygon(self.view.rings(wall), fill=CUT_TIMBER, weight=min(MEDIUM, OUTLINE_SHARE * thick))
        for filling in plan_fillings(module, module_type):
            draw_filling(self.canvas, self.view, filling)
        cell = wet_cell_plan(module, module_type)
        if cell is not None:
            low_u, low_v, high_u, high_v = cell.bounds
            self.canvas.reserve(self.view.at(low_u, low_v), self.view.at(high_u, high_v))
        self.canvas.close_group()

    def _module_label(self, module: ModuleOccurrence) -> None:
        f, text = module.footprint, module.id.rpartition("/")[2]
        x, _ = self.view.at((f.u0_mm + f.u1_mm) / 2.0, 0.0)
        places = [self.view.at(0.0, f.v0_mm + (f.v1_mm - f.v0_mm) * share)[1] for share in (0.33, 0.28, 0.22, 0.45, 0.8, 0.72, 0.86)]
        room = (f.u1_mm - f.u0_mm) * self.view.scale - 1.0
        if text_width_mm(text, LOCAL_TEXT_MM, bold=True) <= room:
            self.canvas.label([Candidate((x, y), text) for y in places], LOCAL_TEXT_MM, bold=True)
        width, length = sorted((f.u1_mm - f.u0_mm, f.v1_mm - f.v0_mm))
        size = f"{decimals(width / 1000.0, 2, self.lang)} × {decimals(length / 1000.0, 2, self.lang)} m"
        if text_width_mm(size, 1.8) <= room:
            self.canvas.label([Candidate((x, y + 3.2), size) for y in places], 1.8, colour=INK)

    def _terraces(self, storey: int) -> None:
        """Draw the set-back strips that are offered as terraces, with their area."""
        for dwelling in self.bundle.layout.dwellings:
            for terrace in (t for t in dwelling.terraces if t.storey == storey):
                f = terrace.plan
                a, b = self.view.at(f.u0_mm, f.v0_mm), self.view.at(f.u1_mm, f.v1_mm)
                self.canvas.rectangle(a, b, weight=THIN, colour=GREY, dash="2 1")
                text = f"{word('terrace', self.lang)} {decimals(f.area_m2, 1, self.lang)} m²"
                self.canvas.label([Candidate(((a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0 + 0.8), text)], LOCAL_TEXT_MM)

    def _internal_stairs(self, spaces: Sequence[DwellingSpace]) -> None:
        """Draw the stair inside every dwelling of two storeys, on both: its outline and treads, the arrow up on the entrance storey."""
        ids = {s.dwelling_id: s.id for s in spaces}
        for stair in self.bundle.model.elements:
            if stair.kind != "internal_stair" or stair.subject not in ids:
                continue
            u, v, _ = stair.origin_mm
            self.canvas.open_group(stair.id)
            for body in stair.bodies:
                low, high = body.prism.bounds_mm()
                a, b = self.view.at(u + low[0], v + low[1]), self.view.at(u + high[0], v + high[1])
                self.canvas.rectangle(a, b, fill=PAPER, weight=THIN, colour=GREY)
            first, last = (body.prism.bounds_mm() for body in (stair.bodies[0], stair.bodies[-1]))
            ends = [self.view.at(u + (low[0] + high[0]) / 2.0, v + (low[1] + high[1]) / 2.0) for low, high in (first, last)]
            self.canvas.arrow(*(ends if ids[stair.subject] == stair.subject else ends[::-1]))
            self.canvas.close_group()

    def _dwelling_labels(self, spaces: Sequence[DwellingSpace], modules: Sequence[ModuleOccurrence]) -> None:
        for space in spaces:
            mine = [m.footprint for m in modules if m.dwelling_id == space.dwelling_id]
            if not mine:
                continue
            u0, u1 = min(f.u0_mm for f in mine), max(f.u1_mm for f in mine)
            v0, v1 = min(f.v0_mm for f in mine), max(f.v1_mm for f in mine)
            kind = next((t.name.in_language(self.lang) for t in self.bundle.concept.dwelling_types if t.id == space.type_id), space.type_id)
            short = space.dwelling_id.rpartition("/")[2]
            room = (u1 - u0) * self.view.scale - 2.0
            area = f"{decimals(space.usable_area_m2, 1, self.lang)} m²"
            names = [t for t in (f"{short} {kind}", short) if text_width_mm(t, 2.6, bold=True) <= room]
            places = [self.view.at((u0 + u1) / 2.0, v0 + (v1 - v0) * share) for share in (0.58, 0.5, 0.66, 0.76, 0.42)]
            for x, y in places:  # the first place that holds name and area together
                fits = text_width_mm(area, LOCAL_TEXT_MM) <= room and self.canvas.is_free((x, y + 3.6), area, LOCAL_TEXT_MM, "middle")
                if fits and self.canvas.label([Candidate((x, y), t) for t in names], 2.6, bold=True):
                    self.canvas.label([Candidate((x, y + 3.6), area)], LOCAL_TEXT_MM)
                    break

    def _access(self, items: Sequence[PlacedAccess]) -> None:
        for item in items:
            f = item.footprint
            a, b = self.view.at(f.u0_mm, f.v0_mm), self.view.at(f.u1_mm, f.v1_mm)
            self.canvas.open_group(item.id)
            self.canvas.rectangle(a, b, fill=ACCESS_FILL, weight=MEDIUM)
            middle = ((a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0)
            if item.kind == "gallery":
                self._gallery(a, b, middle)
            else:
                self._stair(a, b, middle)
            self.canvas.close_group()

    def _gallery(self, a: At, b: At, middle: At) -> None:
        if abs(b[0] - a[0]) >= abs(b[1] - a[1]):
            self.canvas.arrow((middle[0] + 9.0, middle[1]), (min(middle[0] + 24.0, b[0]), middle[1]))
            self.canvas.arrow((middle[0] - 9.0, middle[1]), (max(middle[0] - 24.0, a[0]), middle[1]))
        else:
            self.canvas.arrow((middle[0], middle[1] - 4.0), (middle[0], max(middle[1] - 18.0, b[1])))
            self.canvas.arrow((middle[0], middle[1] + 4.0), (middle[0], min(middle[1] + 18.0, a[1])))
        self.canvas.label([Candidate((middle[0], middle[1] + 0.8), word("gallery", self.lang))], LOCAL_TEXT_MM)

    def _stair(self, a: At, b: At, middle: At) -> None:
        """Draw treads over the middle half of the core, with the walking line upwards."""
        step = TREAD_MM * self.view.scale
        low, high = a[1] - (a[1] - b[1]) * 0.25, b[1] + (a[1] - b[1]) * 0.25
        y = low
        while y > high:
            self.canvas.line((a[0], y), (b[0], y), weight=THIN, colour=GREY)
            y -= step
        self.canvas.arrow((middle[0], low + 1.0), (middle[0], high - 1.0))
        self.canvas.label([Candidate((middle[0], low + 4.5), word("stair", self.lang))], LOCAL_TEXT_MM)

    def _obstacles(self, kept: set[str]) -> None:
        """Draw obstacles hatched with their clearance; what a stair core replaces is dotted."""
        for item in self.bundle.host.obstacles:
            self.canvas.open_group(item.id)
            if item.id not in kept:
                self.canvas.polygon(self.view.rings(item.outline_mm), weight=THIN, dash="0.6 0.6")
                self.canvas.close_group()
                continue
            free = item.outline_mm.buffer(item.clearance_mm, join_style="mitre")
            self.canvas.polygon(self.view.rings(free), weight=THIN, dash="1 0.7")
            self.canvas.hatched(self.view.rings(item.outline_mm))
            low_u, low_v, high_u, high_v = free.bounds
            x, top = self.view.at((low_u + high_u) / 2.0, high_v)
            _, bottom = self.view.at(0.0, low_v)
            right, y = self.view.at(high_u, (low_v + high_v) / 2.0)
            above, below = Candidate((x, top - 0.8), item.id), Candidate((x, bottom + 2.4), item.id)
            self.canvas.label([above, below, Candidate((right + 0.8, y), item.id, "start")], LOCAL_TEXT_MM)
            self.canvas.close_group()


def storey_title(storey: StoreyLevel | None, lang: Lang) -> str:
    """Return the title over a plan: the storey and its level against peil."""
    if storey is None:
        return word("nothing", lang)
    sign = "+" if storey.floor_z_mm >= 0 else "−"
    return f"{level_name(storey.index, lang)}  ·  {word('floor', lang)} {sign}{decimals(abs(storey.floor_z_mm) / 1000.0, 3, lang)} m"
