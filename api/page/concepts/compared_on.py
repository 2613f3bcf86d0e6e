"""The building that concepts are compared on, as an address names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.http.asked import named_building
from api.http.service import Service
from api.page.address import DEFAULT_BUILDING, DRAWN, asked_by, building_part
from api.page.families.views import block_query
from api.page.texts import Lang, text
from api.roles import Principal
from catalogue.documents.building import Building
from catalogue.documents.family import BuildingFamily
from catalogue.documents.printable import refuse_unprintable
from catalogue.errors import NotFound
from catalogue.resolve import building_ids, resolve_family
from catalogue.store.buildings import buildings_of
from configurator.fit.standard_blocks import standard_block
from configurator.host.overlay import overlay
from configurator.host.rings import check_building

FAMILY_PREFIX = "family:"
MOST_OWN = 200
"""Own buildings that a list offers at most; the address takes any."""


@dataclass(frozen=True, slots=True)
class ComparedOn:
    """A building with what names it in an address."""

    building: Building
    given: Mapping[str, str]
    """The parameters of the address that name it and say what is known on top: Configure reads the same."""
    family: BuildingFamily | None = None
    """The family whose standard block it is."""

    @property
    def name(self) -> str:
        """Id of a shipped or own building or `family:F05`, to be found in the list; empty for any other one."""
        return self.given["building"] if list(self.given) == ["building"] else ""

    def shared(self) -> bool:
        """Tell whether everybody sees the same building under this address."""
        return self.family is not None or "building" not in self.given or self.given["building"] in building_ids()

    def configure_query(self) -> str:
        """Return the building as the address of the configuration page has it."""
        return urlencode(self.given) if self.family is None else block_query(self.family)

    def title(self, lang: Lang) -> str:
        """Return what a person calls it."""
        if self.building.id == DRAWN["id"]:
            return text(lang, "compare.drawn")
        return self.building.id if self.building.name is None else self.building.name.in_language(lang)


def compared_on(service: Service, principal: Principal, asked: Mapping[str, str], lang: Lang) -> ComparedOn:
    """Return the building that an address names: whatever Configure reads, or the standard block of a family.

    Raises:
        UnreadableInput, InvalidDocument: The building in the address, or what is known of it, cannot be understood.
        NotFound: There is no such family or building.
        NotAllowed: The visitor's key may not read buildings.
    """
    given = building_part(asked) or {"building": DEFAULT_BUILDING}
    name = given.get("building", "")
    if name.startswith(FAMILY_PREFIX):
        family = resolve_family(name.removeprefix(FAMILY_PREFIX))
        return ComparedOn(standard_block(family), {"building": name}, family)
    wanted = asked_by(given, lang)
    try:
        building = wanted.building or named_building(service, principal, wanted.building_id or DEFAULT_BUILDING)
        refuse_unprintable(building, "")
    except NotFound:
        raise NotFound("comparison-building", name=name, pointers=("/building",)) from None
    known = overlay(building, wanted.facts) if wanted.facts else building
    check_building(known, f"Building {known.id!r}")
    return ComparedOn(known, given)


def own_buildings(service: Service, principal: Principal, lang: Lang) -> list[tuple[str, str]]:
    """Return id and name of the buildings that the visitor's organisation keeps, as far as the visitor may see them."""
    if principal.organisation is None or not principal.may("buildings:read"):
        return []
    with service.database.reading() as connection:
        kept = buildings_of(connection, principal.organisation, after="", limit=MOST_OWN)
    return [(one.id, (one.name_nl if lang == "nl" else one.name_en) or one.id) for one in kept]
