"""The painter: blocks from back to front on a parallel projection, with ground, shadow, scale figure and north arrow; as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from shapely.geometry import MultiPoint

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import FONT, number
from configurator.outputs.drawing.words import Lang, word
from configurator.outputs.palette import ACCENT, BAND_COLOURS, GREY, INK, PAPER
from configurator.outputs.picture.build import picture_blocks
from configurator.outputs.picture.order import painting_order
from configurator.outputs.picture.paint import GROUND, SHADE, View, boxes_on, faces, ground_and_shadow, person, polygon, street_view
from configurator.parts.solids import FloatArray

WIDTH_PX, MARGIN_PX, CAPTION_PX = 1400.0, 40.0, 54.0


def _fitted(view: View, points_mm: FloatArray) -> tuple[View, float]:
    """Return the view that shows all points in the width of the picture, and the height that it needs."""
    flat = view.at(points_mm)
    low, high = flat.min(axis=0), flat.max(axis=0)
    scale = (WIDTH_PX - 2.0 * MARGIN_PX) / max(float(high[0] - low[0]), 1.0)
    shift = (MARGIN_PX - float(low[0]) * scale, MARGIN_PX - float(low[1]) * scale)
    height = float(high[1] - low[1]) * scale + 2.0 * MARGIN_PX + CAPTION_PX
    return View(view.right, view.up, view.towards, scale, shift), height


def _north(bundle: ResultBundle, view: View, centre_mm: FloatArray) -> list[str]:
    """Return an arrow on the ground that points to grid north; nothing without a location."""
    frame = bundle.model.frame
    if frame.crs is None:
        return []
    angle = math.pi / 2.0 - frame.rotation_rad
    ahead, side = np.array([math.cos(angle), math.sin(angle), 0.0]), np.array([-math.sin(angle), math.cos(angle), 0.0])
    tip, tail = centre_mm + 1_800.0 * ahead, centre_mm - 1_400.0 * ahead
    arrow = np.array([tip, tail + 900.0 * side, centre_mm - 700.0 * ahead, tail - 900.0 * side])
    x, y = view.at(np.array([centre_mm + 2_700.0 * ahead]))[0]
    letter = f'<text x="{number(x)}" y="{number(y + 4)}" font-size="13" text-anchor="middle" fill="{INK}">N</text>'
    return [polygon(view.at(arrow), INK), letter]


def _caption(bundle: ResultBundle, height: float, lang: Lang) -> list[str]:
    """Return the line under the picture, and the bands in use with their letters."""
    y = height - 22.0
    text = f"{bundle.building_name} · {bundle.concept_label} · {bundle.short_digest} · {word('indicative', lang)}"
    found = [f'<text x="{number(MARGIN_PX)}" y="{number(y)}" font-size="15" fill="{INK}">{escape(text)}</text>']
    used = sorted({row.line_band for row in bundle.configuration.loads.lines})
    for place, band in enumerate(reversed(used)):
        x = WIDTH_PX - MARGIN_PX - 52.0 * place
        found.append(f'<rect x="{number(x - 36)}" y="{number(y - 12)}" width="16" height="14" fill="{BAND_COLOURS[band]}"/>')
        found.append(f'<text x="{number(x - 15)}" y="{number(y)}" font-size="15" fill="{INK}">{band}</text>')
    if used:
        x = WIDTH_PX - MARGIN_PX - 52.0 * len(used) - 2.0
        found.append(f'<text x="{number(x)}" y="{number(y)}" font-size="15" text-anchor="end" fill="{GREY}">{word("band", lang)}</text>')
    return found


@dataclass(frozen=True, slots=True)
class _Painting:
    """What is painted of a configuration, before anything is written around it."""

    drawn: tuple[str, ...]
    view: View
    height_px: float
    """With the margins, and with the room under the picture that a caption takes."""
    low_mm: FloatArray
    high_mm: FloatArray


def _painted(bundle: ResultBundle) -> _Painting:
    blocks = picture_blocks(bundle)
    view = street_view()
    points = np.vstack([b.corners_mm() for b in blocks])
    outline = MultiPoint(points[:, :2]).convex_hull
    low, high = points.min(axis=0), points.max(axis=0)
    ground, shade = ground_and_shadow(outline, float(low[2]), float(high[2] - low[2]))
    view, height = _fitted(view, np.vstack([points, ground]))
    order = painting_order(blocks, view.towards, boxes_on(blocks, view))
    drawn = [polygon(view.at(ground), GROUND), polygon(view.at(shade), SHADE)]
    drawn += [face for i in order for face in faces(blocks[i], view)]
    drawn += person(view, np.array([low[0] + 0.62 * (high[0] - low[0]), low[1] - 3_500.0, low[2]]))
    return _Painting(tuple(drawn), view, height, low, high)


def _document(bundle: ResultBundle, height_px: float, drawn: Sequence[str], lang: Lang) -> bytes:
    size = f'width="{number(WIDTH_PX)}" height="{number(height_px)}" viewBox="0 0 {number(WIDTH_PX)} {number(height_px)}"'
    name = escape(f"{word('picture', lang)}: {bundle.building_name}, {bundle.concept_label}")
    head = f'<svg xmlns={quoteattr("http://www.w3.org/2000/svg")} {size} role="img" font-family={quoteattr(FONT)}><title>{name}</title>'
    return "\n".join([head, *drawn, "</svg>\n"]).encode("utf-8")


def picture_svg(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the configuration as a picture in SVG, UTF-8; the same bundle gives the same bytes."""
    painted = _painted(bundle)
    low = painted.low_mm
    drawn = [f'<rect width="100%" height="100%" fill="{PAPER}"/>', *painted.drawn]
    drawn += _north(bundle, painted.view, np.array([low[0] + 1_000.0, low[1] - 3_800.0, low[2]]))
    drawn += _caption(bundle, painted.height_px, lang)
    return _document(bundle, painted.height_px, drawn, lang)


def vignette_svg(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the picture without caption, arrow and paper, for a card that says in its own words what is shown."""
    painted = _painted(bundle)
    return _document(bundle, painted.height_px - CAPTION_PX, painted.drawn, lang)


PIN_PX = 17.0


def explained_svg(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the vignette with four numbered pins, for a page that explains what optop does.

    1 a module, 2 the connector under it, 3 the bearing wall whose load grows most, 4 the foundation below that wall. A configuration
    without modules has no pins.
    """
    painted = _painted(bundle)
    pins = [_pin(painted.view, number_, at) for number_, at in enumerate(_pin_points(bundle, painted), start=1)]
    return _document(bundle, painted.height_px - CAPTION_PX, [*painted.drawn, *pins], lang)


def _pin_points(bundle: ResultBundle, painted: _Painting) -> list[FloatArray]:
    """Return what the pins point at, on the facade that the viewer sees."""
    modules, loads = bundle.layout.modules, bundle.configuration.loads.lines
    if not modules or not loads:
        return []
    front, ground, roof = float(painted.low_mm[1]), float(painted.low_mm[2]), float(bundle.host.roof_z_mm)
    lowest = min(module.z_mm for module in modules)
    row = sorted((m for m in modules if m.z_mm == lowest), key=lambda m: (m.footprint.v0_mm, m.footprint.u0_mm))
    chosen, other = row[len(row) // 3].footprint, row[min(len(row) // 3 + 3, len(row) - 1)].footprint
    worst = max(loads, key=lambda line: (line.r_n_p50, line.id))
    u_mm = next((float(line.u_mm) for line in bundle.host.bearing_lines if line.id == worst.id), float(chosen.u0_mm))
    return [
        np.array([0.5 * (chosen.u0_mm + chosen.u1_mm), front, lowest + 0.5 * row[0].height_mm]),
        np.array([0.5 * (other.u0_mm + other.u1_mm), front, 0.5 * (roof + lowest)]),
        np.array([u_mm, front, 0.55 * roof]),
        np.array([u_mm, front, ground]),
    ]


def _pin(view: View, number_: int, at_mm: FloatArray) -> str:
    x, y = view.at(np.array([at_mm]))[0]
    disc = (
        f'<circle cx="{number(float(x))}" cy="{number(float(y))}" r="{number(PIN_PX)}" fill="{ACCENT}" stroke="{PAPER}" stroke-width="2"/>'
    )
    place = f'x="{number(float(x))}" y="{number(float(y) + 7.0)}" font-size="20" font-weight="600" text-anchor="middle"'
    return f'{disc}<text {place} fill="{PAPER}">{number_}</text>'
