"""Readers of existing buildings: measures, building documents, GeoJSON, CityJSON; each returns a building document."""

from configurator.host.readers.content import BuildingSummary
from configurator.host.readers.measures import building_from_measures
from configurator.host.readers.registry import FORMATS, list_buildings, read_building, surroundings
from configurator.host.readers.surroundings import Mass

__all__ = ["FORMATS", "BuildingSummary", "Mass", "building_from_measures", "list_buildings", "read_building", "surroundings"]
