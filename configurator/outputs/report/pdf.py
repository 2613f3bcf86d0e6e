"""From content to PDF/UA with the template. Fonts of the typesetting library alone, so that every machine makes the same pages."""

from __future__ import annotations

import json
import re
from importlib import resources

from catalogue.errors import InvalidDocument
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.words import Lang
from configurator.outputs.picture import picture_svg
from configurator.outputs.report.content import content, pictures
from configurator.outputs.svg import plan_svg, section_svg, supports_svg, takedown_svg

FONT = "Libertinus Serif"
MOST_MISSING = 200
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
"""PDF/UA wants a shape for every letter; what the font lacks (a picture character) is shown as `?`."""
_FAMILY = re.compile(r'font-family="[^"]*"')


def report_pdf(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the report as tagged PDF (PDF/UA-1), A4; the same bundle gives the same bytes."""
    import typst

    drawings = pictures(
        (
            ("picture", picture_svg(bundle, lang)),
            ("plan", plan_svg(bundle, lang)),
            ("section", section_svg(bundle, lang)),
            ("takedown", takedown_svg(bundle, lang)),
            ("support", supports_svg(bundle, lang)),
        )
    )
    inputs = {name: _FAMILY.sub(f'font-family="{FONT}"', svg, count=1) for name, svg in drawings.items()}
    inputs["data"] = json.dumps(content(bundle, lang), ensure_ascii=False)
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
    raise InvalidDocument("The texts of this building or concept use too many letters that the report has no shapes for; use Latin ones.")
