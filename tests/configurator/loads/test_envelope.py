"""An inferred family: the envelope over every family that is likely enough, each with its own walls and layout."""

from __future__ import annotations

import pytest

from api.resolution import inputs_for, with_needed_family
from catalogue.documents.building import Building, FamilyCandidate
from catalogue.documents.configuration import Configuration
from catalogue.documents.options import Options
from catalogue.errors import NotFound
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import configure
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures


def inferred(length_m: float = 60.0) -> Building:
    facts = {"year_built": 1968, "storeys_existing": 4}
    return with_needed_family(overlay(building_from_measures(length_m, 11.0), facts))


def configured(building: Building, concept: str = "A3", **options: object) -> Configuration:
    asked = Options.model_validate(options)
    return configure(inputs_for(building, resolve_concept(concept), asked, resolve_assumptions(), None)).configuration


def test_every_likely_family_answers_with_walls_and_layout_of_its_own() -> None:
    building = inferred()
    got = configured(building)
    envelope = got.loads.envelope
    assert envelope is not None
    likely = [c for c in building.family_candidates if c.odds > 0.1]
    assert len(likely) > 1
    assert [(f.family, f.odds) for f in envelope.families] == [(c.family, c.odds) for c in likely]
    for member in envelope.families:
        alone = configured(overlay(building, {"family": member.family}))
        assert member.dwellings == alone.summary.dwellings
        assert member.support == alone.summary.support
        assert member.worst_r_n_p50 == pytest.approx(max(row.r_n_p50 for row in alone.loads.lines), abs=1e-6)
        assert alone.loads.envelope is None, "a family that somebody names leaves nothing open"
    assert [member.same_walls for member in envelope.families] == [True, *[False] * (len(likely) - 1)]
    assert (envelope.worst_r_n_p10, envelope.worst_r_n_p90) == (
        min(f.worst_r_n_p10 for f in envelope.families),
        max(f.worst_r_n_p90 for f in envelope.families),
    )


def test_known_walls_and_heights_stay_and_only_the_weights_differ() -> None:
    demo = resolve_building("demo-portiek-1966")
    lines = [{"x_mm": x, "thickness_mm": 220, "kind": "inner"} for x in range(120, 43_500, 4_320)]
    told = {"bearing_lines": lines, "access_existing": "stair", "lift_existing": False, "bearing_system": "cross"}
    known = overlay(demo, told).model_copy(update={"bay_sequence": None})
    guess = demo.family
    assert guess is not None
    candidates = tuple(FamilyCandidate(family=name, odds=odds) for name, odds in (("F05", 0.5), ("F01", 0.4)))
    building = known.model_copy(
        update={"family": guess.model_copy(update={"value": "F05", "basis": "assumed"}), "family_candidates": candidates}
    )
    envelope = configured(building, access="gallery").loads.envelope
    assert envelope is not None
    assert [member.same_walls for member in envelope.families] == [True, True]
    assert len({member.dwellings for member in envelope.families}) == 1
    assert len({member.worst_r_n_p50 for member in envelope.families}) == len(envelope.families)


def test_a_family_in_which_nothing_fits_is_named_beside_the_envelope() -> None:
    got = configured(inferred(), "A3", support="wall_on_wall")
    envelope = got.loads.envelope
    assert envelope is not None
    likely = [(c.family, c.odds) for c in inferred().family_candidates if c.odds > 0.1]
    both = [(m.family, m.odds) for m in envelope.families] + [(m.family, m.odds) for m in envelope.without_figures]
    assert both == likely
    assert "F09" in {member.family for member in envelope.without_figures}
    assert "LOAD-FAMILY-WITHOUT-FIGURES" in {item.code for item in got.findings}


def test_a_candidate_that_is_not_in_the_catalogue_is_one_sentence() -> None:
    building = inferred().model_copy(update={"family_candidates": (FamilyCandidate(family="F99", odds=0.5),)})
    with pytest.raises(NotFound, match="F99"):
        configured(building)
