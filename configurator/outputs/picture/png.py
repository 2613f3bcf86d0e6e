"""The picture as PNG: the same SVG, made into pixels by the typesetting library with its own fonts alone, so that machines agree."""

from __future__ import annotations

import re

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.words import Lang
from configurator.outputs.picture.scene import WIDTH_PX, picture_svg

FONT = "Libertinus Serif"
PIXELS_PER_INCH = 144.0
_FAMILY = re.compile(r'font-family="[^"]*"')
_PAGE = f"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: {WIDTH_PX / 2.0}pt)
"""
"""Half a point for each unit of the SVG: at 144 pixels per inch, one pixel each."""


def picture_png(bundle: ResultBundle, lang: Lang = "nl") -> bytes:
    """Return the picture as PNG, 1400 pixels wide; the same bundle gives the same bytes."""
    import typst

    svg = _FAMILY.sub(f'font-family="{FONT}"', picture_svg(bundle, lang).decode("utf-8"), count=1)
    fonts = typst.Fonts(include_system_fonts=False)
    made = typst.compile(_PAGE.encode(), font_paths=fonts, sys_inputs={"svg": svg}, format="png", ppi=PIXELS_PER_INCH, timestamp=0)
    return bytes(made)
