"""Galleries, corridors and stair cores along the dwellings of a strip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from catalogue.documents.identifiers import core_id, gallery_id
from catalogue.documents.options import Options
from configurator.layout.column import Column
from configurator.layout.placement import PlacedAccess, Rectangle
from configurator.layout.region import box, usable_regions
from configurator.layout.site import Site, core_beside
from configurator.layout.strip import elsewhere, space_in


def _entered(column: Column, storey: int) -> bool:
    """Return whether a dwelling of a column is entered on a new storey, counted from 0."""
    return len(column.levels) > storey and column.levels[storey].offer.begins


def _passes(site: Site, before: Column, after: Column, level: int, band: tuple[int, int]) -> bool:
    """Return whether the gallery can run on between two dwellings: free roof below it inside the roof, and no other roof outside it."""
    if after.s0 <= before.s1:
        return True
    if site.solution.ground.gallery_depth_mm > 0:
        runs = site.strip.space.free(level, before.s1, after.s0)
        return any(low <= band[0] and band[1] <= high for low, high in runs)
    other = elsewhere(site.solution.ground, site.strip.window, site.strip.axis, level)
    return bool(other.intersection(box(before.s1, band[0], after.s0, band[1])).area == 0.0)


def _sections(site: Site, columns: list[Column], level: int, band: tuple[int, int]) -> list[list[Column]]:
    """Split the dwellings of a storey where the gallery between two of them is interrupted."""
    sections = [[columns[0]]]
    for before, after in pairwise(columns):
        if _passes(site, before, after, level, band):
            sections[-1].append(after)
        else:
            sections.append([after])
    return sections


def galleries_of(site: Site) -> Iterator[PlacedAccess]:
    """Give the galleries of a strip on every storey, each in as many parts as obstacles or the edge make of it."""
    pin, ground = site.strip.pin, site.solution.ground
    if pin.to == "centre":
        return
    inside = ground.gallery_depth_mm > 0
    for n in range(site.strip.space.storeys):
        served = [c for c in site.strip.columns if _entered(c, n)]
        if not served:
            continue
        inward = (pin.to == "low") == inside
        low = pin.bands[n] if inward else pin.bands[n] - ground.gallery_width_mm
        band = (low, low + ground.gallery_width_mm)
        for i, part in enumerate(_sections(site, served, n, band)):
            yield PlacedAccess(
                id=gallery_id(site.storey(n), site.letter, site.slots(part[0])[0] if i else ""),
                kind="gallery",
                storey=site.storey(n),
                footprint=site.rectangle(part[0].s0, band[0], part[-1].s1, band[1]),
                z_mm=site.z_mm(n),
                inside_roof=inside,
            )


def cores_of(site: Site, options: Options) -> Iterator[PlacedAccess]:
    """Give the stair cores beside the dwellings of a strip, on every storey that is entered from them."""
    if not site.solution.ground.cores:
        return
    tops = ((c, max((n + 1 for n in range(len(c.levels)) if _entered(c, n)), default=0)) for c in site.strip.columns)
    touched = [(beside[0], top) for c, top in tops if (beside := core_beside(site.solution, c)) is not None]
    storeys = site.strip.space.storeys
    whole = space_in(usable_regions(site.host, options, storeys, ()), site.strip.window, "u")
    for bay in sorted({bay for bay, _ in touched}, key=lambda b: b.number):
        for n in range(max(levels for b, levels in touched if b is bay)):
            free = whole.free(n, bay.left.u_mm, bay.right.u_mm)
            low, high = max(free, key=lambda r: r[1] - r[0], default=(bay.left.v0_mm, bay.left.v1_mm))
            yield PlacedAccess(
                id=core_id(site.storey(n), bay.number),
                kind="core",
                storey=site.storey(n),
                footprint=Rectangle(bay.left.u_mm, low, bay.right.u_mm, high),
                z_mm=site.z_mm(n),
                inside_roof=True,
            )


def by_id(items: Iterable[PlacedAccess]) -> tuple[PlacedAccess, ...]:
    """Sort by id; a core that serves two strips is one core over both."""
    found: dict[str, PlacedAccess] = {}
    for item in items:
        known = found.get(item.id)
        if known is not None:
            a, b = known.footprint, item.footprint
            whole = Rectangle(min(a.u0_mm, b.u0_mm), min(a.v0_mm, b.v0_mm), max(a.u1_mm, b.u1_mm), max(a.v1_mm, b.v1_mm))
            item = PlacedAccess(item.id, item.kind, item.storey, whole, item.z_mm, item.inside_roof)  # noqa: PLW2901
        found[item.id] = item
    return tuple(found[key] for key in sorted(found))


def one_corridor(items: Iterable[PlacedAccess]) -> tuple[PlacedAccess, ...]:
    """Make one element of what the rows on both sides of a corridor have of it."""
    found: list[PlacedAccess] = []
    for item in items:
        f = item.footprint
        other = next((o for o in found if o.storey == item.storey and _same_band(o.footprint, f)), None)
        if other is None:
            found.append(item)
            continue
        o = other.footprint
        whole = Rectangle(min(o.u0_mm, f.u0_mm), min(o.v0_mm, f.v0_mm), max(o.u1_mm, f.u1_mm), max(o.v1_mm, f.v1_mm))
        found[found.index(other)] = PlacedAccess(other.id, other.kind, other.storey, whole, other.z_mm, other.inside_roof)
    return tuple(found)


def meeting(items: Sequence[PlacedAccess]) -> tuple[PlacedAccess, ...]:
    """Return galleries that end where they meet another one of their storey: outside an inward corner two of them would cross."""
    found: list[PlacedAccess] = []
    for item in items:
        footprint = item.footprint
        for other in found:
            if item.kind == other.kind == "gallery" and item.storey == other.storey:
                footprint = _ending_at(footprint, other.footprint)
        found.append(replace(item, footprint=footprint))
    return tuple(found)


def _ending_at(own: Rectangle, other: Rectangle) -> Rectangle:
    """Return a gallery without the end that lies over another; the same one where none does."""
    if min(own.u1_mm, other.u1_mm) <= max(own.u0_mm, other.u0_mm) or min(own.v1_mm, other.v1_mm) <= max(own.v0_mm, other.v0_mm):
        return own
    if own.u1_mm - own.u0_mm >= own.v1_mm - own.v0_mm:
        low = other.u0_mm <= own.u0_mm
        return replace(own, u0_mm=other.u1_mm) if low else replace(own, u1_mm=other.u0_mm)
    low = other.v0_mm <= own.v0_mm
    return replace(own, v0_mm=other.v1_mm) if low else replace(own, v1_mm=other.v0_mm)


def _same_band(one: Rectangle, two: Rectangle) -> bool:
    """Return whether two stretches of corridor lie in line and meet."""
    along_u = one.v0_mm == two.v0_mm and one.v1_mm == two.v1_mm and one.u0_mm <= two.u1_mm and two.u0_mm <= one.u1_mm
    along_v = one.u0_mm == two.u0_mm and one.u1_mm == two.u1_mm and one.v0_mm <= two.v1_mm and two.v0_mm <= one.v1_mm
    return along_u or along_v
