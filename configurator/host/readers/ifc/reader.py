"""The parent's side of reading an IFC: bytes checked, the work done in a child process, its answer validated."""

from __future__ import annotations

from catalogue.documents.building import Building
from catalogue.documents.loading import validated
from configurator.host.readers.content import BuildingSummary, Choice, Content
from configurator.host.readers.ifc.opening import check_bytes
from configurator.host.readers.ifc.work import choice_arguments, list_in_child, read_in_child
from configurator.host.readers.isolation import run_isolated
from configurator.host.rings import check_building


def is_ifc(content: Content) -> bool:
    """Return whether a file is an IFC in STEP form."""
    return content.magic == "ifc"


def read_ifc(content: Content, choice: Choice) -> Building:
    """Read one building of an IFC.

    Raises:
        UnreadableInput: damaged, no roof, or its reader crashed or took too long.
        IncompleteRequest: several buildings and no id.
        NotFound: no building or roof level of that name.
    """
    check_bytes(content.path)
    answer = run_isolated(read_in_child, str(content.path), *choice_arguments(choice), where=content.where)
    building = validated(Building, answer, content.where)
    check_building(building, content.where)
    return building


def list_ifc(content: Content, choice: Choice) -> tuple[BuildingSummary, ...]:
    """Return a summary of every building of an IFC, or of the one that is named. Raises what `read_ifc` raises."""
    check_bytes(content.path)
    answer = run_isolated(list_in_child, str(content.path), choice.building_id, where=content.where)
    return tuple(BuildingSummary(**entry) for entry in answer)
