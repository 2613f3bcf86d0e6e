"""A building from its own document, YAML or JSON."""

from __future__ import annotations

from catalogue.documents.building import Building
from catalogue.documents.loading import MAX_DOCUMENT_BYTES, validated
from catalogue.errors import NotFound, UnreadableInput
from configurator.host.readers.content import BuildingSummary, Choice, Content
from configurator.host.readers.outline_building import summary_of
from configurator.host.rings import check_building


def is_document(content: Content) -> bool:
    """Return whether a file is a building document: it says so, or it has a roof."""
    return content.kind == "building" or (isinstance(content.first, dict) and "roof" in content.first and not content.kind)


def _document(content: Content) -> Building:
    size = content.path.stat().st_size
    if size > MAX_DOCUMENT_BYTES:
        raise UnreadableInput("document-too-large", where=content.where, size_mb=size / 1000000.0, most_mb=MAX_DOCUMENT_BYTES / 1000000.0)
    building = validated(Building, content.first, content.where)
    check_building(building, content.where)
    return building


def read_document_building(content: Content, choice: Choice) -> Building:
    """Read a building document.

    Raises:
        InvalidDocument: it breaks its schema.
        UnreadableInput: its outlines are no proper outlines.
        NotFound: another building, roof level or coordinate system was asked for than the document has.
    """
    building = _document(content)
    if choice.building_id not in (building.id, None):
        raise NotFound("document-other-building", where=content.where, building=building.id, wanted=choice.building_id)
    if choice.crs is not None and building.site.crs not in (choice.crs, None):
        raise NotFound("document-other-crs", where=content.where, crs=building.site.crs, wanted=choice.crs)
    if choice.crs is not None and building.site.crs is None:
        raise NotFound("document-no-crs", where=content.where, crs=choice.crs)
    return building if choice.roof_level is None else _on_level(building, choice.roof_level, content.where)


def _on_level(building: Building, level_id: str, where: str) -> Building:
    """Return the building as if it had one roof level. Raises NotFound for a level that it does not have."""
    if level_id == building.roof.level_id:
        return building.model_copy(update={"further_levels": ()})
    level = next((one for one in building.further_levels if one.roof.level_id == level_id), None)
    if level is None:
        names = ", ".join((building.roof.level_id, *(one.roof.level_id for one in building.further_levels)))
        raise NotFound("document-other-level", where=where, names=names, wanted=level_id)
    own = {name: getattr(level, name) for name in type(level).model_fields}
    return building.model_copy(update={**own, "further_levels": ()})


def list_document(content: Content, choice: Choice) -> tuple[BuildingSummary, ...]:
    """Return the summary of a building document."""
    return (summary_of(read_document_building(content, choice)),)
