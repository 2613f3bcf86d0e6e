"""One module of a concept as a drawing: plan and cross section at one scale with their sizes, and what it weighs."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.buildup import module_mass
from catalogue.documents.concept import Access, Concept, SizeRange
from configurator.layout.placement import PlacedModule, Rectangle
from configurator.outputs.drawing.canvas import BOLD, ON_PAGE, THIN, Canvas, wrapped
from configurator.outputs.drawing.cut_plan import cut_walls, plan_fillings
from configurator.outputs.drawing.dimensions import draw_chain, draw_upright_chain
from configurator.outputs.drawing.plan_fillings import draw_filling
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.words import Lang, decimals, word
from configurator.outputs.palette import GREY, PALETTE
from configurator.parts.model import ModuleOccurrence, ModuleType, Part
from configurator.parts.module import module_type_of
from configurator.parts.placing import place_modules
from configurator.parts.solids import polygons_of

SCALE = 100
LEFT_MM, BETWEEN_MM, RIGHT_MM = 14.0, 18.0, 27.0
"""Room left of the plan, between plan and section, and right of the section, for their dimensions."""
SHOWN_PX, TEXT_PX = 860.0, 12.0
"""Width at which a page shows the drawing, and how high its texts are there."""
CUT_TINT = PALETTE["facade"].hex
"""Timber that is cut, in plan and in section: solid ink is for what stands already."""
MODULE_ID = "s00/a/m01"


def middle_size(sizes: SizeRange) -> int:
    """Return the size in the middle of a range of sizes."""
    values = sizes.values()
    return values[len(values) // 2]


def example_module(concept: Concept) -> PlacedModule:
    """Return a module of the top storey in the middle of the concept's sizes, entered at `end_a`, at the zero-point."""
    geometry = concept.module
    return PlacedModule(
        id=MODULE_ID,
        dwelling_id="s00/a/d01",
        storey=0,
        strip="a",
        footprint=Rectangle(0, 0, middle_size(geometry.length_mm), middle_size(geometry.width_mm)),
        quarter=0,
        z_mm=0,
        height_mm=geometry.height_mm,
        topmost=True,
        access_side="end_a",
        open_sides=(),
        supports=(),
    )


def example_type(concept: Concept) -> tuple[ModuleOccurrence, ModuleType]:
    """Return the example module in its place, and its parts."""
    module = example_module(concept)
    (placed,) = place_modules((module,))
    return placed, module_type_of(concept, module, _access(concept))


def _access(concept: Concept) -> Access:
    return "gallery" if "gallery" in concept.access.permitted else concept.access.permitted[0]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where plan and section stand on paper, and how large their texts are."""

    canvas: Canvas
    base_mm: float
    """Height of the low edge of both."""
    text_mm: float
    lang: Lang

    @property
    def step_mm(self) -> float:
        """Distance of two rows of dimensions."""
        return 2.5 * self.text_mm

    def title(self, x_mm: float, key: str) -> None:
        """Write the title of plan or section, both on one line."""
        self.canvas.text((x_mm, 1.2 * self.text_mm), word(key, self.lang), self.text_mm, bold=True)


def _plan(sheet: _Sheet, view: View, placed: ModuleOccurrence, made: ModuleType) -> None:
    canvas, f, size = sheet.canvas, placed.footprint, made.size
    a, b = view.at(f.u0_mm, f.v0_mm), view.at(f.u1_mm, f.v1_mm)
    sheet.title(LEFT_MM, "module_plan")
    canvas.rectangle(a, b, fill=PALETTE["ceiling"].hex, weight=THIN, colour=GREY)
    for wall in cut_walls(placed, made):
        canvas.polygon(view.rings(wall), fill=CUT_TINT, weight=BOLD)
    for filling in plan_fillings(placed, made):
        draw_filling(canvas, view, filling)
    if any(part.kind == "door" and part.side == "end_a" for part in made.parts):
        door = next(part for part in made.parts if part.kind == "door" and part.side == "end_a")
        x, y = view.at(0.0, door.origin_mm[1] + door.length_mm / 2.0)
        canvas.arrow((x - 5.5, y), (x - 1.0, y))
    below, end = a[1] + sheet.step_mm, size.end_wall_mm
    xs = [view.at(u, 0.0)[0] for u in (0.0, end, size.length_mm - end, float(size.length_mm))]
    clear = f"{word('clear', sheet.lang)} {size.inner_length_mm:.0f}"
    draw_chain(canvas, xs[1:3], below, [clear], sheet.text_mm)
    draw_chain(canvas, [xs[0], xs[3]], below + sheet.step_mm, [f"{size.length_mm}"], sheet.text_mm)
    draw_upright_chain(canvas, [a[1], b[1]], a[0] - 8.0, [f"{size.width_mm}"], sheet.text_mm)


def _section(sheet: _Sheet, left_mm: float, made: ModuleType) -> None:
    """Draw the module cut across its length, looking at `end_b`."""
    canvas, size, base = sheet.canvas, made.size, sheet.base_mm
    view = View(left_mm, base, 1.0 / SCALE)
    width, height, wall = float(size.width_mm), float(size.height_mm), size.long_wall_mm
    ceiling = height - size.overhead_mm
    sheet.title(left_mm, "module_section")
    canvas.rectangle(view.at(wall, size.floor_mm), view.at(width - wall, ceiling), fill=PALETTE["ceiling"].hex, weight=0.0)
    for part in made.parts:
        if part.side == "end_b" and part.kind in ("window", "glazed_door", "door"):
            _elevation(canvas, view, part)
    for low, high in (((0.0, size.floor_mm), (wall, ceiling)), ((width - wall, size.floor_mm), (width, ceiling))):
        canvas.rectangle(view.at(*low), view.at(*high), fill=CUT_TINT, weight=THIN)
    canvas.rectangle(view.at(0.0, 0.0), view.at(width, size.floor_mm), fill=CUT_TINT, weight=THIN)
    canvas.rectangle(view.at(0.0, ceiling), view.at(width, height), fill=CUT_TINT, weight=THIN)
    canvas.rectangle(view.at(wall, size.floor_mm), view.at(width - wall, ceiling), weight=BOLD)
    canvas.rectangle(view.at(0.0, 0.0), view.at(width, height), weight=BOLD)
    _section_sizes(sheet, view, made)


def _section_sizes(sheet: _Sheet, view: View, made: ModuleType) -> None:
    canvas, size, base, text = sheet.canvas, made.size, sheet.base_mm, sheet.text_mm
    width, wall, ceiling = float(size.width_mm), size.long_wall_mm, size.height_mm - size.overhead_mm
    draw_chain(canvas, [view.at(u, 0.0)[0] for u in (wall, width - wall)], base + sheet.step_mm, [f"{size.inner_width_mm():.0f}"], text)
    draw_chain(canvas, [view.at(u, 0.0)[0] for u in (0.0, width)], base + 2.0 * sheet.step_mm, [f"{size.width_mm}"], text)
    ys = [view.at(0.0, z)[1] for z in (0.0, size.floor_mm, ceiling, float(size.height_mm))]
    right = view.at(width, 0.0)[0] + 2.0 + text
    draw_upright_chain(canvas, ys, right, [f"{size.floor_mm:.0f}", f"{size.wall_height_mm:.0f}", f"{size.overhead_mm:.0f}"], text)
    draw_upright_chain(canvas, [ys[0], ys[3]], right + 4.2 * text, [f"{size.height_mm}"], text)


def _elevation(canvas: Canvas, view: View, part: Part) -> None:
    """Draw a window or door as it is seen in the wall beyond."""
    y, z = part.origin_mm[1], part.origin_mm[2]
    for body in part.bodies:
        fill = PALETTE[body.look].hex
        for polygon in polygons_of(body.prism.polygon):
            ring = [view.at(y + a, z + b) for a, b in list(polygon.exterior.coords)[:-1]]
            holes = [[view.at(y + a, z + b) for a, b in list(inner.coords)[:-1]] for inner in polygon.interiors]
            canvas.polygon((ring, *holes), fill=fill, weight=THIN)


def _notes(concept: Concept, made: ModuleType, lang: Lang) -> list[str]:
    geometry = concept.module
    mass = module_mass(concept, made.size, topmost=True, access=_access(concept), access_side="end_a").total_kg
    low, high = (decimals(value / 1000.0, 1, lang) for value in (mass.low, mass.high))
    said = [
        f"{word('hoist', lang)} {decimals(mass.nominal / 1000.0, 1, lang)} t ({low}–{high} t)",
    ]
    if geometry.open_sides and geometry.open_side_share > 0.0:
        said.append(word("open_long_side", lang).format(share=round(geometry.open_side_share * 100.0)))
    return said


def draw_module(concept: Concept, lang: Lang = "nl") -> Canvas:
    """Return plan and cross section of the concept's module in the middle of its sizes."""
    placed, made = example_type(concept)
    size = made.size
    length, width, height = (value / SCALE for value in (size.length_mm, size.width_mm, size.height_mm))
    whole = LEFT_MM + length + BETWEEN_MM + width + RIGHT_MM
    text = TEXT_PX / SHOWN_PX * whole
    notes = [line for note in _notes(concept, made, lang) for line in wrapped(note, whole - 2.0, text)]
    base = 2.2 * text + max(width, height)
    foot = base + 8.2 * text
    canvas = Canvas(whole, foot + 1.5 * text * (len(notes) - 1) + 0.6 * text, ink=ON_PAGE)
    sheet = _Sheet(canvas, base, text, lang)
    _plan(sheet, View(LEFT_MM, base, 1.0 / SCALE), placed, made)
    _section(sheet, LEFT_MM + length + BETWEEN_MM, made)
    for row, said in enumerate(notes):
        canvas.text((0.4, foot + row * 1.5 * text), said, text)
    return canvas


def module_svg(concept: Concept, lang: Lang = "nl") -> str:
    """Return the drawing of a concept's module as SVG that stands in a page and takes its colour of text."""
    return draw_module(concept, lang).inline(f"{concept.id}@{concept.version}: {word('module', lang)}")
