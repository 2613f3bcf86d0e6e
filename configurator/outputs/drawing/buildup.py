"""Build-ups of a concept at 1:10: every layer at its real thickness with its material, and thickness, mass and biobased share beside it."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.buildup import buildup_biobased_kg_per_m2, buildup_mass_kg_per_m2, buildup_thickness_mm, layer_mass_kg_per_m2
from catalogue.documents.concept import BuildUp, Concept, Constituent, Layer
from configurator.outputs.drawing.canvas import BOLD, THIN, Canvas, wrapped
from configurator.outputs.drawing.dimensions import draw_upright_chain
from configurator.outputs.drawing.hatch import MaterialHatch, draw_material, hatch_of
from configurator.outputs.drawing.words import Lang, decimals, word
from configurator.outputs.palette import INK

SCALE = 10
WIDTH_MM = 172.0
SHOWN_MM = 620.0
"""Length of wall, floor or roof that is drawn."""
STUD_MM = 45.0
"""Width at which framing members are drawn: the usual sawn size; their distance follows from their share of the layer."""
AIR = MaterialHatch(words=(), hatch="none", tint="#f7f5f0")
LEFT_MM, NUMBER_MM, NAME_MM, MASS_MM = 11.0, 90.0, 93.0, 155.0
"""Left edge of the section, and on which x thickness, name and mass of a layer stand; its biobased share ends at the right edge."""
TOP_MM, ROW_MM, LINE_MM, TEXT_MM, SMALL_TEXT_MM = 15.0, 5.0, 3.4, 2.5, 2.2
ORDER = ("floor", "long_wall", "end_wall", "ceiling", "roof", "partition")


@dataclass(frozen=True, slots=True)
class _Row:
    """A layer's line in the table, and where the layer lies."""

    layer: Layer
    name: tuple[str, ...]
    top_mm: float
    """Paper: upper edge of the layer under the upper edge of the section."""
    height_mm: float


def _is_upside_down(build_up: BuildUp) -> bool:
    """Return whether the inside is drawn below: everything but a floor."""
    return build_up.element != "floor"


def _rows(build_up: BuildUp, lang: Lang) -> list[_Row]:
    layers = build_up.layers[::-1] if _is_upside_down(build_up) else build_up.layers
    rows: list[_Row] = []
    top = 0.0
    for layer in layers:
        height = layer.thickness_mm / SCALE
        rows.append(_Row(layer, tuple(wrapped(layer.name.in_language(lang), MASS_MM - NAME_MM - 12.0, TEXT_MM)), top, height))
        top += height
    return rows


def filling_of(layer: Layer) -> tuple[Constituent | None, Constituent | None]:
    """Return what stands at intervals in a layer and what lies between it; a layer that one material fills has no framing."""
    framing = [c for c in layer.constituents if hatch_of(c.material).framing and c.volume_fraction < 1.0]
    rest = [c for c in layer.constituents if c not in framing]
    return (framing[0] if framing else None), max(rest, key=lambda c: c.volume_fraction, default=None)


def _draw_layer(canvas: Canvas, row: _Row, top_mm: float) -> None:
    y0 = top_mm + row.top_mm
    y1, right = y0 + row.height_mm, LEFT_MM + SHOWN_MM / SCALE
    framing, rest = filling_of(row.layer)
    draw_material(canvas, (LEFT_MM, y0), (right, y1), AIR if rest is None else hatch_of(rest.material))
    if framing is not None:
        hatch, width, step = hatch_of(framing.material), STUD_MM / SCALE, STUD_MM / framing.volume_fraction / SCALE
        x = LEFT_MM + min(step, SHOWN_MM / SCALE) / 2.0 - width / 2.0
        while x + width <= right:
            draw_material(canvas, (x, y0), (x + width, y1), hatch)
            x += step


def _share(part: float, whole: float) -> str:
    return "–" if whole <= 0.0 else f"{part / whole * 100.0:.0f}"


def _layer_share(layer: Layer) -> str:
    """Return the biobased share of a layer's mass in per cent; a dash where the maker gives it by volume."""
    if any(c.biobased_basis != "mass" for c in layer.constituents):
        return "–"
    mass = layer_mass_kg_per_m2(layer).nominal
    bio = sum(c.density_kg_per_m3.nominal * c.volume_fraction * c.biobased_fraction for c in layer.constituents) * layer.thickness_mm / 1e3
    return _share(bio, mass)


def _table(canvas: Canvas, rows: list[_Row], head_mm: float, top_mm: float, lang: Lang) -> None:
    """Write one row a layer beside the section, with a leader from the layer."""
    right, y = WIDTH_MM - 2.0, head_mm
    for x, text in ((NUMBER_MM, "mm"), (MASS_MM, "kg/m²"), (right, "% bio")):
        canvas.text((x, y), text, SMALL_TEXT_MM, anchor="end")
    canvas.text((NAME_MM, y), word("layer", lang), SMALL_TEXT_MM)
    canvas.line((NUMBER_MM - 11.0, y + 1.4), (right, y + 1.4), weight=THIN)
    y += 5.6
    edge = LEFT_MM + SHOWN_MM / SCALE
    for row in rows:
        middle = top_mm + row.top_mm + row.height_mm / 2.0
        canvas.strokes([[(edge, middle), (edge + 1.5, middle), (NUMBER_MM - 10.5, y - 0.9)]], THIN)
        canvas.text(
            (NUMBER_MM, y), decimals(row.layer.thickness_mm, 0 if row.layer.thickness_mm % 1 == 0 else 1, lang), TEXT_MM, anchor="end"
        )
        canvas.text((MASS_MM, y), decimals(layer_mass_kg_per_m2(row.layer).nominal, 1, lang), TEXT_MM, anchor="end")
        canvas.text((right, y), _layer_share(row.layer), TEXT_MM, anchor="end")
        for line, text in enumerate(row.name):
            canvas.text((NAME_MM, y + line * LINE_MM), text, TEXT_MM)
        y += ROW_MM + (len(row.name) - 1) * LINE_MM


def _totals(build_up: BuildUp, lang: Lang) -> str:
    mass = buildup_mass_kg_per_m2(build_up)
    said = [
        f"{decimals(buildup_thickness_mm(build_up), 0, lang)} mm",
        f"{mass.nominal:.0f} kg/m² ({mass.low:.0f}–{mass.high:.0f})",
        f"{_share(buildup_biobased_kg_per_m2(build_up), mass.nominal)} % {word('of_mass', lang)}",
    ]
    thermal, fire = build_up.thermal_resistance_m2k_per_w, build_up.fire_resistance_min
    if thermal is not None and thermal.value is not None:
        said.append(f"Rc {decimals(thermal.value, 1, lang)} m²K/W")
    if fire is not None and fire.value is not None:
        said.append(f"{fire.value:.0f} {word('fire_minutes', lang)}")
    return "  ·  ".join(said)


def draw_buildup(build_up: BuildUp, lang: Lang = "nl") -> Canvas:
    """Return the section through a build-up at 1:10 with its table; the inside is above in a floor, below in everything else."""
    rows = _rows(build_up, lang)
    section_mm = buildup_thickness_mm(build_up) / SCALE
    table_mm = sum(ROW_MM + (len(row.name) - 1) * LINE_MM for row in rows)
    spare = (table_mm - section_mm) / 2.0
    top, head = TOP_MM + 4.0 + max(0.0, spare), TOP_MM + max(0.0, -spare)
    totals = wrapped(_totals(build_up, lang), WIDTH_MM - 4.0, TEXT_MM)
    studs = any(filling_of(layer)[0] is not None for layer in build_up.layers)
    end = max(head + 6.6 + table_mm, top + section_mm + 6.0)
    canvas = Canvas(WIDTH_MM, end + 3.0 + LINE_MM * (len(totals) + studs), ink="currentColor")
    canvas.text((2.0, 4.5), build_up.name.in_language(lang), 3.4, bold=True)
    flat = "horizontal_section" if build_up.element in ("long_wall", "end_wall", "partition") else "vertical_section"
    canvas.text((2.0, 9.0), f"{word(f'element_{build_up.element}', lang)}, {word(flat, lang)} 1:{SCALE}", SMALL_TEXT_MM)
    for row in rows:
        _draw_layer(canvas, row, top)
    canvas.rectangle((LEFT_MM, top), (LEFT_MM + SHOWN_MM / SCALE, top + section_mm), weight=BOLD, colour=INK)
    draw_upright_chain(canvas, [top + section_mm, top], LEFT_MM - 4.0, [decimals(buildup_thickness_mm(build_up), 0, lang)])
    sides = [word("inside", lang), word(f"outside_{build_up.element}", lang)]
    above, below = sides[::-1] if _is_upside_down(build_up) else sides
    canvas.text((LEFT_MM, top - 1.2), above, SMALL_TEXT_MM)
    canvas.text((LEFT_MM, top + section_mm + 3.2), below, SMALL_TEXT_MM)
    _table(canvas, rows, head, top, lang)
    canvas.line((2.0, end - 1.0), (WIDTH_MM - 2.0, end - 1.0), weight=THIN)
    for line, text in enumerate(totals):
        canvas.text((2.0, end + 3.2 + line * LINE_MM), text, TEXT_MM)
    if studs:
        canvas.text((2.0, end + 3.2 + len(totals) * LINE_MM), word("studs_by_share", lang), SMALL_TEXT_MM)
    return canvas


def buildup_keys(concept: Concept) -> tuple[str, ...]:
    """Return the ids of the concept's build-ups in the order in which they are shown: floor, walls, ceiling, roof."""
    return tuple(sorted(concept.build_ups, key=lambda key: (ORDER.index(concept.build_ups[key].element), key)))


def buildup_svg(concept: Concept, key: str, lang: Lang = "nl") -> str:
    """Return one build-up of a concept as SVG that stands in a page and takes its colour of text."""
    build_up = concept.build_ups[key]
    return draw_buildup(build_up, lang).inline(f"{concept.id}@{concept.version}: {build_up.name.in_language(lang)}")
