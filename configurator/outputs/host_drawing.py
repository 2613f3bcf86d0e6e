"""A plan of what was read of a building: outline, frame, obstacles, bearing lines, levels, family and assumptions, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely
from shapely.geometry import Polygon

from catalogue.documents.building import FamilyCandidate
from configurator.host.building import FloatArray, Frame, HostBuilding

WIDTH_PX = 1000.0
MARGIN_PX = 60.0
LINE_PX = 18.0
SHOWN_ASSUMPTIONS = 24
_WORDS = {
    "nl": {
        "storeys": "bouwlagen",
        "roof": "dak boven peil",
        "family": "familie",
        "odds": "kans",
        "assumed": "AANGENOMEN",
        "unknown": "onbekend",
    },
    "en": {"storeys": "storeys", "roof": "roof above peil", "family": "family", "odds": "odds", "assumed": "ASSUMED", "unknown": "unknown"},
}


class _Sheet:
    """Turns local millimetres into pixels, v upwards, and collects elements."""

    def __init__(self, host: HostBuilding, others: Sequence[HostBuilding]) -> None:
        self.frame = self.main = host.frame
        seen = [self._seen(one) for one in (host, *others)]
        self.u0, self.v0, u1, self.v1 = (float(value) for value in shapely.total_bounds(seen))
        self.scale = (WIDTH_PX - 2 * MARGIN_PX) / max(u1 - self.u0, self.v1 - self.v0, 1.0)
        self.bottom = MARGIN_PX * 2 + (self.v1 - self.v0) * self.scale
        self.elements: list[str] = []

    def _seen(self, host: HostBuilding) -> Polygon:
        return shapely.transform(host.roof_outline_mm, partial(self._in_main, own=host.frame))

    def _in_main(self, points_mm: FloatArray, own: Frame) -> FloatArray:
        return points_mm if own is self.main else self.main.to_local_mm(own.to_world_m(points_mm))

    def at(self, u_mm: float, v_mm: float) -> tuple[float, float]:
        u_mm, v_mm = (float(value) for value in self._in_main(np.array([(u_mm, v_mm)]), self.frame)[0])
        return round(MARGIN_PX + (u_mm - self.u0) * self.scale, 2), round(MARGIN_PX + (self.v1 - v_mm) * self.scale, 2)

    def polygon(self, shape: Polygon, kind: str, title: str) -> None:
        rings = [shapely.get_coordinates(ring)[:-1] for ring in (shape.exterior, *shape.interiors)]
        path = " ".join("M " + " L ".join("{:g} {:g}".format(*self.at(*point)) for point in ring) + " Z" for ring in rings)
        self.elements.append(f'<path class="{kind}" fill-rule="evenodd" d="{path}"><title>{escape(title)}</title></path>')

    def line(self, start: tuple[float, float], end: tuple[float, float], kind: str, title: str) -> None:
        (x1, y1), (x2, y2) = self.at(*start), self.at(*end)
        name = escape(title)
        self.elements.append(f'<line class="{kind}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"><title>{name}</title></line>')

    def text(self, x: float, y: float, words: str, kind: str = "t") -> None:
        self.elements.append(f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(words)}</text>')


_STYLE = (
    ".roof{fill:#f3efe6;stroke:#333;stroke-width:1.5}.obstacle{fill:#c9c4ba;stroke:#666}.known{stroke:#1b4f72;stroke-width:3}"
    ".assumed{stroke:#b9770e;stroke-width:2;stroke-dasharray:8 5}.frame{stroke:#999;stroke-width:1}"
    ".t{font:13px sans-serif;fill:#222}.h{font:bold 16px sans-serif;fill:#111}"
)


def _plan(sheet: _Sheet, host: HostBuilding, words: dict[str, str]) -> None:
    sheet.polygon(host.roof_outline_mm, "roof", host.id)
    for item in host.obstacles:
        height = words["unknown"] if item.height_mm is None else f"{item.height_mm / 1000:.2f} m"
        sheet.polygon(item.outline_mm, "obstacle", f"{item.id} {item.kind}: {height}")
    for line in host.bearing_lines:
        title = f"{line.id} u = {line.u_mm / 1000:.2f} m, {line.thickness_mm:g} mm" + (f" {words['assumed']}" if line.assumed else "")
        sheet.line((line.u_mm, line.v0_mm), (line.u_mm, line.v1_mm), "assumed" if line.assumed else "known", title)
        x, y = sheet.at(line.u_mm, line.v1_mm)
        sheet.text(x - 10, y - 8, line.id)
    low_u, low_v, _, _ = host.roof_outline_mm.bounds
    sheet.line((low_u, low_v), (low_u + 5_000.0, low_v), "frame", "u, 5 m")
    sheet.line((low_u, low_v), (low_u, low_v + 5_000.0), "frame", "v, 5 m")


def _lines(host: HostBuilding, candidates: Sequence[FamilyCandidate], words: dict[str, str]) -> list[str]:
    """Return the lines of text under the plan: levels, family with alternatives, what is assumed."""
    low_u, low_v, high_u, high_v = host.roof_outline_mm.bounds
    heights = " + ".join(f"{storey.height_mm / 1000:.2f}" for storey in host.storeys)
    odds = words["unknown"] if host.family_odds is None else f"{host.family_odds:.0%}"
    others = "".join(f", {item.family} {item.odds:.0%}" for item in candidates if item.family != host.family_id and item.odds > 0.1)  # noqa: PLR2004
    return [
        f"{(high_u - low_u) / 1000:.2f} x {(high_v - low_v) / 1000:.2f} m, {host.roof_outline_mm.area / 1e6:.0f} m2",
        f"{len(host.storeys)} {words['storeys']}: {heights} m; {words['roof']} {host.roof_z_mm / 1000:.2f} m",
        f"{words['family']} {host.family_id or '-'} ({words['odds']} {odds}{others})",
        *(
            f"{words['assumed']}: {fact.pointer} = {str(fact.value)[:70]} ({fact.source[:60]})"
            for _, fact in sorted(host.facts.items())
            if fact.assumed
        ),
    ]


def host_svg(
    host: HostBuilding,
    candidates: Sequence[FamilyCandidate] = (),
    lang: str = "nl",
    others: Sequence[tuple[str, HostBuilding]] = (),
) -> str:
    """Return the drawing of a host as SVG text.

    Args:
        host: the compiled host.
        candidates: families that were inferred, for the alternatives beside the one that was used.
        lang: `nl` or `en`.
        others: the further wings of the building by key, drawn as they lie beside it.
    """
    words = _WORDS["en" if lang == "en" else "nl"]
    sheet = _Sheet(host, [other for _, other in others])
    _plan(sheet, host, words)
    for key, other in others:
        sheet.frame = other.frame
        _plan(sheet, other, words)
        inside = other.roof_outline_mm.representative_point()
        sheet.text(*sheet.at(inside.x, inside.y), key, "h")
    sheet.frame = host.frame
    sheet.text(MARGIN_PX, 28.0, host.name, "h")
    y = sheet.bottom
    for words_line in _lines(host, candidates, words)[: SHOWN_ASSUMPTIONS + 3]:
        sheet.text(MARGIN_PX, y, words_line)
        y += LINE_PX
    body = "\n".join(sheet.elements)
    size = f'width="{WIDTH_PX:g}" height="{y + LINE_PX:g}" viewBox="0 0 {WIDTH_PX:g} {y + LINE_PX:g}"'
    title = f"<svg xmlns={quoteattr('http://www.w3.org/2000/svg')} {size}><title>{escape(host.name)}</title><style>{_STYLE}</style>"
    return f"{title}\n{body}\n</svg>\n"
