"""The support plan (opleggingen): what every module hands to which bearing line, and the worst load band of every line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from catalogue.documents.identifiers import wing_path
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import BOLD, MEDIUM, THIN, Anchor, Candidate, Canvas, wrapped
from configurator.outputs.drawing.dimensions import draw_bubbles, draw_dimensions
from configurator.outputs.drawing.paper import Paper, largest_scale, wings_by_size
from configurator.outputs.drawing.plan import ROOF_FILL
from configurator.outputs.drawing.sheet import ABOVE_MM, BELOW_MM, LEFT_MM, MARGIN_MM, MIN_WIDTH_MM, TITLE_MM, scale_for
from configurator.outputs.drawing.view import View
from configurator.outputs.drawing.words import Lang, decimals, word
from configurator.outputs.palette import BAND_COLOURS, GREY, INK, PAPER, RUST
from configurator.results.disclaimer import DISCLAIMERS

FOOT_MM, SMALLEST_SCALE = 26.0, 500
_POINT_MM = 0.9
_SIDES: tuple[tuple[float, Anchor], ...] = ((1.6, "start"), (-1.6, "end"))


def draw_supports(bundle: ResultBundle, lang: Lang = "nl") -> Canvas:
    """Return the support plan of the lowest new storey: modules, reactions in kN (G / Q) summed over the storeys, lines by band.

    Wings stand under each other, each in its own frame.
    """
    bounds = [wing.host.roof_outline_mm.bounds for wing in bundle.all_wings]
    return _sheet(bundle, bundle.alone, scale_for(max(high_u - low_u for low_u, _, high_u, _ in bounds) / 1000.0), lang)


def draw_supports_page(bundle: ResultBundle, paper: Paper, lang: Lang = "nl") -> Canvas:
    """Return the support plan of as many wings as fit a paper at 1:500, those with most modules first, as large as it holds them."""
    ranked = wings_by_size(bundle)

    def fitting(count: int) -> Callable[[int], bool]:
        def fits(scale: int) -> bool:
            width, height = _size_mm(ranked[:count], scale)
            return width <= paper.width_mm and height <= paper.height_mm

        return fits

    count = next((n for n in range(len(ranked), 1, -1) if fitting(n)(SMALLEST_SCALE)), 1)
    chosen = [wing for wing in bundle.alone if wing in ranked[:count]]
    return _sheet(bundle, chosen, largest_scale(fitting(count)), lang)


def _size_mm(wings: Sequence[tuple[str, ResultBundle]], scale: int) -> tuple[float, float]:
    bounds = [alone.host.roof_outline_mm.bounds for _, alone in wings]
    widest = max(high_u - low_u for low_u, _, high_u, _ in bounds) / scale
    heights = [_height_mm(low_v, high_v, scale) for _, low_v, _, high_v in bounds]
    return max(MIN_WIDTH_MM, widest + 2.0 * MARGIN_MM + LEFT_MM), 2.0 * MARGIN_MM + sum(heights) + FOOT_MM


def _height_mm(low_v: float, high_v: float, scale: int) -> float:
    return TITLE_MM + ABOVE_MM + (high_v - low_v) / scale + BELOW_MM


def _sheet(bundle: ResultBundle, wings: Sequence[tuple[str, ResultBundle]], scale: int, lang: Lang) -> Canvas:
    width, height = _size_mm(wings, scale)
    canvas = Canvas(width, height)
    canvas.rectangle((5.0, 5.0), (width - 5.0, height - 5.0), weight=MEDIUM)
    bounds = [alone.host.roof_outline_mm.bounds for _, alone in wings]
    widest = max(high_u - low_u for low_u, _, high_u, _ in bounds) / scale
    left, top = MARGIN_MM + LEFT_MM + (width - widest - 2.0 * MARGIN_MM - LEFT_MM) / 2.0, MARGIN_MM
    for (key, alone), (low_u, low_v, _, high_v) in zip(wings, bounds, strict=True):
        panel = _height_mm(low_v, high_v, scale)
        view = View(left - low_u / scale, top + panel - BELOW_MM + low_v / scale, 1.0 / scale)
        name = f"  {word('wing', lang)} {key}" if key else ""
        canvas.text((MARGIN_MM, top + 4.0), f"{word('supports', lang)}  1:{scale}  G / Q in kN{name}", 3.6, bold=True)
        _draw_panel(canvas, alone, key, view, lang)
        top += panel
    _foot(canvas, bundle, lang)
    return canvas


def _draw_panel(canvas: Canvas, alone: ResultBundle, key: str, view: View, lang: Lang) -> None:
    canvas.polygon(view.rings(alone.host.roof_outline_mm), fill=ROOF_FILL, weight=BOLD)
    draw_bubbles(canvas, alone.host, view)
    draw_dimensions(canvas, alone.host, view)
    _modules(canvas, alone, key, view)
    _lines(canvas, alone, key, view)
    _reactions(canvas, alone, key, view, lang)


def _modules(canvas: Canvas, alone: ResultBundle, key: str, view: View) -> None:
    lowest = min((module.storey for module in alone.layout.modules), default=None)
    for module in alone.layout.modules:
        if module.storey == lowest:
            f = module.footprint
            canvas.open_group(wing_path(key, module.id))
            canvas.rectangle(view.at(f.u0_mm, f.v0_mm), view.at(f.u1_mm, f.v1_mm), fill=PAPER, weight=THIN, colour=GREY)
            canvas.close_group()


def _lines(canvas: Canvas, alone: ResultBundle, key: str, view: View) -> None:
    bands = {row.id: row.line_band for row in alone.configuration.loads.lines}
    for line in alone.host.bearing_lines:
        name = wing_path(key, line.id)
        colour = BAND_COLOURS[bands[name]] if name in bands else GREY
        dash = "2 1" if line.assumed else ""
        canvas.line(view.at(line.u_mm, line.v0_mm), view.at(line.u_mm, line.v1_mm), weight=0.9, colour=colour, dash=dash)


def _reactions(canvas: Canvas, alone: ResultBundle, key: str, view: View, lang: Lang) -> None:
    """Draw one point for each place where modules stand on a line, with the force of all storeys above it."""
    places: dict[tuple[float, float], list[float]] = {}
    for reaction in alone.configuration.loads.reactions:
        if not reaction.line.startswith(wing_path(key, "")):
            continue
        force = places.setdefault((reaction.point_m[0], reaction.point_m[1]), [0.0, 0.0])
        force[0] += reaction.g_kn
        force[1] += reaction.q_kn
    for (u_m, v_m), (g_kn, q_kn) in sorted(places.items()):
        x, y = view.at(u_m * 1000.0, v_m * 1000.0)
        canvas.circle((x, y), _POINT_MM, fill=INK, weight=THIN)
        text = f"{decimals(g_kn, 0, lang)} / {decimals(q_kn, 0, lang)}"
        shifts = (0.6, -2.6, 3.8, -5.8, 7.0)
        right, left = ([Candidate((x + side, y + dy), text, anchor) for dy in shifts] for side, anchor in _SIDES)
        canvas.label([*right, *left], 1.8)


def _foot(canvas: Canvas, bundle: ResultBundle, lang: Lang) -> None:
    y = canvas.height_mm - FOOT_MM
    for index, (band, colour) in enumerate(BAND_COLOURS.items()):
        x = MARGIN_MM + index * 24.0
        canvas.line((x, y), (x + 8.0, y), weight=0.9, colour=colour)
        canvas.text((x + 9.5, y + 0.9), f"{word('band', lang)} {band}", 2.3)
    if any(line.assumed for wing in bundle.all_wings for line in wing.host.bearing_lines):
        canvas.text((MARGIN_MM + 124.0, y + 0.9), word("assumed", lang), 2.3, colour=RUST)
    for index, text in enumerate(wrapped(DISCLAIMERS.in_language(lang), canvas.width_mm - 2.0 * MARGIN_MM, 2.2)):
        canvas.text((MARGIN_MM, y + 6.0 + 3.4 * index), text, 2.2, colour=RUST)
