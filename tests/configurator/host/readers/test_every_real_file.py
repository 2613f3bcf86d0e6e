"""Every real file beside the repository is read, or refused with a reason: all of its buildings, one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.errors import OptopError, UnreadableInput
from configurator.host.readers import BuildingSummary, list_buildings, read_building
from configurator.host.readers.content import read_content
from configurator.host.rings import polygon_of

WITHOUT_BUILDINGS = {"tyler_3dbag_x00.city.json": "metadata file without buildings"}
"""Files that hold no building, and what is said of them."""


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["3dbag", "ifc"])
def test_every_building_of_every_file_is_read_or_refused_with_a_reason(shared_data: Path, folder: str) -> None:
    files = [path for path in sorted((shared_data / folder).iterdir()) if path.suffix != ".md"]
    assert len(files) == {"3dbag": 7, "ifc": 4}[folder]
    read, refused = 0, list[tuple[BuildingSummary, OptopError]]()
    for path in files:
        if path.name in WITHOUT_BUILDINGS:
            with pytest.raises(UnreadableInput, match=WITHOUT_BUILDINGS[path.name]):
                list_buildings(path)
            continue
        opened = read_content(path)  # one file, opened once, serves all its buildings
        entries = list_buildings(opened)
        assert entries
        for entry in entries:
            try:
                building = read_building(opened, entry.id if len(entries) > 1 else None, row="alone")
            except OptopError as error:
                refused.append((entry, error))
                continue
            area = polygon_of(building.roof.polygon, "roof", crs=building.site.crs).area
            assert entry.area_m2 is not None
            assert area >= 0.9 * entry.area_m2 - 1.0
            read += 1
    assert read >= {"3dbag": 1200, "ifc": 4}[folder]
    assert len(refused) <= 0.15 * read
    # only what the listing shows without a roof is refused, each with its reason
    assert all(entry.area_m2 is None and "\n" not in error.message for entry, error in refused)
