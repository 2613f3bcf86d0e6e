"""Readers of existing buildings: measures, building documents, GeoJSON, CityJSON; each returns a building document."""

from configurator.host.readers.content import BuildingSummary
from configurator.host.readers.measures import building_from_measures
from configurator.host.readers.registry import FORMATS, list_buildings, read_building

__all__ = ["FORMATS", "BuildingSummary", "building_from_measures", "list_buildings", "read_building"]
