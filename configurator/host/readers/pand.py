"""One building of a CityJSON file as a building document: the chosen roof level, what stands on it, and what the attributes say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from catalogue.documents.building import Building, Obstacle, Roof, RoofSlope, Site
from catalogue.documents.evidence import Fact, Source
from catalogue.errors import IncompleteRequest, NotFound, UnreadableInput
from configurator.host.building import FloatArray
from configurator.host.readers.attributes import Named, ground_nap_m, pand_id, point_cloud, year_built
from configurator.host.readers.cityjson import CityModel, city_model
from configurator.host.readers.content import BuildingSummary, Choice, Content
from configurator.host.readers.levels import Level, buildable_plan, obstacles_on, roof_levels, valid_plan
from configurator.host.readers.surfaces import Face, best_geometry, ground_m, roof_faces
from configurator.host.rings import looks_like_rd, polygon_document

LOWEST_POINT = "lowest point of the model"
"""Where ground level comes from when no attribute gives it."""

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
        raise UnreadableInput(f"{model.where} holds no buildings; give a CityJSON file with Building objects.")
    return tuple(found)


def _answers_to(pand: Pand, wanted: str) -> bool:
    """Return whether a building goes by this id: its own, the object's, or the 16 digits of the BAG."""
    return wanted in (pand.id, pand.object_id, pand_id(pand.attributes, pand.object_id))


def chosen_pand(all_panden: tuple[Pand, ...], building_id: str | None, where: str) -> Pand:
    """Return the building that is meant. Raises IncompleteRequest when there are several and none is named, NotFound for a wrong id."""
    some = ", ".join(pand.id for pand in all_panden[:IDS_SHOWN])
    if building_id is None:
        if len(all_panden) == 1:
            return all_panden[0]
        raise IncompleteRequest(
            f"{where} holds {len(all_panden)} buildings; say which one (building id), for example {some}.", pointers=("/building",)
        )
    found = next((pand for pand in all_panden if _answers_to(pand, building_id)), None)
    if found is None:
        raise NotFound(f"{where} has no building {building_id!r}; it holds {len(all_panden)}, for example {some}.", pointers=("/building",))
    return found


def shape_of(pand: Pand, where: str) -> Shape | None:
    """Return faces, levels and lowest point of a building; None when it has no roof shape. Raises UnreadableInput when it is broken."""
    try:
        geometries = best_geometry(list(pand.objects))
        faces = [face for geometry in geometries for face in roof_faces(geometry, pand.vertices_m)]
        if not faces:
            return None
        lowest = min(ground_m(geometry, pand.vertices_m) for geometry in geometries)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError, RecursionError, shapely.errors.ShapelyError):
        raise UnreadableInput(f"{where}: the geometry of building {pand.id} is broken; download or export the file again.") from None
    return Shape(tuple(faces), roof_levels(faces), lowest)


def chosen_level(levels: tuple[Level, ...], roof_level: str | None, name: str) -> tuple[str, Level]:
    """Return the id and the level that is meant; 1 is the largest. Raises NotFound for a level that is not there."""
    wanted = roof_level or "1"
    ids = {str(number): level for number, level in enumerate(levels, 1)}
    if wanted not in ids:
        sizes = ", ".join(f"{number} ({level.area_m2:.0f} m2 at {level.z_m:.1f} m NAP)" for number, level in list(ids.items())[:6])
        raise NotFound(f"Building {name} has no roof level {wanted!r}; it has {sizes}.", pointers=("/roof/level_id",))
    return wanted, ids[wanted]


def _sources(model: CityModel, pand: Pand, ground: Named) -> tuple[str, dict[str, Source]]:
    """Return the id of the main source and all sources of a document read from this model."""
    is_3dbag = "3dbag" in model.title.lower() or pand.id.startswith("NL.IMBAG.Pand.")
    name = "3dbag" if is_3dbag else "cityjson"
    title = "3DBAG by tudelft3d and 3DGI (CC BY 4.0)" if is_3dbag else f"CityJSON {model.version}"
    cloud = point_cloud(pand.attributes)
    parts = [model.title or model.where, f"object {pand.object_id}", f"heights from {cloud}" if cloud else ""]
    sources = {
        name: Source(title=title, reference=", ".join(part for part in parts if part)),
        f"{name}-ground": Source(title=title, reference=f"ground level: {ground.attribute}"),
    }
    return name, sources


def _observed(value: float, source: str, low: float | None = None, high: float | None = None) -> Fact[float]:
    return Fact[float](value=round(value, 3), low=low, high=high, basis="observed", source=source)


def _check_place(level: Level, where: str) -> None:
    """Refuse a roof that does not lie in the Netherlands."""
    corners = [(float(x), float(y)) for x, y in shapely.get_coordinates(level.plan_m.envelope)]
    if not looks_like_rd(corners):
        raise UnreadableInput(
            f"{where} has its roof at ({corners[0][0]:.6g}, {corners[0][1]:.6g}), outside the Netherlands in RD; choose another building."
        )


def building_of(model: CityModel, pand: Pand, roof_level: str | None) -> Building:
    """Return the building document of one building.

    Args:
        model: where it comes from.
        pand: the building.
        roof_level: which level is built on; None is the largest.

    Raises:
        UnreadableInput: no roof shape (LoD 2), or outside the Netherlands.
        NotFound: no such roof level.
    """
    shape = shape_of(pand, model.where)
    if shape is None:
        raise UnreadableInput(
            f"{model.where}: building {pand.id} has no roof (no LoD 2 geometry with roof surfaces);"
            " choose another building, or give its outline."
        )
    level_id, level = chosen_level(shape.levels, roof_level, pand.id)
    _check_place(level, f"{model.where}: building {pand.id}")
    ground = ground_nap_m(pand.attributes) or Named(shape.lowest_m, LOWEST_POINT)
    name, sources = _sources(model, pand, ground)
    obstacles = obstacles_on(level, shape.faces)
    year, bag = year_built(pand.attributes), pand_id(pand.attributes, pand.object_id)
    return Building(
        id=pand.id,
        sources=sources,
        site=Site(crs="EPSG:7415"),
        roof=Roof(
            polygon=polygon_document(valid_plan(buildable_plan(level, obstacles))),
            level_id=level_id,
            level_nap_m=_observed(level.z_m, name, round(min(level.low_m, level.z_m), 3), round(max(level.high_m, level.z_m), 3)),
            slope=RoofSlope(slope_deg=round(level.slope_deg, 3), fall_m=round(level.fall_m, 3)),
        ),
        year_built=None if year is None else Fact[int](value=year, basis="observed", source=name),
        ground_nap_m=_observed(ground.value, f"{name}-ground"),
        obstacles=tuple(
            Obstacle(polygon=polygon_document(valid_plan(item.plan_m)), height_m=round(max(item.height_m, 0.0), 3), source=name)
            for item in obstacles
        ),
        bag_ids=() if bag is None else (bag,),
    )


def read_cityjson(content: Content, choice: Choice) -> Building:
    """Read one building of a CityJSON file. Raises what `city_model`, `chosen_pand` and `building_of` raise."""
    model = city_model(content, choice.crs)
    return building_of(model, chosen_pand(panden(model), choice.building_id, content.where), choice.roof_level)


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
    model = city_model(content, choice.crs)
    found = panden(model)
    if choice.building_id is not None:
        found = (chosen_pand(found, choice.building_id, content.where),)
    return tuple(_summary(model, pand) for pand in found)
