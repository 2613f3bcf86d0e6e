"""The building that concepts are compared on, as an address names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.http.asked import named_building
from api.http.service import Service
from api.page.address import DEFAULT_BUILDING, read_building
from api.page.families.views import block_query
from api.page.texts import Lang
from api.roles import Principal
from catalogue.documents.building import Building
from catalogue.documents.family import BuildingFamily
from catalogue.errors import NotFound
from catalogue.resolve import building_ids, resolve_family
from catalogue.store.buildings import buildings_of
from configurator.fit.standard_blocks import standard_block

FAMILY_PREFIX = "family:"
MOST_OWN = 200
"""Own buildings that a list offers at most; the address takes any."""


@dataclass(frozen=True, slots=True)
class ComparedOn:
    """A building with what names it in an address."""

    building: Building
    name: str
    """Id of a shipped or own building, `family:F05`, or empty for a document that the address holds."""
    document: str = ""
    """The packed document."""
    family: BuildingFamily | None = None
    """The family whose standard block it is."""

    def shared(self) -> bool:
        """Tell whether everybody sees the same building under this address."""
        return self.family is not None or self.name in building_ids()

    def query(self) -> dict[str, str]:
        """Return the parameters of the address of a comparison."""
        return {"doc": self.document} if self.document else {"building": self.name}

    def configure_query(self) -> str:
        """Return the building as the address of the configuration page has it."""
        return urlencode(self.query()) if self.family is None else block_query(self.family)

    def title(self, lang: Lang) -> str:
        """Return what a person calls it."""
        return self.building.id if self.building.name is None else self.building.name.in_language(lang)


def compared_on(service: Service, principal: Principal, asked: Mapping[str, str]) -> ComparedOn:
    """Return the building that an address names: a document in it, the standard block of a family, a shipped or an own building.

    Raises:
        UnreadableInput, InvalidDocument: The document in the address is none.
        NotFound: There is no such family or building.
        NotAllowed: The visitor's key may not read buildings.
    """
    if document := asked.get("doc", ""):
        return ComparedOn(read_building(document), "", document)
    name = asked.get("building") or DEFAULT_BUILDING
    if name.startswith(FAMILY_PREFIX):
        family = resolve_family(name.removeprefix(FAMILY_PREFIX))
        return ComparedOn(standard_block(family), name, family=family)
    try:
        return ComparedOn(named_building(service, principal, name), name)
    except NotFound:
        raise NotFound("comparison-building", name=name, pointers=("/building",)) from None


def own_buildings(service: Service, principal: Principal, lang: Lang) -> list[tuple[str, str]]:
    """Return id and name of the buildings that the visitor's organisation keeps, as far as the visitor may see them."""
    if principal.organisation is None or not principal.may("buildings:read"):
        return []
    with service.database.reading() as connection:
        kept = buildings_of(connection, principal.organisation, after="", limit=MOST_OWN)
    return [(one.id, (one.name_nl if lang == "nl" else one.name_en) or one.id) for one in kept]
