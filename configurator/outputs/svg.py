"""SVG plan drawings: the new storeys over the roof, on one sheet, true to scale."""

from __future__ import annotations

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.screen import draw_plan_screen, draw_section_screen
from configurator.outputs.drawing.section import draw_section
from configurator.outputs.drawing.sheet import draw_sheet, sheet_title
from configurator.outputs.drawing.support import draw_supports
from configurator.outputs.drawing.takedown import draw_takedown
from configurator.outputs.drawing.words import Lang, word


def plan_svg(bundle: ResultBundle, lang: Lang = "nl", storey: int | None = None) -> bytes:
    """Return the plans of all new storeys, or of one, as SVG in UTF-8; the same bundle gives the same bytes."""
    return draw_sheet(bundle, lang, storey).svg(sheet_title(bundle, lang, storey))


def plan_screen_svg(bundle: ResultBundle, lang: Lang = "nl", storey: int | None = None) -> bytes:
    """Return the plans for a screen, without the sheet and in the ink of the page, as SVG in UTF-8."""
    return draw_plan_screen(bundle, lang, storey).inline(sheet_title(bundle, lang, storey)).encode("utf-8")


def section_screen_svg(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the cross section for a screen, without the sheet and in the ink of the page, as SVG in UTF-8."""
    title = f"{bundle.building_name}: {word('section', lang)} {bundle.concept_label}"
    return draw_section_screen(bundle, lang).inline(title).encode("utf-8")


def supports_svg(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the support plan as SVG in UTF-8."""
    return draw_supports(bundle, lang).svg(f"{bundle.building_name}: {word('supports', lang)} {bundle.concept_label}")


def takedown_svg(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the take-down diagram of the worst line as SVG in UTF-8."""
    return draw_takedown(bundle, lang).svg(f"{bundle.building_name}: {word('takedown', lang)} {bundle.concept_label}")


def section_svg(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the cross section as SVG in UTF-8."""
    return draw_section(bundle, lang).svg(f"{bundle.building_name}: {word('section', lang)} {bundle.concept_label}")
