"""From content to PDF/UA with the template. Fonts of the typesetting library alone, so that every machine makes the same pages."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from importlib import resources

from catalogue.errors import InvalidDocument
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.canvas import Canvas
from configurator.outputs.drawing.paper import Paper
from configurator.outputs.drawing.plan_page import draw_plan_page, telling_levels
from configurator.outputs.drawing.section import draw_section_page
from configurator.outputs.drawing.support import draw_supports_page
from configurator.outputs.drawing.takedown import draw_takedown
from configurator.outputs.drawing.words import Lang, word
from configurator.outputs.picture import picture_svg
from configurator.outputs.report.content import Room, content
from configurator.outputs.report.words import label

FONT = "Libertinus Serif"
MOST_MISSING = 200
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
"""PDF/UA wants a shape for every letter; what the font lacks (a picture character) is shown as `?`."""
_FAMILY = re.compile(r'font-family="[^"]*"')


LYING, STANDING = Paper(277.0, 160.0), Paper(190.0, 242.0)
"""Room for a drawing on a page that lies or stands, under its heading."""
TEXT_WIDTH_MM = 174.0
"""Width between the margins of a page of text."""
SHOWN_LEVELS = 7
"""Storeys in the take-down diagram, the foundation among them."""
LOADS_PAGE_MM, FINDINGS_PAGE_MM = 234.0, 214.0
"""Height of the page of loads for diagram and table, and of a page for the table of findings."""
FINDINGS_PAGES = {3: 2}
"""Pages for findings by the number of pages with drawings; one where there are more, so that the whole has ten at most."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A drawing that has a page of its own."""

    kind: str
    """`plan`, `section` or `support`: names its heading and its description."""
    canvas: Canvas
    note: str = ""

    def as_data(self, number: int) -> dict[str, object]:
        """Return what the template needs to set it."""
        return {"name": f"sheet{number}", "kind": self.kind, "lying": self.canvas.width_mm > STANDING.width_mm, "note": self.note}


def _sheets(bundle: ResultBundle, lang: Lang) -> list[_Sheet]:
    """Return the drawings with a page of their own: plans of at most two storeys, then section and supports, all to scale."""
    more = len(bundle.alone) > 1
    telling = telling_levels(bundle)
    plans = [_Sheet("plan", draw_plan_page(bundle, levels, (LYING, STANDING), lang)) for levels in telling]
    if max(sum(s.new for s in alone.model.storeys) for _, alone in bundle.alone) > len(telling):
        plans[-1] = replace(plans[-1], note=label("more_storeys", lang))
    section = _Sheet("section", draw_section_page(bundle, LYING, lang), label("more_sections", lang) if more else "")
    supports = draw_supports_page(bundle, LYING, lang)
    drawn = sum(box.text.startswith(word("supports", lang)) for box in supports.boxes)
    return [*plans, section, _Sheet("support", supports, label("more_supports", lang) if drawn < len(bundle.alone) else "")]


def report_pdf(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the report as tagged PDF (PDF/UA-1), A4; the same bundle gives the same bytes."""
    sheets = _sheets(bundle, lang)
    takedown = draw_takedown(bundle, lang, TEXT_WIDTH_MM, SHOWN_LEVELS)
    drawings = {"picture": picture_svg(bundle, lang), "takedown": takedown.svg(word("takedown", lang))}
    drawings |= {f"sheet{number}": sheet.canvas.svg(sheet.kind) for number, sheet in enumerate(sheets)}
    inputs = {name: _FAMILY.sub(f'font-family="{FONT}"', svg.decode("utf-8"), count=1) for name, svg in drawings.items()}
    room = Room(LOADS_PAGE_MM - takedown.height_mm, FINDINGS_PAGE_MM * FINDINGS_PAGES.get(len(sheets), 1))
    data = {**content(bundle, lang, room), "sheets": [sheet.as_data(number) for number, sheet in enumerate(sheets)]}
    inputs["data"] = json.dumps(data, ensure_ascii=False)
    return _typeset(inputs)


def _typeset(inputs: dict[str, str]) -> bytes:
    """Return the pages; a letter that the font has no shape for becomes a question mark."""
    import typst

    template = resources.files("configurator.outputs.report").joinpath("template.typ").read_bytes()
    fonts = typst.Fonts(include_system_fonts=False)
    for _ in range(MOST_MISSING):
        try:
            return bytes(typst.compile(template, font_paths=fonts, sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"], timestamp=0))
        except typst.TypstError as error:
            missing = _MISSING.search(str(error))
            if missing is None:
                raise
            shown = {ord(character): "?" for character in missing.group(1) if not character.isascii()}
            inputs = {name: text.translate(shown) for name, text in inputs.items()}
    raise InvalidDocument("report-letters")
