"""Several concepts on one building: the same figures as the whole engine, compared, and what a new version does."""

from __future__ import annotations

import pytest

from catalogue.documents.options import Options
from catalogue.errors import InvalidDocument
from catalogue.matching.match import NOTHING
from catalogue.resolve import concept_versions, family_ids, resolve_assumptions, resolve_building, resolve_concept, resolve_family
from configurator.configure import Computed, Inputs, configure, make_inputs
from configurator.fit.comparison import FIGURES, compare
from configurator.fit.consequences import consequences
from configurator.fit.matching import engine_figures, match_computed, match_concept, match_concepts, offer_of, prepare_host
from configurator.fit.standard_blocks import standard_block, standard_options
from configurator.results.summary import figures_of
from tests.catalogue.publishing.test_checks import changed

DEMO, F05, RULES = resolve_building("demo-portiek-1966"), resolve_family("F05"), resolve_assumptions()


def inputs(concept_id: str, **options: object) -> Inputs:
    return make_inputs("p", DEMO, resolve_concept(concept_id), Options.model_validate(options), RULES, F05)


@pytest.fixture(scope="module")
def computed() -> dict[str, Computed]:
    return {concept_id: configure(inputs(concept_id)) for concept_id in ("A1", "A3", "A5")}


def test_a_match_says_what_the_whole_engine_says(computed: dict[str, Computed]) -> None:
    host = prepare_host(DEMO, F05, Options(), RULES)
    for concept_id, whole in computed.items():
        quick = match_concept(host, resolve_concept(concept_id))
        assert quick.match == match_computed(whole)
        assert quick.offer == offer_of(whole.inputs.concept, quick.match, engine_figures(whole.configuration))


def test_versions_that_differ_in_nothing_that_the_engine_reads_are_laid_out_once_and_judged_each() -> None:
    host = prepare_host(DEMO, F05, Options(), RULES)
    first, second = match_concept(host, resolve_concept("A3")), match_concept(host, changed("A3", id="B3", version="1.0.1", price=None))
    assert len(host.known) == 1
    assert (second.match.concept, second.match.criteria) == ("B3@1.0.1", first.match.criteria)
    assert (second.offer.cost, second.offer.homes) == (None, first.offer.homes)
    heavier = match_concept(host, changed("A3", version="2.0.0", **{"build_ups__floor-hsb__layers__3__thickness_mm": 90}))
    assert len(host.known) == 2
    assert (heavier.offer.load or 0.0) > (first.offer.load or 0.0)


@pytest.mark.parametrize("concept_id", concept_versions())
def test_the_figures_of_a_match_are_those_of_the_whole_engine(concept_id: str) -> None:
    """With the usual options, and with others that most concepts answer otherwise."""
    for options in (Options(), Options(storeys_added=2, support="transfer_grid", objective="usable_area")):
        host = prepare_host(DEMO, F05, options, RULES)
        whole = configure(make_inputs("p", DEMO, resolve_concept(concept_id), options, RULES, F05))
        exact = figures_of([(wing.layout, wing.loads) for wing in whole.wings])
        assert host.figures(resolve_concept(concept_id))[1] == exact


def test_what_its_demands_rule_out_is_not_laid_out_and_still_says_why() -> None:
    host = prepare_host(DEMO, F05, Options(), RULES)
    found = match_concept(host, resolve_concept("A12"))
    assert (found.match.verdict, found.offer.homes) == ("does_not_fit", NOTHING.dwellings)
    assert found.match.criterion("MATCH-INTERVENTION").would_fit[0].needed == "plinth_conversion"


@pytest.mark.parametrize(
    ("said", "verdict", "found"), [(None, "conditional", "concrete"), ("concrete", "pass", "concrete"), ("brick", "fail", "brick")]
)
def test_the_walls_are_of_what_somebody_saw_or_else_of_what_the_family_has(said: str | None, verdict: str, found: str) -> None:
    facts = (
        {} if said is None else {"bearing_wall_material": {"value": said, "basis": "observed", "source": "survey", "status": "unverified"}}
    )
    building = type(DEMO).model_validate({**DEMO.model_dump(mode="json"), **facts})
    host = prepare_host(building, F05, Options(), RULES)
    criterion = match_concept(host, changed("A3", demands__wall_materials=["concrete"])).match.criterion("MATCH-WALL-MATERIAL")
    assert (criterion.verdict, criterion.found) == (verdict, {"wall_material": found})


def test_matches_are_ordered_by_verdict_then_name() -> None:
    host = prepare_host(DEMO, F05, Options(), RULES)
    found = match_concepts(host, [resolve_concept(concept_id) for concept_id in ("A12", "A5", "A3")])
    assert [item.match.concept for item in found] == ["A3@1.0.0", "A5@1.0.0", "A12@1.0.0"]


def test_money_is_named_for_what_it_covers_and_is_no_total(computed: dict[str, Computed]) -> None:
    whole = computed["A3"]
    offer = offer_of(whole.inputs.concept, match_computed(whole), engine_figures(whole.configuration))
    # 2,300 euro per m2 of the concept's document x its gross floor area.
    assert offer.cost == round(2300.0 * whole.configuration.summary.gross_floor_area_m2)
    assert (offer.cost_covers, offer.total_cost) == (("module",), None)


def test_a_comparison_shows_differences_first_and_unknown_as_unknown(computed: dict[str, Computed]) -> None:
    found = compare(list(computed.values()))
    assert found.concepts == ("A1@1.0.0", "A3@1.0.0", "A5@1.0.0")
    assert [row.differs for row in found.rows] == sorted((row.differs for row in found.rows), reverse=True)
    rows = {row.key: row for row in found.rows}
    assert set(rows) == {figure.key for figure in FIGURES}
    assert rows["total_cost"].values == (None, None, None)
    assert rows["fire"].values == (60.0, 60.0, 90.0)
    assert rows["dwellings"].values == tuple(item.configuration.summary.dwellings for item in computed.values())
    assert found.digests == tuple(item.configuration.digest for item in computed.values())


def test_only_the_same_building_options_and_assumptions_compare(computed: dict[str, Computed]) -> None:
    with pytest.raises(InvalidDocument, match="2 to 5"):
        compare([computed["A3"]])
    with pytest.raises(InvalidDocument, match="2 to 5"):
        compare([computed["A3"]] * 6)
    with pytest.raises(InvalidDocument, match="the same options"):
        compare([computed["A3"], configure(inputs("A5", storeys_added=2))])


def test_a_new_version_shows_what_it_does_to_pinned_configurations(computed: dict[str, Computed]) -> None:
    heavier = changed("A3", version="2.0.0", **{"build_ups__floor-hsb__layers__3__thickness_mm": 90})
    (found,) = consequences([inputs("A3")], heavier)
    before = computed["A3"].configuration
    assert (found.digest_before, found.dwellings_before) == (before.digest, before.summary.dwellings)
    assert (found.old, found.new) == ("A3@1.0.0", "A3@2.0.0")
    # 30 mm more of grit at 1500 kg/m3 weighs more on every line that carries a module.
    assert found.worst_r_n_p50_after is not None
    assert found.worst_r_n_p50_before is not None
    assert found.worst_r_n_p50_after > found.worst_r_n_p50_before
    assert found.lines
    assert all(
        line.r_n_p50_after is not None and line.r_n_p50_before is not None and line.r_n_p50_after >= line.r_n_p50_before
        for line in found.lines
    )
    assert not found.changes_nothing


def test_a_better_text_changes_nothing_but_the_digest() -> None:
    (found,) = consequences([inputs("A3")], changed("A3", version="1.0.1", summary={"nl": "Anders", "en": "Other"}))
    assert found.changes_nothing
    assert found.digest_before != found.digest_after


def test_a_narrower_range_loses_homes() -> None:
    narrow = changed("A3", version="2.0.0", module__width_mm={"min": 3580, "max": 3580, "step": 100}, support__permitted=["wall_on_wall"])
    (found,) = consequences([inputs("A3")], narrow)
    assert found.modules_after < found.modules_before


def test_another_concept_is_no_new_version() -> None:
    with pytest.raises(InvalidDocument, match="no version of A3"):
        consequences([inputs("A3")], resolve_concept("A5"))


@pytest.mark.parametrize("family_id", family_ids())
def test_every_family_has_a_standard_block_that_can_be_judged(family_id: str) -> None:
    family = resolve_family(family_id)
    host = prepare_host(standard_block(family), family, Options(), RULES)
    assert host.facts.storeys_existing == family.storeys.max
    assert host.facts.roof_depth_m == pytest.approx(family.depth_m.value)
    if family.outlook == "unsuitable":
        assert all(match_concept(host, resolve_concept(one)).match.verdict == "does_not_fit" for one in concept_versions())


def test_a_standard_block_is_asked_for_as_few_storeys_as_a_home_on_the_roof_takes() -> None:
    assert standard_options(resolve_concept("A3")) == Options()
    assert standard_options(resolve_concept("A9")).storeys_added == 2  # its flats of one storey stand on maisonnettes
    assert standard_options(resolve_concept("A11")).intervention == "end_extension"
