"""One building of a CityJSON file as a building document: the chosen roof level, what stands on it, and what the attributes say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import shapely

from catalogue.documents.building import Building, Site
from catalogue.documents.evidence import Fact, Source
from catalogue.errors import IncompleteRequest, NotFound, Phrase, Said, UnreadableInput
from configurator.host.building import FloatArray
from configurator.host.readers.attributes import TITLE_3DBAG, TITLE_3DBAG_NL, Named, ground_nap_m, pand_id, point_cloud, year_built
from configurator.host.readers.cityjson import CityModel, city_model
from configurator.host.readers.content import BuildingSummary, Choice, Content, Kept
from configurator.host.readers.further import further_levels
from configurator.host.readers.levels import Level, roof_levels
from configurator.host.readers.row_choice import Neighbour, Street, bag_ids_of, chosen_row, roof_of, year_of
from configurator.host.readers.rows import Box, Member
from configurator.host.readers.surfaces import Face, best_geometry, ground_m, roof_faces
from configurator.host.readers.surroundings import Standing
from configurator.host.rings import looks_like_rd

LOWEST_POINT = "lowest point of the model"
"""Where ground level comes from when no attribute gives it."""

BROKEN = (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError, RecursionError, shapely.errors.ShapelyError)
"""What going through the geometry of a broken file may raise."""

IDS_SHOWN = 4
_NOT_SLUG = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Pand:
    """One building of a model with its parts."""

    id: str
    object_id: str
    attributes: Mapping[str, Any]
    objects: tuple[Mapping[str, Any], ...]
    vertices_m: FloatArray


@dataclass(frozen=True, slots=True)
class Shape:
    """The geometry of one building: roof faces, levels, lowest point."""

    faces: tuple[Face, ...]
    levels: tuple[Level, ...]
    lowest_m: float


def slug(text: str) -> str:
    """Return a text as an id that a building document may carry."""
    cleaned = _NOT_SLUG.sub("-", text).strip("-._")[:80]
    return cleaned or "building"


def _is_root(item: Mapping[str, Any]) -> bool:
    """Return whether an object is a building of its own, extension types included, and not a part of one."""
    kind = str(item.get("type", "")).lstrip("+")
    return kind.startswith("Building") and not kind.startswith(("BuildingPart", "BuildingInstallation")) and not item.get("parents")


def _parts(objects: Mapping[str, Mapping[str, Any]], root: str) -> Iterator[Mapping[str, Any]]:
    """Yield an object and everything below it, each once."""
    seen, queue = {root}, [root]
    while queue:
        item = objects[queue.pop(0)]
        yield item
        children = item.get("children")
        for child in children if isinstance(children, list) else ():
            if isinstance(child, str) and child in objects and child not in seen:
                seen.add(child)
                queue.append(child)


def panden(model: CityModel) -> tuple[Pand, ...]:
    """Return the buildings of a model in the file's order. The registered id is the building's id, else the object's."""
    found: list[Pand] = []
    for feature in model.features:
        for object_id, item in feature.objects.items():
            if not _is_root(item):
                continue
            attributes = item.get("attributes") if isinstance(item.get("attributes"), dict) else {}
            registered = str((attributes or {}).get("identificatie") or "")
            name = registered if registered.startswith("NL.IMBAG.Pand.") else object_id
            parts = tuple(_parts(feature.objects, object_id))
            found.append(Pand(slug(name), object_id, attributes or {}, parts, feature.vertices_m))
    if not found:
        raise UnreadableInput("cityjson-no-building-objects", where=model.where)
    return tuple(found)


def _named(all_panden: tuple[Pand, ...], wanted: str) -> Pand | None:
    """Return the building of this id: its own or the object's, else the 16 digits of the BAG."""
    exact = next((pand for pand in all_panden if wanted in (pand.id, pand.object_id)), None)
    return exact or next((pand for pand in all_panden if wanted == pand_id(pand.attributes, pand.object_id)), None)


def chosen_pand(all_panden: tuple[Pand, ...], building_id: str | None, where: str) -> Pand:
    """Return the building that is meant. Raises IncompleteRequest when there are several and none is named, NotFound for a wrong id."""
    some = ", ".join(pand.id for pand in all_panden[:IDS_SHOWN])
    if building_id is None:
        if len(all_panden) == 1:
            return all_panden[0]
        raise IncompleteRequest("buildings-several", where=where, count=len(all_panden), some=some, pointers=("/building",))
    found = _named(all_panden, building_id)
    if found is None:
        raise NotFound("building-not-in-file", where=where, wanted=building_id, count=len(all_panden), some=some, pointers=("/building",))
    return found


def shape_of(pand: Pand, where: str) -> Shape | None:
    """Return faces, levels and lowest point of a building; None when it has no roof shape. Raises UnreadableInput when it is broken."""
    try:
        geometries = best_geometry(list(pand.objects))
        faces = [face for geometry in geometries for face in roof_faces(geometry, pand.vertices_m)]
        if not faces:
            return None
        lowest = min(ground_m(geometry, pand.vertices_m) for geometry in geometries)
    except BROKEN:
        raise UnreadableInput("pand-geometry-broken", where=where, building=pand.id) from None
    levels = roof_levels(faces)
    return Shape(tuple(faces), levels, lowest) if levels else None


def chosen_level(levels: tuple[Level, ...], roof_level: str | None, name: str) -> tuple[str, Level]:
    """Return the id and the level that is meant; 1 is the largest. Raises NotFound for a level that is not there."""
    wanted = roof_level or "1"
    ids = {str(number): level for number, level in enumerate(levels, 1)}
    if wanted not in ids:
        sizes = tuple(
            Phrase("level-size", {"number": number, "area_m2": level.area_m2, "z_m": level.z_m}) for number, level in list(ids.items())[:6]
        )
        raise NotFound("roof-level-unknown", name=name, wanted=wanted, sizes=sizes, pointers=("/roof/level_id",))
    return wanted, ids[wanted]


def _sources(model: CityModel, pand: Pand, ground: Named) -> tuple[str, dict[str, Source]]:
    """Return the id of the main source and all sources of a document read from this model."""
    is_3dbag = "3dbag" in model.title.lower() or pand.id.startswith("NL.IMBAG.Pand.")
    name = "3dbag" if is_3dbag else "cityjson"
    title, title_nl = (TITLE_3DBAG, TITLE_3DBAG_NL) if is_3dbag else (f"CityJSON {model.version}", None)
    cloud = point_cloud(pand.attributes)
    told = f"{model.title or model.where}, object {pand.object_id}"
    ground_from = f"ground level: {ground.attribute}", f"maaiveld: {ground.attribute}"
    sources = {
        name: Source(
            title=title,
            title_nl=title_nl,
            reference=f"{told}, heights from {cloud}" if cloud else told,
            reference_nl=f"{told}, hoogten uit {cloud}" if cloud else None,
        ),
        f"{name}-ground": Source(title=title, title_nl=title_nl, reference=ground_from[0], reference_nl=ground_from[1]),
    }
    return name, sources


def _check_place(level: Level, where: Said) -> None:
    """Refuse a roof that does not lie in the Netherlands."""
    corners = [(float(x), float(y)) for x, y in shapely.get_coordinates(level.plan_m.envelope)]
    if not looks_like_rd(corners):
        raise UnreadableInput("roof-outside", where=where, x=corners[0][0], y=corners[0][1])


def _box(pand: Pand) -> Box | None:
    """Return the bounding box of a building in plan; None without a usable shape. It never raises: one broken building among many."""
    used: list[int] = []
    try:
        queue: list[Any] = [geometry.get("boundaries") for geometry in best_geometry(list(pand.objects))]
    except BROKEN:
        return None
    while queue:
        item = queue.pop()
        if isinstance(item, list) and item and isinstance(item[0], int):
            used.extend(value for value in item if isinstance(value, int) and 0 <= value < len(pand.vertices_m))
        elif isinstance(item, list):
            queue.extend(item)
    if not used:
        return None
    plan = pand.vertices_m[used, :2]
    (x0, y0), (x1, y1) = plan.min(axis=0), plan.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def _shape_or_refuse(pand: Pand, where: str) -> Shape:
    shape = shape_of(pand, where)
    if shape is None:
        raise UnreadableInput("pand-no-roof", where=where, building=pand.id)
    return shape


def _neighbour(pand: Pand, where: str) -> Neighbour:
    """Return a building as a row sees it. Its shape is worked out when a row first asks for it, and then kept."""

    @cache
    def shape() -> tuple[tuple[Level, ...], tuple[Face, ...]] | None:
        try:
            found = shape_of(pand, where)
        except UnreadableInput:
            return None
        return None if found is None else (found.levels, found.faces)

    return Neighbour(pand.id, pand_id(pand.attributes, pand.object_id), year_built(pand.attributes), _box(pand), shape)


@dataclass(frozen=True, slots=True)
class CityFile:
    """Every building of a file, as a building of its own and as a row sees it."""

    model: CityModel
    panden: tuple[Pand, ...]
    street: Street
    """By id; the first of those with the same id."""


def city_file(model: CityModel) -> CityFile:
    """Return the buildings of a model. Raises UnreadableInput when it has none."""
    found = panden(model)
    return CityFile(model, found, {pand.id: _neighbour(pand, model.where) for pand in reversed(found)})


_FILES: Kept[CityFile] = Kept(lambda content, crs: city_file(city_model(content, crs)))


def building_of(model: CityModel, pand: Pand, roof_level: str | None) -> Building:
    """Return the building document of one building, without its neighbours. Raises what `row_building` raises."""
    alone = CityFile(model, (pand,), {pand.id: _neighbour(pand, model.where)})
    return row_building(alone, pand, Choice(pand.id, None, roof_level))


def row_building(file: CityFile, pand: Pand, choice: Choice) -> Building:
    """Return the building document of a building, together with the adjoining ones of equal height unless the user splits them.

    Args:
        file: where it comes from.
        pand: the building that was asked for.
        choice: which level is built on (None is all of them, the largest first), which panden are joined, or none.

    Raises:
        UnreadableInput: no roof shape (LoD 2), outside the Netherlands, or panden to join that do not adjoin.
        NotFound: no such roof level or pand.
    """
    model, street = file.model, file.street
    shape = _shape_or_refuse(pand, model.where)
    level_id, own = chosen_level(shape.levels, choice.roof_level, pand.id)
    _check_place(own, Phrase("building-of-file", {"where": model.where, "building": pand.id}))
    row, notes = chosen_row(
        Member(pand.id, own, shape.faces), street, lambda name: chosen_pand(file.panden, name, model.where).id, choice, model.where
    )
    ground = ground_nap_m(pand.attributes) or Named(shape.lowest_m, LOWEST_POINT)
    name, sources = _sources(model, pand, ground)
    roof, obstacles = roof_of(row, level_id, name)
    return Building(
        id=pand.id,
        sources=sources,
        site=Site(crs="EPSG:7415"),
        roof=roof,
        further_levels=() if choice.roof_level else further_levels(shape.levels, shape.faces, level_id, name),
        year_built=year_of(row, street, name, "observed"),
        ground_nap_m=Fact[float](value=round(ground.value, 3), basis="observed", source=f"{name}-ground"),
        obstacles=obstacles,
        bag_ids=bag_ids_of(row, street),
        findings=tuple(notes),
    )


def read_cityjson(content: Content, choice: Choice) -> Building:
    """Read one building, or the row that it stands in, of a CityJSON file.

    Raises what `city_model`, `chosen_pand` and `row_building` raise.
    """
    file = _FILES.of(content, choice.crs)
    return row_building(file, chosen_pand(file.panden, choice.building_id, content.where), choice)


def _summary(model: CityModel, pand: Pand) -> BuildingSummary:
    shape = shape_of(pand, model.where)
    year = year_built(pand.attributes)
    if shape is None:
        return BuildingSummary(pand.id, year, 0, None, None)
    ground, largest = ground_nap_m(pand.attributes) or Named(shape.lowest_m, LOWEST_POINT), shape.levels[0]
    flat = sum(level.flat for level in shape.levels)
    return BuildingSummary(pand.id, year, flat, round(largest.area_m2, 1), round(largest.z_m - ground.value, 2))


def list_cityjson(content: Content, choice: Choice) -> tuple[BuildingSummary, ...]:
    """Return a summary of every building of a CityJSON file, or of the one that is named."""
    file = _FILES.of(content, choice.crs)
    found = file.panden if choice.building_id is None else (chosen_pand(file.panden, choice.building_id, content.where),)
    return tuple(_summary(file.model, pand) for pand in found)


def cityjson_standing(content: Content, choice: Choice) -> Iterator[Standing]:
    """Yield every building of a CityJSON file as it stands there."""
    file = _FILES.of(content, choice.crs)
    for pand in file.panden:
        entry = file.street[pand.id]
        if entry.box is not None:
            yield Standing(entry.box, entry.shape, partial(_ground_m, pand, content.where))


def _ground_m(pand: Pand, where: str) -> float | None:
    """Return the ground level of a building above NAP: as its attributes give it, else its lowest point."""
    ground = ground_nap_m(pand.attributes)
    if ground is not None:
        return ground.value
    shape = shape_of(pand, where)
    return None if shape is None else shape.lowest_m
