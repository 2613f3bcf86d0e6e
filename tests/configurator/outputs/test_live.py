"""The live view says what the configuration says: the same things in the same places, the same figures, loads and findings."""

from __future__ import annotations

import json
import math
from typing import Literal

import numpy as np
import pytest

from api.resolution import inputs_for
from catalogue.documents.finding import Finding, FindingGeometry, finding_codes, finding_text
from catalogue.documents.options import GalleryOptions, Options
from catalogue.resolve import DEFAULT_ASSUMPTIONS, resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import Computed, configure
from configurator.outputs.live import LiveView, live_view
from configurator.outputs.live.findings import live_findings
from configurator.outputs.live.loads import live_loads
from configurator.outputs.live.scene import LiveWing
from configurator.parts.placing import QUARTER_AXES
from tests.acceptance.wings import building
from tests.acceptance.wings import computed as computed_wings
from tests.configurator.host.samples import bent

ASSUMPTIONS = resolve_assumptions(DEFAULT_ASSUMPTIONS)
DEMO = resolve_building("demo-portiek-1966")
BENT_DEG = 30.0


def computed(options: Options) -> Computed:
    return configure(inputs_for(DEMO, resolve_concept("A3"), options, ASSUMPTIONS, None))


@pytest.fixture(scope="module")
def gallery() -> Computed:
    return computed(Options(storeys_added=2, access="gallery", gallery=GalleryOptions(side="high")))


@pytest.fixture(scope="module")
def wings() -> Computed:
    return computed_wings(building(bent(40.0, 10.5, BENT_DEG)))


def world_centres(view: LiveView, made: Computed) -> dict[str, tuple[float, float]]:
    """Return the plan centres of all modules in the world, from the live view alone."""
    frame, found = made.host.frame, {}
    for wing in view["wings"]:
        (c, s), (at_u, at_v) = wing["axis"], wing["at_m"]
        for module in wing["modules"]:
            length, width, _ = view["types"][module["type"]]["size_m"]
            (cu, cv), (u, v, _) = QUARTER_AXES[module["quarter"]], module["at_m"]  # type: ignore[index] # 0 to 3
            local = (u + (cu * length - cv * width) / 2.0, v + (cv * length + cu * width) / 2.0)
            first = (at_u + c * local[0] - s * local[1], at_v + s * local[0] + c * local[1])
            x, y = frame.to_world_m([(first[0] * 1000.0, first[1] * 1000.0)])[0]
            found[module["id"]] = (float(x), float(y))
    return found


@pytest.mark.parametrize("which", ["gallery", "wings"])
def test_every_module_stands_where_the_configuration_says(which: str, request: pytest.FixtureRequest) -> None:
    made: Computed = request.getfixturevalue(which)
    view = live_view(made, "en")
    centres = world_centres(view, made)
    assert set(centres) == {module.id for module in made.configuration.modules}
    for module in made.configuration.modules:
        assert np.allclose(centres[module.id], module.centre_m[:2], atol=2e-3)


def test_a_building_of_two_wings_has_its_wings_turned(wings: Computed) -> None:
    view = live_view(wings, "en")
    assert len(view["wings"]) == 2
    angles = [math.degrees(math.atan2(wing["axis"][1], wing["axis"][0])) for wing in view["wings"]]
    assert angles[0] == 0.0
    assert abs(angles[1]) == pytest.approx(BENT_DEG, abs=0.01)
    assert all(line["id"].startswith(f"{wing['key']}/") for wing in view["wings"] for line in wing["lines"])


def test_the_figures_are_those_of_the_summary(gallery: Computed) -> None:
    view, summary = live_view(gallery, "en"), gallery.configuration.summary
    for name in ("dwellings", "modules", "usable_area_m2", "worst_r_n_p50", "worst_band", "height_above_ground_m", "verdict"):
        assert view["summary"][name] == getattr(summary, name)
    assert view["summary"]["cost_eur_cents"] is None
    cost = gallery.configuration.impact.concept_cost
    assert view["offered"]["concept_cost"] == (None if cost is None else cost.model_dump(mode="json"))
    assert view["knowledge"] == summary.knowledge.model_dump()
    assert view["digest"] == gallery.configuration.digest
    assert view["chosen"]["gallery_side"] == "high"


def test_each_level_of_a_line_shows_the_stretch_that_grows_most(gallery: Computed) -> None:
    lines = gallery.configuration.loads.lines
    loads = {load["id"]: load for load in live_loads(gallery.result.lines)}
    assert set(loads) == {line.id for line in lines}
    for line in lines:
        level = next(level for level in loads[line.id]["levels"] if level["level"] == line.level)
        assert level["p50"] >= line.r_n_p50
        shown = lines[level["row"]]
        assert (shown.id, shown.level, shown.r_n_p50) == (line.id, line.level, level["p50"])
    assert all(load["levels"][0]["level"] == "foundation" for load in loads.values())


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_findings_are_numbered_and_said_in_the_language(gallery: Computed, lang: Literal["nl", "en"]) -> None:
    shown = live_view(gallery, lang)["findings"]
    assert [item["number"] for item in shown] == list(range(1, len(gallery.configuration.findings) + 1))
    for item, finding in zip(shown, gallery.configuration.findings, strict=True):
        assert item["text"] == finding_text(finding, lang)
        assert item["title"] == finding_codes()[finding.code].title.in_language(lang)
        assert item["fix"] == finding.fix
        assert (item["who"] is None) == (finding.action is None)


def test_a_finding_with_a_shape_or_one_subject_has_a_place(gallery: Computed) -> None:
    view = live_view(gallery, "en")
    wing: LiveWing = view["wings"][0]
    size = {name: made["size_m"] for name, made in view["types"].items()}
    corners = ((0.0, 0.0), (2000.0, 0.0), (2000.0, 4000.0), (0.0, 4000.0))
    first, second = wing["lines"][0]["id"], wing["lines"][1]["id"]
    findings = [
        Finding(code="LAY-OBSTACLE", status="info", geometry=FindingGeometry(kind="polygon", points_mm=corners), parameters=_obstacle()),
        Finding(code="REQ-EXAMPLE-DATA", status="info", subjects=(first,), parameters={"subject": "x"}),
        Finding(code="REQ-EXAMPLE-DATA", status="info", subjects=(first, second), parameters={"subject": "x"}),
    ]
    shape, line, several = live_findings(findings, [wing], size, "en")
    assert shape["at_m"] == (1.0, 2.0, wing["roof_z_m"])
    assert line["at_m"] == (wing["lines"][0]["x_m"], wing["lines"][0]["start_m"], wing["roof_z_m"])
    assert several["at_m"] is None


def _obstacle() -> dict[str, str | int | float | bool | None]:
    names = ("start_m", "end_m", "depth_mm", "needed_mm", "least_mm", "axis", "obstacles", "obstacle")
    return dict.fromkeys(names, 1.0)


def test_the_view_is_plain_json_and_the_same_each_time(gallery: Computed) -> None:
    once, again = (json.dumps(live_view(gallery, "en"), allow_nan=False, sort_keys=True) for _ in range(2))
    assert once == again
    assert len(once) < 60_000


def test_openings_lie_inside_their_module(gallery: Computed) -> None:
    for made in live_view(gallery, "en")["types"].values():
        length, width, height = made["size_m"]
        for opening in made["openings"]:
            reach = length if opening["side"].startswith("long") else width
            assert 0.0 <= opening["start_m"] <= opening["start_m"] + opening["width_m"] <= reach
            assert 0.0 < opening["z_m"] + opening["height_m"] < height
    assert any(opening["kind"] == "door" for made in live_view(gallery, "en")["types"].values() for opening in made["openings"])


def test_nothing_placed_is_an_answer_too() -> None:
    view = live_view(computed(Options(storeys_added=0)), "en")
    assert view["summary"]["modules"] == 0
    assert view["wings"][0]["modules"] == []
    assert view["wings"][0]["lines"]
