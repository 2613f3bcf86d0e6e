"""The findings in words, numbered, each with the place where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from catalogue.documents.finding import Finding, Parameter, finding_codes, finding_text
from configurator.outputs.live.scene import LiveWing

Place = tuple[float, float, float]


class LiveFinding(TypedDict):
    """One finding, in the language that was asked for."""

    number: int
    code: str
    status: str
    blocks: str | None
    title: str
    text: str
    clause: str | None
    subjects: list[str]
    who: str | None
    """Role that has to find something out or obtain it."""
    obtain: str | None
    fix: dict[str, Parameter] | None
    at_m: Place | None
    """Where it is, in the frame of the first wing; None where it is about the whole."""


def _middle(wing: LiveWing, u_m: float, v_m: float, z_m: float) -> Place:
    c, s = wing["axis"]
    return (round(wing["at_m"][0] + c * u_m - s * v_m, 3), round(wing["at_m"][1] + s * u_m + c * v_m, 3), round(z_m, 3))


def subject_places(wings: Sequence[LiveWing], sizes_m: Mapping[str, tuple[float, float, float]]) -> dict[str, Place]:
    """Return where everything that a finding may be about stands: modules, dwellings, bearing lines, obstacles, galleries, cores."""
    places: dict[str, Place] = {}
    for wing in wings:
        roof = wing["roof_z_m"]
        for line in wing["lines"]:
            places[line["id"]] = _middle(wing, line["x_m"], line["start_m"], roof)
        for item in wing["obstacles"]:
            ring = item["outline_m"]
            u, v = sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
            places[item["id"]] = _middle(wing, u, v, roof + item["height_m"])
        for way in wing["access"]:
            (u0, v0), (u1, v1) = way["low_m"], way["high_m"]
            places[way["id"]] = _middle(wing, (u0 + u1) / 2.0, (v0 + v1) / 2.0, way["z_m"])
        for module in wing["modules"]:
            length, width, height = sizes_m[module["type"]]
            c, s = ((1, 0), (0, 1), (-1, 0), (0, -1))[module["quarter"]]
            u, v, z = module["at_m"]
            at = _middle(wing, u + (c * length - s * width) / 2.0, v + (s * length + c * width) / 2.0, z + height)
            places[module["id"]] = at
            places.setdefault(module["dwelling"], at)
    return places


def _place(item: Finding, wings: Sequence[LiveWing], places: Mapping[str, Place]) -> Place | None:
    """Return where a finding is: its own geometry, else the first of few subjects; what is about nearly everything is nowhere."""
    if item.geometry is not None:
        points = item.geometry.points_mm
        wing = next((w for w in wings if w["key"] and any(one.startswith(f"{w['key']}/") for one in item.subjects)), wings[0])
        u, v = sum(p[0] for p in points) / len(points) / 1000.0, sum(p[1] for p in points) / len(points) / 1000.0
        return _middle(wing, u, v, wing["roof_z_m"])
    known = [places[one] for one in item.subjects if one in places]
    return known[0] if len(known) == 1 else None


def live_findings(
    findings: Sequence[Finding], wings: Sequence[LiveWing], sizes_m: Mapping[str, tuple[float, float, float]], lang: Literal["nl", "en"]
) -> list[LiveFinding]:
    """Return the findings in their own order, numbered from 1."""
    places, codes = subject_places(wings, sizes_m), finding_codes()
    return [
        LiveFinding(
            number=number,
            code=item.code,
            status=item.status,
            blocks=item.blocks,
            title=codes[item.code].title.in_language(lang),
            text=finding_text(item, lang),
            clause=item.clause,
            subjects=list(item.subjects),
            who=None if item.action is None else item.action.who,
            obtain=None if item.action is None else item.action.obtain.in_language(lang),
            fix=item.fix,
            at_m=_place(item, wings, places),
        )
        for number, item in enumerate(findings, start=1)
    ]
