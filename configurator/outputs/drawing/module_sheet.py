"""One module of a concept as a drawing: plan and cross section at 1:100 with their sizes, the range of sizes, what it weighs."""

from __future__ import annotations

from catalogue.buildup import module_mass
from catalogue.documents.concept import Access, Concept, SizeRange
from configurator.layout.placement import PlacedModule, Rectangle
from configurator.outputs.drawing.canvas import BOLD, MEDIUM, THIN, At, Canvas
from configurator.outputs.drawing.cut_plan import cut_walls, plan_fillings
from configurator.outputs.drawing.dimensions import draw_chain, draw_upright_chain
from configurator.outputs.drawing.plan_fillings import draw_filling
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.words import Lang, decimals, word
from configurator.outputs.palette import DWELLING_TINTS, GREY, INK, PALETTE
from configurator.parts.model import ModuleOccurrence, ModuleType, Part
from configurator.parts.module import module_type_of
from configurator.parts.placing import place_modules
from configurator.parts.solids import polygons_of

SCALE = 100
LEFT_MM, TOP_MM, STEP_MM, BETWEEN_MM, TEXT_MM = 16.0, 13.0, 6.0, 22.0, 2.4
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


def _plan(canvas: Canvas, view: View, placed: ModuleOccurrence, made: ModuleType, lang: Lang) -> None:
    f, size = placed.footprint, made.size
    a, b = view.at(f.u0_mm, f.v0_mm), view.at(f.u1_mm, f.v1_mm)
    canvas.text((LEFT_MM, TOP_MM - 3.0), f"{word('module_plan', lang)} 1:{SCALE}", TEXT_MM, bold=True)
    canvas.rectangle(a, b, fill=DWELLING_TINTS[0], weight=THIN, colour=GREY)
    for wall in cut_walls(placed, made):
        canvas.polygon(view.rings(wall), fill=INK, weight=0.0)
    for filling in plan_fillings(placed, made):
        draw_filling(canvas, view, filling)
    if any(part.kind == "door" and part.side == "end_a" for part in made.parts):
        door = next(part for part in made.parts if part.kind == "door" and part.side == "end_a")
        x, y = view.at(0.0, door.origin_mm[1] + door.length_mm / 2.0)
        canvas.arrow((x - 7.0, y), (x - 1.5, y))
    below = a[1] + STEP_MM
    end = size.end_wall_mm
    xs = [view.at(u, 0.0)[0] for u in (0.0, end, size.length_mm - end, float(size.length_mm))]
    inner = f"{size.inner_length_mm:.0f}"
    draw_chain(canvas, xs[1:3], below, [f"{word('clear', lang)} {inner}"])
    draw_chain(canvas, [xs[0], xs[3]], below + STEP_MM, [f"{size.length_mm}"])
    draw_upright_chain(canvas, [a[1], b[1]], a[0] - 9.0, [f"{size.width_mm}"])


def _section(canvas: Canvas, at: At, made: ModuleType, lang: Lang) -> None:
    """Draw the module cut across its length, looking at `end_b`; `at` is its low corner on paper."""
    size = made.size
    view = View(at[0], at[1], 1.0 / SCALE)
    width, height, wall = float(size.width_mm), float(size.height_mm), size.long_wall_mm
    ceiling = height - size.overhead_mm
    canvas.text((at[0], view.at(0.0, height)[1] - 3.0), f"{word('module_section', lang)} 1:{SCALE}", TEXT_MM, bold=True)
    canvas.rectangle(view.at(wall, size.floor_mm), view.at(width - wall, ceiling), fill=PALETTE["ceiling"].hex, weight=0.0)
    for part in made.parts:
        if part.side == "end_b" and part.kind in ("window", "glazed_door", "door"):
            _elevation(canvas, view, part)
    for low, high in (((0.0, size.floor_mm), (wall, ceiling)), ((width - wall, size.floor_mm), (width, ceiling))):
        canvas.rectangle(view.at(*low), view.at(*high), fill=PALETTE["party_wall"].hex, weight=THIN, colour=INK)
    canvas.rectangle(view.at(0.0, 0.0), view.at(width, size.floor_mm), fill=PALETTE["floor"].hex, weight=THIN, colour=INK)
    canvas.rectangle(view.at(0.0, ceiling), view.at(width, height), fill=PALETTE["facade"].hex, weight=THIN, colour=INK)
    canvas.rectangle(view.at(wall, size.floor_mm), view.at(width - wall, ceiling), weight=MEDIUM, colour=INK)
    canvas.rectangle(view.at(0.0, 0.0), view.at(width, height), weight=BOLD, colour=INK)
    clear_width, clear_height = size.inner_width_mm(), size.wall_height_mm
    draw_chain(canvas, [view.at(u, 0.0)[0] for u in (wall, width - wall)], at[1] + STEP_MM, [f"{clear_width:.0f}"])
    draw_chain(canvas, [at[0], view.at(width, 0.0)[0]], at[1] + 2.0 * STEP_MM, [f"{size.width_mm}"])
    ys = [view.at(0.0, z)[1] for z in (0.0, size.floor_mm, ceiling, height)]
    right = view.at(width, 0.0)[0]
    draw_upright_chain(canvas, ys, right + 7.0, [f"{size.floor_mm:.0f}", f"{clear_height:.0f}", f"{size.overhead_mm:.0f}"])
    draw_upright_chain(canvas, [ys[0], ys[3]], right + 8.0 + STEP_MM, [f"{size.height_mm}"])


def _elevation(canvas: Canvas, view: View, part: Part) -> None:
    """Draw a window or door as it is seen in the wall beyond."""
    y, z = part.origin_mm[1], part.origin_mm[2]
    for body in part.bodies:
        fill = PALETTE[body.look].hex
        for polygon in polygons_of(body.prism.polygon):
            ring = [view.at(y + a, z + b) for a, b in list(polygon.exterior.coords)[:-1]]
            holes = [[view.at(y + a, z + b) for a, b in list(inner.coords)[:-1]] for inner in polygon.interiors]
            canvas.polygon((ring, *holes), fill=fill, weight=THIN, colour=INK)


def _range(name: str, sizes: SizeRange, lang: Lang) -> str:
    low, high = (decimals(value / 1000.0, 2, lang) for value in (sizes.min, sizes.max))
    return f"{name} {low}–{high} m {word('in_steps_of', lang)} {sizes.step} mm"


def _notes(concept: Concept, made: ModuleType, lang: Lang) -> list[str]:
    geometry = concept.module
    mass = module_mass(concept, made.size, topmost=True, access=_access(concept), access_side="end_a").total_kg
    low, high = (decimals(value / 1000.0, 1, lang) for value in (mass.low, mass.high))
    said = [
        f"{_range(word('width', lang), geometry.width_mm, lang)}; {_range(word('length', lang), geometry.length_mm, lang)}",
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
    notes = _notes(concept, made, lang)
    base = TOP_MM + max(width, height)
    foot = base + 2.0 * STEP_MM + 7.0
    canvas = Canvas(LEFT_MM + length + BETWEEN_MM + width + 19.0, foot + 3.8 * len(notes), ink="currentColor")
    _plan(canvas, View(LEFT_MM, base, 1.0 / SCALE), placed, made, lang)
    _section(canvas, (LEFT_MM + length + BETWEEN_MM, base), made, lang)
    for row, text in enumerate(notes):
        canvas.text((LEFT_MM, foot + row * 3.8), text, TEXT_MM)
    return canvas


def module_svg(concept: Concept, lang: Lang = "nl") -> str:
    """Return the drawing of a concept's module as SVG that stands in a page and takes its colour of text."""
    return draw_module(concept, lang).inline(f"{concept.id}@{concept.version}: {word('module', lang)}")
