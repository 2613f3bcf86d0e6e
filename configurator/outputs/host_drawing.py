"""What was read of a building, as one sheet (SVG): plan with walls, bays and obstacles, a section, the family with odds, assumptions.

A building that cannot be compiled yet is drawn too: its outline, what stands on it, and what is still needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import shorten, wrap
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely
from shapely.geometry import Polygon

from catalogue.documents.building import Building, FamilyCandidate, FurtherLevel
from configurator.host.building import BearingLine, FloatArray, Frame, HostBuilding
from configurator.host.frame import local_frame
from configurator.host.outline import to_local
from configurator.host.terms import term as obstacle_term
from configurator.results.fact_text import fact_text

Point = tuple[float, float]
WIDTH_PX = 1000.0
MARGIN_PX = 60.0
LINE_PX = 18.0
SECTION_PX = 70.0
SECTION_ROOM_PX = 86.0
SHOWN_SECTIONS = 4
"""Wings beyond these have their storeys in words only."""
SECTION_HEIGHT_PX = 260.0
MAX_PLAN_PX = 620.0
SHOWN_ASSUMPTIONS = 24
SHOWN_CANDIDATES = 4
LINE_LETTERS = 120
REPORTED_ODDS = 0.1
LABEL_ROOM_PX = 26.0
"""Labels of bays narrower than this are left out: their title still says it."""

_WORDS = {
    "nl": {
        "point": ",",
        "storeys": "bouwlagen",
        "roof": "dak boven peil",
        "family": "familie",
        "odds": "kans",
        "assumed": "AANGENOMEN",
        "unknown": "onbekend",
        "known_wall": "dragende wand, bekend",
        "assumed_wall": "dragende wand, AANGENOMEN",
        "obstacle": "dakopstand met hoogte",
        "section": "doorsnede",
        "needed": "nodig",
        "panden": "panden",
        "left_out": "dakniveau {level}",
        "in_title": "meer aannamen, zie het rapport of --json",
    },
    "en": {
        "point": ".",
        "storeys": "storeys",
        "roof": "roof above peil",
        "family": "family",
        "odds": "odds",
        "assumed": "ASSUMED",
        "unknown": "unknown",
        "known_wall": "bearing wall, known",
        "assumed_wall": "bearing wall, ASSUMED",
        "obstacle": "obstacle with height",
        "section": "section",
        "needed": "needed",
        "panden": "panden",
        "left_out": "roof level {level}",
        "in_title": "further assumptions, see the report or --json",
    },
}
_STYLE = (
    ".roof{fill:#f6f2ea;stroke:#333;stroke-width:1.5}.obstacle{fill:#d8d2c6;stroke:#555;stroke-width:1}"
    ".known{stroke:#1b4f72;stroke-width:3}.assumed{stroke:#c2560a;stroke-width:2.5;stroke-dasharray:8 5}"
    ".thin{stroke:#777;stroke-width:1;fill:none}.slab{fill:#eee9df;stroke:#333}.plinth{fill:#d8d2c6;stroke:#333}"
    ".bar{fill:#1b4f72}.back{fill:#d8d2c6}.t{font:13px sans-serif;fill:#222}.s{font:11px sans-serif;fill:#444}"
    ".m{font:11px sans-serif;fill:#444;text-anchor:middle}.e{font:11px sans-serif;fill:#444;text-anchor:end}"
    ".left{fill:#fff;stroke:#777;stroke-width:1;stroke-dasharray:3 3}.n{font:bold 13px sans-serif;fill:#111;text-anchor:middle}"
    ".m,.n{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}"
    ".a{font:13px sans-serif;fill:#c2560a}.h{font:bold 16px sans-serif;fill:#111}"
)


def _short(value: object, letters: int) -> str:
    return shorten(str(value), letters, placeholder=" ...")


@dataclass(frozen=True, slots=True)
class _Wall:
    """A bearing line in plan: its ends, and what is said of it."""

    id: str
    start: Point
    end: Point
    assumed: bool
    title: str


@dataclass(frozen=True, slots=True)
class _Wing:
    """One wing in the frame of the first, local millimetres."""

    name: str
    """What stands in it in the plan; empty for the only one."""
    outline: Polygon
    obstacles: tuple[tuple[str, Polygon, float | None], ...]
    walls: tuple[_Wall, ...] = ()
    heights_mm: tuple[int, ...] = ()
    plinth_mm: int = 0


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the sheet shows, in local millimetres of the first wing."""

    name: str
    rotation_rad: float
    placed: bool
    """Whether the building lies in RD, so that north is known."""
    wings: tuple[_Wing, ...]
    lines: tuple[BearingLine, ...] = ()
    """Of the first wing, for the chain of bays."""
    left_out: tuple[tuple[str, Polygon], ...] = ()
    """Roof levels on which nothing is built, by id."""


class _Sheet:
    """Turns local millimetres into pixels, v upwards, and collects elements."""

    def __init__(self, drawn: _Drawn) -> None:
        seen = [*(wing.outline for wing in drawn.wings), *(shape for _, shape in drawn.left_out)]
        self.u0, self.v0, self.u1, self.v1 = (float(value) for value in shapely.total_bounds(seen))
        sections = min(sum(bool(wing.heights_mm) for wing in drawn.wings), SHOWN_SECTIONS)
        room = WIDTH_PX - 2 * MARGIN_PX - SECTION_ROOM_PX * max(sections, 1) - MARGIN_PX / 2.0
        self.scale = min(room / max(self.u1 - self.u0, 1.0), MAX_PLAN_PX / max(self.v1 - self.v0, 1.0))
        self.top = MARGIN_PX * 1.4
        self.low = self.top + (self.v1 - self.v0) * self.scale
        self.elements: list[str] = []

    def at(self, u_mm: float, v_mm: float) -> tuple[float, float]:
        return round(MARGIN_PX + (u_mm - self.u0) * self.scale, 2), round(self.top + (self.v1 - v_mm) * self.scale, 2)

    def polygon(self, shape: Polygon, kind: str, title: str) -> None:
        rings = [shapely.get_coordinates(ring)[:-1] for ring in (shape.exterior, *shape.interiors)]
        path = " ".join("M " + " L ".join("{:g} {:g}".format(*self.at(*point)) for point in ring) + " Z" for ring in rings)
        self.elements.append(f'<path class="{kind}" fill-rule="evenodd" d="{path}"><title>{escape(title)}</title></path>')

    def stroke(self, start: tuple[float, float], end: tuple[float, float], kind: str, title: str = "") -> None:
        """Draw a line between two positions in pixels."""
        name = f"<title>{escape(title)}</title>" if title else ""
        x1, y1, x2, y2 = (round(value, 2) for value in (*start, *end))
        self.elements.append(f'<line class="{kind}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}">{name}</line>')

    def box(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        sizes = f'x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{max(height, 0.0):.2f}"'
        self.elements.append(f'<rect class="{kind}" {sizes}/>')

    def text(self, x: float, y: float, words: str, kind: str = "t") -> None:
        self.elements.append(f'<text class="{kind}" x="{x:.2f}" y="{y:.2f}">{escape(words)}</text>')


def _metres(length_mm: float, words: dict[str, str], places: int = 2) -> str:
    return f"{length_mm / 1000:.{places}f}".replace(".", words["point"])


def _plan(sheet: _Sheet, drawn: _Drawn, words: dict[str, str]) -> None:
    """Draw all roofs, then what stands on them with its height, then the bearing lines with their ids, so that nothing hides a name."""
    for level, shape in drawn.left_out:
        sheet.polygon(shape, "left", words["left_out"].format(level=level))
    for wing in drawn.wings:
        sheet.polygon(wing.outline, "roof", wing.name or drawn.name)
    for wing in drawn.wings:
        for name, shape, height_mm in wing.obstacles:
            sheet.polygon(shape, "obstacle", f"{name}: {words['unknown'] if height_mm is None else _metres(height_mm, words) + ' m'}")
        for wall in wing.walls:
            sheet.stroke(sheet.at(*wall.start), sheet.at(*wall.end), "assumed" if wall.assumed else "known", wall.title)
    for wing in drawn.wings:
        for _, shape, height_mm in wing.obstacles:
            x, y = sheet.at(shape.centroid.x, shape.bounds[1])
            sheet.text(x, y + 12.0, "?" if height_mm is None else f"+{_metres(height_mm, words, 1)}", "m")
        for wall in wing.walls:
            sheet.text(*_beyond(sheet.at(*wall.start), sheet.at(*wall.end)), wall.id, "m")
        inside = wing.outline.representative_point()
        sheet.text(*sheet.at(inside.x, inside.y), wing.name, "n")
    for level, shape in drawn.left_out:
        inside = shape.representative_point()
        sheet.text(*sheet.at(inside.x, inside.y), level, "m")


def _beyond(start: Point, end: Point) -> Point:
    """Return where a wall's id stands: just beyond its end, in pixels."""
    length = max(math.hypot(end[0] - start[0], end[1] - start[1]), 1.0)
    along_x, along_y = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    return end[0] + 14.0 * along_x, end[1] + 10.0 * along_y + 4.0 * (1.0 - abs(along_y)) + 2.0 * along_y


def _dimensions(sheet: _Sheet, drawn: _Drawn, words: dict[str, str]) -> None:
    """Draw the chain of bays below the plan, the whole length below that, and the depth beside it."""
    y = sheet.low + 26.0
    for left, right in pairwise(drawn.lines):
        (x0, _), (x1, _) = sheet.at(left.u_mm, 0.0), sheet.at(right.u_mm, 0.0)
        for x in (x0, x1):
            sheet.stroke((x, y - 4.0), (x, y + 4.0), "thin")
        sheet.stroke((x0, y), (x1, y), "thin", f"{left.id}-{right.id}: {_metres(right.u_mm - left.u_mm, words)} m")
        if x1 - x0 >= LABEL_ROOM_PX:
            sheet.text((x0 + x1) / 2.0, y - 5.0, f"{_metres(right.u_mm - left.u_mm, words)}", "m")
    (x0, _), (x1, _) = sheet.at(sheet.u0, 0.0), sheet.at(sheet.u1, 0.0)
    sheet.stroke((x0, y + 20.0), (x1, y + 20.0), "thin")
    sheet.text((x0 + x1) / 2.0, y + 34.0, f"{_metres(sheet.u1 - sheet.u0, words)} m", "m")
    x = MARGIN_PX - 14.0
    sheet.stroke((x, sheet.top), (x, sheet.low), "thin")
    sheet.text(x - 5.0, (sheet.top + sheet.low) / 2.0, f"{_metres(sheet.v1 - sheet.v0, words)}", "e")
    five = 5_000.0 * sheet.scale
    sheet.stroke((MARGIN_PX, y + 46.0), (MARGIN_PX + five, y + 46.0), "known", "5 m")
    sheet.text(MARGIN_PX + five + 6.0, y + 50.0, "5 m", "s")


def _north(sheet: _Sheet, drawn: _Drawn) -> None:
    """Draw an arrow to the north of RD, only where the building lies in RD."""
    if not drawn.placed:
        return
    x, y, size = WIDTH_PX - MARGIN_PX, 34.0, 18.0
    du, dv = math.sin(drawn.rotation_rad), math.cos(drawn.rotation_rad)
    tip, tail = (x + du * size, y - dv * size), (x - du * size, y + dv * size)
    sheet.stroke(tail, tip, "known", "N")
    for side in (2.6, -2.6):
        c, s = math.cos(side), math.sin(side)
        sheet.stroke(tip, (tip[0] + (c * du - s * dv) * 8.0, tip[1] - (s * du + c * dv) * 8.0), "known")
    sheet.text(tip[0] + du * 8.0, tip[1] - dv * 8.0 + 4.0, "N", "m")


def _sections(sheet: _Sheet, drawn: _Drawn, words: dict[str, str]) -> float:
    """Draw the storeys of each wing above each other, the wings on one ground beside the plan; returns the lowest pixel."""
    shown = [wing for wing in drawn.wings if wing.heights_mm][:SHOWN_SECTIONS]
    if not shown:
        return sheet.low
    highest = max(sum(wing.heights_mm) + wing.plinth_mm for wing in shown)
    scale = min(0.014, SECTION_HEIGHT_PX / max(highest, 1))
    left, low = WIDTH_PX - MARGIN_PX - SECTION_ROOM_PX * len(shown) + (SECTION_ROOM_PX - SECTION_PX), sheet.top + highest * scale
    for number, wing in enumerate(shown):
        x, y = left + SECTION_ROOM_PX * number, low
        if wing.plinth_mm:
            y -= wing.plinth_mm * scale
            sheet.box(x, y, SECTION_PX, wing.plinth_mm * scale, "plinth")
        for height in wing.heights_mm:
            y -= height * scale
            sheet.box(x, y, SECTION_PX, height * scale, "slab")
            sheet.text(x + SECTION_PX / 2.0, y + height * scale / 2.0 + 4.0, f"{_metres(height, words)}", "m")
        sheet.text(x + SECTION_PX / 2.0, y - 8.0, f"{words['section']} {wing.name}".strip(), "m")
    sheet.stroke((left - 12.0, low), (WIDTH_PX - MARGIN_PX + 12.0, low), "thin")
    return max(low, sheet.low)


def _legend(sheet: _Sheet, drawn: _Drawn, y: float, words: dict[str, str]) -> None:
    x = MARGIN_PX + 150.0
    there = {"assumed" if wall.assumed else "known" for wing in drawn.wings for wall in wing.walls}
    for kind in sorted(there, reverse=True):
        sheet.stroke((x, y), (x + 30.0, y), kind)
        sheet.text(x + 36.0, y + 4.0, words[f"{kind}_wall"], "s")
        x += 230.0
    if any(wing.obstacles for wing in drawn.wings):
        sheet.box(x, y - 6.0, 30.0, 12.0, "back")
        sheet.text(x + 36.0, y + 4.0, words["obstacle"], "s")


def _candidates(sheet: _Sheet, candidates: Sequence[FamilyCandidate], y: float) -> float:
    """Draw the odds of the likely families as bars, each with its evidence as a title; returns the next line."""
    for item in [one for one in candidates if one.odds > REPORTED_ODDS][:SHOWN_CANDIDATES]:
        sheet.text(MARGIN_PX, y, f"{item.family} {item.odds:.0%}")
        sheet.box(MARGIN_PX + 90.0, y - 10.0, 200.0, 11.0, "back")
        sheet.box(MARGIN_PX + 90.0, y - 10.0, 200.0 * item.odds, 11.0, "bar")
        sheet.text(MARGIN_PX + 300.0, y, _short("; ".join(line.split(" (")[0] for line in item.evidence), 105), "s")
        y += LINE_PX
    return y


def _sheet(drawn: _Drawn, facts: list[str], assumed: list[str], candidates: Sequence[FamilyCandidate], words: dict[str, str]) -> str:
    """Return the whole sheet as SVG text."""
    sheet = _Sheet(drawn)
    sheet.text(MARGIN_PX, 28.0, drawn.name, "h")
    _plan(sheet, drawn, words)
    _dimensions(sheet, drawn, words)
    _north(sheet, drawn)
    low = _sections(sheet, drawn, words)
    _legend(sheet, drawn, sheet.low + 72.0, words)
    y = max(low, sheet.low + 72.0) + 36.0
    for line in facts:
        sheet.text(MARGIN_PX, y, line)
        y += LINE_PX
    y = _candidates(sheet, candidates, y)
    more = [f"+{len(assumed) - SHOWN_ASSUMPTIONS} {words['in_title']}"] if len(assumed) > SHOWN_ASSUMPTIONS else []
    for line in [*assumed[:SHOWN_ASSUMPTIONS], *more]:
        sheet.text(MARGIN_PX, y, line, "a")
        y += LINE_PX
    body = "\n".join(sheet.elements)
    size = f'width="{WIDTH_PX:g}" height="{y + LINE_PX:g}" viewBox="0 0 {WIDTH_PX:g} {y + LINE_PX:g}"'
    head = f"<svg xmlns={quoteattr('http://www.w3.org/2000/svg')} {size}><title>{escape(drawn.name)}</title><style>{_STYLE}</style>"
    return f'{head}\n<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'


def _wing(key: str, host: HostBuilding, main: Frame, lang: str, *, alone: bool) -> _Wing:
    """Return a wing as the first wing's frame sees it; the only one has no name of its own."""

    def in_main(points_mm: FloatArray) -> FloatArray:
        return points_mm if host.frame == main else main.to_local_mm(host.frame.to_world_m(points_mm))

    def wall(line: BearingLine) -> _Wall:
        a, b = in_main(np.array([(line.u_mm, line.v0_mm), (line.u_mm, line.v1_mm)], dtype=np.float64)).tolist()
        title = f"{line.id} u = {_metres(line.u_mm, _WORDS[lang])} m, {line.thickness_mm:g} mm"
        return _Wall(line.id, (a[0], a[1]), (b[0], b[1]), line.assumed, title if alone else f"{key} {title}")

    return _Wing(
        name="" if alone else key,
        outline=shapely.transform(host.roof_outline_mm, in_main),
        obstacles=tuple(
            (f"{item.id} {obstacle_term(item.kind).in_language(lang)}", shapely.transform(item.outline_mm, in_main), item.height_mm)
            for item in host.obstacles
        ),
        walls=tuple(wall(line) for line in host.bearing_lines),
        heights_mm=tuple(storey.height_mm for storey in host.storeys),
        plinth_mm=host.plinth.height_mm,
    )


def _wing_facts(key: str, host: HostBuilding, words: dict[str, str]) -> str:
    """Return size, storeys and height of a wing in one line."""
    low_u, low_v, high_u, high_v = host.roof_outline_mm.bounds
    size = f"{_metres(high_u - low_u, words)} x {_metres(high_v - low_v, words)} m, {host.roof_outline_mm.area / 1e6:.0f} m2"
    storeys = f"{len(host.storeys)} {words['storeys']}; {words['roof']} {_metres(host.roof_z_mm, words)} m"
    return f"{key}: {size}; {storeys}" if key else f"{size}; {storeys}"


def _assumed(hosts: Sequence[tuple[str, HostBuilding]], words: dict[str, str], lang: str) -> list[str]:
    """Return what was filled in, one line each; what holds for all wings is said once."""
    lines: dict[str, list[str]] = {}
    for key, host in hosts:
        for _, fact in sorted(host.facts.items()):
            if fact.assumed:
                said = f"{fact.pointer} = {_short(fact_text(fact.value, lang), 60)} ({_short(fact.source, 45)})"
                lines.setdefault(said, []).append(key)
    return [f"{words['assumed']}{'' if len(keys) == len(hosts) else ' ' + ', '.join(keys)}: {said}" for said, keys in lines.items()]


def _level_shapes(levels: Sequence[FurtherLevel], shown: Sequence[str], frame: Frame) -> tuple[tuple[str, Polygon], ...]:
    """Return the other roof levels that are not among those shown, by id."""
    left = ((level.roof.level_id, level.roof.polygon) for level in levels if level.roof.level_id not in shown)
    return tuple((str(name), to_local(Polygon(shape.outer, shape.holes), frame)) for name, shape in left)


def host_svg(
    host: HostBuilding,
    candidates: Sequence[FamilyCandidate] = (),
    lang: str = "nl",
    others: Sequence[tuple[str, HostBuilding]] = (),
    further_levels: Sequence[FurtherLevel] = (),
    key: str = "r1",
) -> str:
    """Return the drawing of a host as SVG text.

    Args:
        host: the compiled host.
        candidates: families that were inferred, for the alternatives beside the one that was used.
        lang: `nl` or `en`.
        others: the further wings of the building by key, drawn as they lie beside it.
        further_levels: the other roof levels of the building; those that no wing stands on are drawn as left out.
        key: the host's own key where there are further wings.
    """
    lang = "en" if lang == "en" else "nl"
    words, hosts, alone = _WORDS[lang], [(key, host), *others], not others
    drawn = _Drawn(
        name=host.name,
        rotation_rad=host.frame.rotation_rad,
        placed=host.frame.crs is not None,
        wings=tuple(_wing(name, one, host.frame, lang, alone=alone) for name, one in hosts),
        lines=host.bearing_lines,
        left_out=_level_shapes(further_levels, [one.level_id for _, one in hosts], host.frame),
    )
    odds = words["unknown"] if host.family_odds is None else f"{host.family_odds:.0%}"
    facts = [_wing_facts("" if alone else name, one, words) for name, one in hosts]
    facts.append(f"{words['family']} {host.family_id or '-'} ({words['odds']} {odds})")
    return _sheet(drawn, facts, _assumed(hosts, words, lang), candidates, words)


def building_svg(building: Building, needed: str, lang: str = "nl") -> str:
    """Return the drawing of a building that cannot be compiled yet as SVG text.

    Args:
        building: the building document.
        needed: what is still needed, one sentence.
        lang: `nl` or `en`.
    """
    words = _WORDS["en" if lang == "en" else "nl"]
    world = Polygon(building.roof.polygon.outer, building.roof.polygon.holes)
    frame = local_frame(world, crs=building.site.crs, peil_nap_m=None)
    heights = building.storey_heights_m
    wing = _Wing(
        name="",
        outline=to_local(world, frame),
        obstacles=tuple(
            (
                obstacle_term(item.kind).in_language(lang),
                to_local(Polygon(item.polygon.outer), frame),
                None if item.height_m is None else item.height_m * 1000.0,
            )
            for item in building.obstacles
        ),
        heights_mm=() if heights is None else tuple(round(value * 1000.0) for value in heights.value),
    )
    drawn = _Drawn(
        name=building.name.in_language(lang) if building.name else building.id,
        rotation_rad=frame.rotation_rad,
        placed=building.site.crs is not None,
        wings=(wing,),
        left_out=_level_shapes(building.further_levels, (), frame),
    )
    facts = [f"{world.area:.0f} m2"]
    if building.year_built is not None:
        facts.append(f"{building.year_built.value}")
    if building.bag_ids:
        facts.append(f"{len(building.bag_ids)} {words['panden']}: {', '.join(building.bag_ids)[:110]}")
    return _sheet(drawn, facts, wrap(f"{words['needed']}: {needed}", LINE_LETTERS), building.family_candidates, words)
