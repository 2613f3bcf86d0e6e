"""Build-ups of a concept, all at one scale: every layer at its real thickness with its material, a number, and a row of figures."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.buildup import buildup_biobased_kg_per_m2, buildup_mass_kg_per_m2, buildup_thickness_mm, layer_mass_kg_per_m2
from catalogue.documents.concept import BuildUp, Concept, Constituent, Layer
from configurator.outputs.drawing.canvas import BOLD, MEDIUM, ON_PAGE, THIN, Canvas, text_width_mm
from configurator.outputs.drawing.hatch import MaterialHatch, draw_material, hatch_of
from configurator.outputs.drawing.words import Lang, decimals, word

SCALE = 10
WIDTH_MM = 82.0
SHOWN_MM = 620.0
"""Length of wall, floor or roof that is drawn."""
STUD_MM = 45.0
"""Width at which framing members are drawn: the usual sawn size; their distance follows from their share of the layer."""
AIR = MaterialHatch(words=(), hatch="none", tint="#f7f5f0")
LEFT_MM, NUMBER_MM = 6.0, 81.0
"""Left edge of the section, and on which x the numbers of its layers end."""
TEXT_MM, STEP_MM = 3.5, 4.6
"""Height of a text, 11 pixels where the drawing is 16 rem wide, and least distance of two numbers."""
ORDER = ("floor", "long_wall", "end_wall", "ceiling", "roof", "partition")


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A layer as it is drawn, from above: its number, and its figures as a reader sees them."""

    number: int
    layer: Layer
    name: str
    thickness_mm: str
    mass_kg_per_m2: str
    biobased_percent: str
    """Of its mass; a dash where the maker gives the share by volume."""


def _is_upside_down(build_up: BuildUp) -> bool:
    """Return whether the inside is drawn below: everything but a floor."""
    return build_up.element != "floor"


def layer_rows(build_up: BuildUp, lang: Lang = "nl") -> tuple[LayerRow, ...]:
    """Return the layers of a build-up from above: the inside is above in a floor, below in everything else."""
    layers = build_up.layers[::-1] if _is_upside_down(build_up) else build_up.layers
    return tuple(
        LayerRow(
            number=number,
            layer=layer,
            name=layer.name.in_language(lang),
            thickness_mm=decimals(layer.thickness_mm, 0 if layer.thickness_mm % 1 == 0 else 1, lang),
            mass_kg_per_m2=decimals(layer_mass_kg_per_m2(layer).nominal, 1, lang),
            biobased_percent=_layer_share(layer),
        )
        for number, layer in enumerate(layers, start=1)
    )


def filling_of(layer: Layer) -> tuple[Constituent | None, Constituent | None]:
    """Return what stands at intervals in a layer and what lies between it; a layer that one material fills has no framing."""
    framing = [c for c in layer.constituents if hatch_of(c.material).framing and c.volume_fraction < 1.0]
    rest = [c for c in layer.constituents if c not in framing]
    return (framing[0] if framing else None), max(rest, key=lambda c: c.volume_fraction, default=None)


def has_framing(build_up: BuildUp) -> bool:
    """Return whether studs, joists or battens are drawn in a build-up."""
    return any(filling_of(layer)[0] is not None for layer in build_up.layers)


def _draw_layer(canvas: Canvas, layer: Layer, y0: float) -> None:
    y1, right = y0 + layer.thickness_mm / SCALE, LEFT_MM + SHOWN_MM / SCALE
    framing, rest = filling_of(layer)
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


def _numbers(canvas: Canvas, rows: tuple[LayerRow, ...], top_mm: float, foot_mm: float) -> None:
    """Write the numbers of the layers beside the section, each with a leader, spread where layers are thin."""
    edge, y = LEFT_MM + SHOWN_MM / SCALE, foot_mm
    for row in rows:
        height = row.layer.thickness_mm / SCALE
        middle = top_mm + height / 2.0
        canvas.strokes([[(edge, middle), (edge + 1.5, middle), (NUMBER_MM - 5.6, y - 0.36 * TEXT_MM)]], THIN)
        canvas.text((NUMBER_MM, y), str(row.number), TEXT_MM, anchor="end")
        top_mm += height
        y += STEP_MM


def totals_text(build_up: BuildUp, lang: Lang = "nl") -> str:
    """Return thickness, mass with its interval, biobased share and, where the maker gives them, Rc and fire resistance."""
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


def cut_word(build_up: BuildUp, lang: Lang = "nl") -> str:
    """Return which element of the module it is and how it is cut."""
    flat = "horizontal_section" if build_up.element in ("long_wall", "end_wall", "partition") else "vertical_section"
    return f"{word(f'element_{build_up.element}', lang)}, {word(flat, lang)}"


def draw_buildup(build_up: BuildUp, lang: Lang = "nl") -> Canvas:
    """Return the section through a build-up with the numbers of its layers; all build-ups have one scale and one width."""
    rows = layer_rows(build_up, lang)
    section_mm, column_mm = buildup_thickness_mm(build_up) / SCALE, STEP_MM * len(rows)
    room = max(section_mm, column_mm)
    top = TEXT_MM + 2.0 + (room - section_mm) / 2.0
    first = TEXT_MM + 2.0 + (room - column_mm) / 2.0 + 0.5 * STEP_MM + 0.36 * TEXT_MM
    canvas = Canvas(WIDTH_MM, room + 2.0 * TEXT_MM + 5.0, ink=ON_PAGE)
    y = top
    for row in rows:
        _draw_layer(canvas, row.layer, y)
        y += row.layer.thickness_mm / SCALE
    canvas.rectangle((LEFT_MM, top), (LEFT_MM + SHOWN_MM / SCALE, top + section_mm), weight=BOLD)
    sides = [word("inside", lang), word(f"outside_{build_up.element}", lang)]
    above, below = sides[::-1] if _is_upside_down(build_up) else sides
    canvas.text((LEFT_MM, top - 1.2), above, TEXT_MM)
    canvas.text((LEFT_MM, top + section_mm + 0.8 * TEXT_MM + 1.0), below, TEXT_MM)
    _total_mark(canvas, build_up, top, section_mm, lang)
    _numbers(canvas, rows, top, first)
    return canvas


def _total_mark(canvas: Canvas, build_up: BuildUp, top_mm: float, section_mm: float, lang: Lang) -> None:
    """Write the total thickness left of the section; of a thin build-up it is in the table alone."""
    said, x = decimals(buildup_thickness_mm(build_up), 0, lang), LEFT_MM - 1.6
    canvas.line((x, top_mm), (x, top_mm + section_mm), weight=THIN)
    for y in (top_mm, top_mm + section_mm):
        canvas.line((x - 0.9, y + 0.9), (x + 0.9, y - 0.9), weight=MEDIUM)
    if text_width_mm(said, TEXT_MM) <= section_mm:
        canvas.text((x - 0.8, top_mm + section_mm / 2.0), said, TEXT_MM, anchor="middle", upright=True)


def buildup_keys(concept: Concept) -> tuple[str, ...]:
    """Return the ids of the concept's build-ups in the order in which they are shown: floor, walls, ceiling, roof."""
    return tuple(sorted(concept.build_ups, key=lambda key: (ORDER.index(concept.build_ups[key].element), key)))


def buildup_svg(concept: Concept, key: str, lang: Lang = "nl") -> str:
    """Return one build-up of a concept as SVG that stands in a page and takes its colour of text."""
    build_up = concept.build_ups[key]
    return draw_buildup(build_up, lang).inline(f"{concept.id}@{concept.version}: {build_up.name.in_language(lang)}")
