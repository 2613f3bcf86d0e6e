"""Drawing primitives in millimetres of paper, y down, and what keeps texts from running into each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from shapely.geometry import LineString, Polygon

from configurator.outputs.palette import INK, PAPER

Anchor = Literal["start", "middle", "end"]
At = tuple[float, float]

THIN, MEDIUM, BOLD = 0.13, 0.25, 0.5
"""Line weights in mm: dimensions and hatching / objects / what is cut."""
CHARACTER_EM, BOLD_CHARACTER_EM = 0.6, 0.68
"""Average advance of a character in em: that of the widest font that may stand in (DejaVu Sans), so that boxes are never too small."""
HATCH_FILL = "#e4e1dc"
ON_PAGE = "currentColor"
"""The ink of a drawing that stands in a page: the page's own colour of text."""
FONT = "'Source Sans 3','Open Sans','Segoe UI',Helvetica,Arial,sans-serif"


def number(value: float) -> str:
    """Return a coordinate with two decimals at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def text_width_mm(text: str, size_mm: float, *, bold: bool = False) -> float:
    """Estimate how wide a text is."""
    return len(text) * size_mm * (BOLD_CHARACTER_EM if bold else CHARACTER_EM)


def wrapped(text: str, width_mm: float, size_mm: float) -> list[str]:
    """Break a text at spaces into lines that fit a width; a word that is wider stands alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width_mm(f"{lines[-1]} {word}", size_mm) <= width_mm:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True, slots=True)
class TextBox:
    """Where a text stands on the paper, estimated: low and high x and y."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    def overlaps(self, other: TextBox) -> bool:
        """Return whether two texts run into each other."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1


def text_box(at: At, text: str, size_mm: float, anchor: Anchor, *, bold: bool = False, upright: bool = False) -> TextBox:
    """Return the box of a text whose baseline starts, centres or ends at a point; `upright` reads from below."""
    width = text_width_mm(text, size_mm, bold=bold)
    start = {"start": 0.0, "middle": -width / 2.0, "end": -width}[anchor]
    if upright:
        return TextBox(text, at[0] - 0.8 * size_mm, at[1] - start - width, at[0] + 0.25 * size_mm, at[1] - start)
    return TextBox(text, at[0] + start, at[1] - 0.8 * size_mm, at[0] + start + width, at[1] + 0.25 * size_mm)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text and a place that a label may take."""

    at: At
    text: str
    anchor: Anchor = "middle"


@dataclass(slots=True)
class Canvas:
    """One sheet while it is drawn."""

    width_mm: float
    height_mm: float
    prefix: str = ""
    """Starts the ids of its groups."""
    ink: str = INK
    """Colour of lines and texts that name none; `ON_PAGE` in a drawing that takes that of the page it stands on."""
    boxes: list[TextBox] = field(default_factory=list)
    """Every text on the sheet."""
    _reserved: list[TextBox] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)

    @property
    def _on_page(self) -> bool:
        return self.ink == ON_PAGE

    def _line_colour(self, colour: str) -> str:
        """Return the colour of a line or text: ink is that of the page, where the drawing stands on one."""
        return self.ink if colour in ("", INK) else colour

    def _filled(self, fill: str) -> str:
        """Return a fill as attributes; on a page it says whether it is paper or the tint of a material, which a dark page dims."""
        if not self._on_page or fill == "none":
            return f'fill="{fill}"'
        if fill == INK:
            return f'fill="{ON_PAGE}"'
        return f'fill="{fill}" class="{"paper" if fill == PAPER else "tint"}"'

    def open_group(self, name: str) -> None:
        """Start a group that carries the id of what is drawn in it."""
        self._parts.append(f"<g data-id={quoteattr(self.prefix + name)}>")

    def close_group(self) -> None:
        """End the group that was started last."""
        self._parts.append("</g>")

    def place(self, other: Canvas, point: At, at: At, turn_deg: float) -> None:
        """Put another canvas on this one: its `point` lands at a place on this one, turned counter-clockwise about it."""
        shift = f"translate({number(at[0])} {number(at[1])})"
        turned = f"rotate({turn_deg * -1.0 + 0.0:.6g}) translate({number(-point[0])} {number(-point[1])})"
        self._parts.extend([f'<g transform="{shift} {turned}">', *other._parts, "</g>"])

    def line(self, a: At, b: At, *, weight: float = MEDIUM, colour: str = "", dash: str = "") -> None:
        """Draw a straight line."""
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        ends = f'x1="{number(a[0])}" y1="{number(a[1])}" x2="{number(b[0])}" y2="{number(b[1])}"'
        self._parts.append(f'<line {ends} stroke="{self._line_colour(colour)}" stroke-width="{number(weight)}"{extra}/>')

    def strokes(self, lines: Iterable[Sequence[Sequence[float]]], weight: float, colour: str = "") -> None:
        """Draw open lines through several points each as one shape."""
        path = "".join("M" + "L".join(f"{number(p[0])} {number(p[1])}" for p in line) for line in lines if len(line) > 1)
        if path:
            self._parts.append(f'<path d="{path}" fill="none" stroke="{self._line_colour(colour)}" stroke-width="{number(weight)}"/>')

    def polygon(
        self, rings: Iterable[Sequence[At]], *, fill: str = "none", weight: float = MEDIUM, colour: str = "", dash: str = ""
    ) -> None:
        """Draw closed rings as one shape; further rings are holes. Without weight there is no outline."""
        path = "".join("M" + "L".join(f"{number(x)} {number(y)}" for x, y in ring) + "Z" for ring in rings)
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        stroke = f'stroke="{self._line_colour(colour)}" stroke-width="{number(weight)}"' if weight > 0.0 else 'stroke="none"'
        self._parts.append(f'<path d="{path}" {self._filled(fill)} fill-rule="evenodd" {stroke}{extra}/>')

    def rectangle(self, a: At, b: At, *, fill: str = "none", weight: float = MEDIUM, colour: str = "", dash: str = "") -> None:
        """Draw an upright rectangle between two corners."""
        ring = ((a[0], a[1]), (b[0], a[1]), (b[0], b[1]), (a[0], b[1]))
        self.polygon((ring,), fill=fill, weight=weight, colour=colour, dash=dash)

    def circle(self, centre: At, radius_mm: float, *, fill: str = PAPER, weight: float = MEDIUM, colour: str = "") -> None:
        """Draw a circle."""
        place = f'cx="{number(centre[0])}" cy="{number(centre[1])}" r="{number(radius_mm)}"'
        self._parts.append(f'<circle {place} {self._filled(fill)} stroke="{self._line_colour(colour)}" stroke-width="{number(weight)}"/>')

    def quarter_arc(self, start: At, end: At, radius_mm: float, *, clockwise: bool) -> None:
        """Draw a quarter of a circle from one point to another: the swing of a door."""
        arc = f"M{number(start[0])} {number(start[1])}A{number(radius_mm)} {number(radius_mm)} 0 0 {int(clockwise)} "
        self._parts.append(f'<path d="{arc}{number(end[0])} {number(end[1])}" fill="none" stroke="{self.ink}" stroke-width="{THIN}"/>')

    def arrow(self, a: At, b: At, *, weight: float = MEDIUM, colour: str = "") -> None:
        """Draw a line with a small head at its end."""
        self.line(a, b, weight=weight, colour=colour)
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = (dx * dx + dy * dy) ** 0.5 or 1.0
        dx, dy = dx / length, dy / length
        left = (b[0] - 2.0 * dx - 0.7 * dy, b[1] - 2.0 * dy + 0.7 * dx)
        right = (b[0] - 2.0 * dx + 0.7 * dy, b[1] - 2.0 * dy - 0.7 * dx)
        self.polygon(((b, left, right),), fill=INK if self._on_page and not colour else colour or self.ink, weight=0.0)

    def hatched(self, rings: Iterable[Sequence[At]], *, spacing_mm: float = 1.2, fill: str = HATCH_FILL, colour: str = "") -> None:
        """Draw closed rings filled with lines under 45 degrees; further rings are holes. A colour is that of outline and lines."""
        closed = [list(ring) for ring in rings]
        self.polygon(closed, fill=fill, weight=MEDIUM, colour=colour)
        area = Polygon(closed[0], closed[1:])
        x0, y0, x1, y1 = area.bounds
        step, reach = spacing_mm * 2.0**0.5, y1 - y0
        offset = x0 - reach
        while offset < x1:
            hit = area.intersection(LineString([(offset, y1), (offset + reach, y0)]))
            for piece in getattr(hit, "geoms", (hit,)):
                if isinstance(piece, LineString) and not piece.is_empty:
                    a, b = piece.coords[0], piece.coords[-1]
                    self.line((a[0], a[1]), (b[0], b[1]), weight=THIN, colour=colour)
            offset += step

    def text(
        self,
        at: At,
        text: str,
        size_mm: float = 2.5,
        *,
        anchor: Anchor = "start",
        colour: str = "",
        bold: bool = False,
        upright: bool = False,
    ) -> None:
        """Write a text at a fixed place and keep the place taken."""
        self.boxes.append(text_box(at, text, size_mm, anchor, bold=bold, upright=upright))
        turn = f' transform="rotate(-90 {number(at[0])} {number(at[1])})"' if upright else ""
        weight = ' font-weight="600"' if bold else ""
        place = f'x="{number(at[0])}" y="{number(at[1])}" font-size="{number(size_mm)}" text-anchor="{anchor}"'
        self._parts.append(f'<text {place} fill="{self._line_colour(colour)}"{weight}{turn}>{escape(text)}</text>')

    def reserve(self, a: At, b: At) -> None:
        """Keep labels out of the upright rectangle between two corners."""
        self._reserved.append(TextBox("", min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))

    def is_free(self, at: At, text: str, size_mm: float, anchor: Anchor, *, bold: bool = False) -> bool:
        """Return whether a text would run into no other text and nothing reserved, and stay on the sheet."""
        box = text_box(at, text, size_mm, anchor, bold=bold)
        on_sheet = box.x0 >= 0.0 and box.y0 >= 0.0 and box.x1 <= self.width_mm and box.y1 <= self.height_mm
        return on_sheet and not any(box.overlaps(other) for other in (*self.boxes, *self._reserved))

    def label(self, candidates: Iterable[Candidate], size_mm: float = 2.5, *, colour: str = "", bold: bool = False) -> bool:
        """Write the first candidate that is free; drop the label when none is. Returns whether it was written."""
        for candidate in candidates:
            if self.is_free(candidate.at, candidate.text, size_mm, candidate.anchor, bold=bold):
                self.text(candidate.at, candidate.text, size_mm, anchor=candidate.anchor, colour=colour, bold=bold)
                return True
        return False

    def svg(self, title: str) -> bytes:
        """Return the sheet as SVG in UTF-8, true to scale when it is printed at 100 %."""
        w, h = number(self.width_mm), number(self.height_mm)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}mm" height="{h}mm" viewBox="0 0 {w} {h}" font-family="{FONT}" role="img">'
            f"<title>{escape(title)}</title>"
            f'<rect width="{w}" height="{h}" fill="{PAPER}"/>'
        )
        return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *self._parts, "</svg>", ""]).encode("utf-8")

    def inline(self, title: str) -> str:
        """Return the sheet as SVG to stand in a page: no paper behind it, lines and texts in the page's own colour where `ink` says so."""
        w, h = number(self.width_mm), number(self.height_mm)
        size = f'width="{w}mm" height="{h}mm" viewBox="0 0 {w} {h}"'
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" {size} font-family="{FONT}" role="img"><title>{escape(title)}</title>'
        )
        return "\n".join([head, *self._parts, "</svg>", ""])
