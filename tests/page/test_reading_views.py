"""What cards, evidence, differences and clues show, against the documents themselves."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, get_args

import pytest

from api.catalogue import STARTER_DATE, publish_starter
from api.page.concepts.cards import list_view, query_of, query_text
from api.page.concepts.changes import changes_view
from api.page.concepts.evidence import build_ups_of, evidence_of, sources_of
from api.page.families.views import block_query, family_view
from api.page.labels import field_words, label_of
from api.page.library import document_yaml, find_page, in_reading_order
from api.page.matching import fit_view
from api.page.texts import Lang, text
from api.work.showing import matched, permits
from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.concept import Access, Concept, Intervention, Side, Support, System
from catalogue.documents.evidence import Basis, Status
from catalogue.documents.loading import read_document_text
from catalogue.documents.offer import CertificateKind, CostItem, RoomKind
from catalogue.publishing.diff import diff_concepts
from catalogue.resolve import concept_versions, family_ids, resolve_concept, resolve_family, resolve_family_rules
from catalogue.store.database import Database, memory_database

TODAY = dt.date(2026, 11, 22)
LANGS: tuple[Lang, Lang] = ("nl", "en")
t = partial(text, "nl")


@pytest.fixture(scope="module")
def starter() -> Database:
    database = memory_database()
    publish_starter(database, STARTER_DATE)
    return database


def quantities(node: Any, pointer: str = "") -> list[str]:
    """Walk a plain document for every quantity: an oracle that knows nothing of models."""
    if isinstance(node, dict):
        own = [pointer] if {"value", "unit", "basis"} <= node.keys() else []
        return own + [found for key, item in node.items() for found in quantities(item, f"{pointer}/{key}")]
    if isinstance(node, list):
        return [found for index, item in enumerate(node) for found in quantities(item, f"{pointer}/{index}")]
    return []


@pytest.mark.parametrize("concept_id", ["A3", "A7", "A9"])
def test_every_figure_of_a_concept_is_shown_with_its_source(concept_id: str) -> None:
    concept = resolve_concept(concept_id)
    data = concept.model_dump(mode="json")
    groups = evidence_of(concept, concept.sources, "nl", t, TODAY)
    shown = {row.pointer for group in groups for row in group.rows if row.figure is not None}
    expected = [pointer for pointer in quantities(data) if not pointer.startswith("/build_ups/")]
    assert expected
    assert shown == set(expected)
    assert all(row.sources[0].title not in concept.sources for group in groups for row in group.rows)


def test_every_material_of_every_layer_is_shown() -> None:
    concept = resolve_concept("A3")
    shown = [(layer.name, len(layer.materials)) for one in build_ups_of(concept, "en", t, TODAY) for layer in one.layers]
    house = ("floor-hsb", "long-wall-hsb", "end-wall-hsb", "ceiling-hsb", "roof-hsb")
    assert shown == [(layer.name.en, len(layer.constituents)) for key in house for layer in concept.build_ups[key].layers]


def test_several_sources_are_all_named_and_a_plain_reference_stands_as_it_is() -> None:
    sources = resolve_family("F05").sources
    assert [one.title for one in sources_of("bays-source; convention", sources, "en")] == [
        sources["bays-source"].title,
        sources["convention"].title,
    ]
    assert sources_of("NEN 8700, 2.1", sources, "nl")[0].title == "NEN 8700, 2.1"


def test_filters_narrow_the_list_and_can_be_taken_off(starter: Database) -> None:
    query = query_of([("q", "hout"), ("support", "wall_on_wall"), ("support", "transfer_grid"), ("nonsense", "x"), ("access", "")])
    view = list_view(find_page(starter, query), query, "nl", t)
    everything = list_view(find_page(starter, query_of([])), query_of([]), "nl", t)
    assert 0 < view.total < everything.total == len(concept_versions())
    off = {option.label: option.value for option in view.chosen}
    assert off == {
        "Oplegging: wand op wand": "?q=hout&support=transfer_grid",
        "Oplegging: tussenraster": "?q=hout&support=wall_on_wall",
    }
    assert query_of([("states", "all")]).states != query_of([]).states
    assert query_text(query_of([("states", "all"), ("after", "A1@1.0.0")]), after="A2@1.0.0") == "states=all&after=A2%401.0.0"


def test_a_chosen_value_that_nothing_has_stays_visible(starter: Database) -> None:
    query = query_of([("system", "light_steel"), ("organisation", "nobody")])
    view = list_view(find_page(starter, query), query, "en", partial(text, "en"))
    assert view.total == 0
    assert {option.label for option in view.chosen} == {"Building system: light steel", "Organisation: nobody"}


def test_a_person_counts_a2_before_a10(starter: Database) -> None:
    page = find_page(starter, query_of([]))
    assert [one.concept_id for one in in_reading_order(page.versions)] == [f"A{n}" for n in range(1, 13)]


@pytest.mark.parametrize("lang", LANGS)
def test_every_value_of_a_document_has_its_word(lang: Lang) -> None:
    kinds = (System, Intervention, Support, Access, Side, CertificateKind, Basis, Status, RoomKind, CostItem)
    for value in {value for kind in kinds for value in get_args(kind)}:
        assert text(lang, f"term.{value}")


def test_every_field_of_the_concept_document_has_a_name_and_an_explanation() -> None:
    schema = Concept.model_json_schema()
    models = {**schema["$defs"], "Concept": schema}
    named = [(model, name) for model, part in models.items() for name in part.get("properties", {})]
    lacking = [
        (model, name)
        for model, name in named
        if not {"nl", "en", "uitleg"} <= (field_words().get(f"{model}.{name}") or field_words().get(name) or {}).keys()
    ]
    assert lacking == []
    assert label_of("fire_resistance_min", "nl") == "Brandwerendheid"
    assert label_of("an_id_of_the_maker", "nl") == "an id of the maker"


def test_a_difference_is_told_in_words_the_worse_first() -> None:
    old = resolve_concept("A3")
    width = old.module.width_mm.model_copy(update={"min": 3680})
    price = old.price and old.price.model_copy(update={"per_m2": old.price.per_m2.model_copy(update={"value": 2200.0, "low": 1900.0})})
    module = old.module.model_copy(update={"width_mm": width})
    new = old.model_copy(update={"version": "1.1.0", "module": module, "price": price})
    view = changes_view(diff_concepts(old, new), "nl", t)
    assert [(change.field, change.effect) for change in view.changes] == [
        ("Module › Breedte", "worse"),
        ("Prijs › Prijs per m² BVO", "neutral"),
    ]
    assert (view.changes[1].old, view.changes[1].new) == ("2\u202f300", "2\u202f200")
    assert not view.enough
    assert (view.required, view.actual) == ("major", "minor")


def test_a_document_as_yaml_is_the_same_document() -> None:
    for concept_id in concept_versions():
        concept = resolve_concept(concept_id)
        assert digest_of(read_document_text(Concept, document_yaml(concept), concept_id)) == digest_of(concept)


@pytest.mark.parametrize("lang", LANGS)
def test_every_concept_on_every_family_can_be_told(lang: Lang) -> None:
    told = partial(text, lang)
    views = [
        fit_view(concept, family, matched(canonical_bytes(concept), family.id), lang, told)
        for concept in map(resolve_concept, concept_versions())
        for family in map(resolve_family, family_ids())
    ]
    refused = [view for view in views if view.verdict == "does_not_fit"]
    assert refused
    assert all(view.failing for view in refused)
    assert {view.verdict for view in views if view.reference == "A11@1.0.0"} <= {"unknown", "does_not_fit"}
    assert any(view.verdict == "conditional" for view in views if view.reference == "A9@1.0.0")  # asked for its two storeys


def test_what_the_demands_rule_out_never_fits_and_a_match_is_computed_once() -> None:
    for concept_id in ("A3", "A7"):
        concept = canonical_bytes(resolve_concept(concept_id))
        found = matched(concept, "F10")
        assert found is not None
        assert permits(concept, "F10") or found.match.verdict == "does_not_fit"
        assert matched(concept, "F10") is found


def test_a_remedy_says_whose_figure_from_what_to_what() -> None:
    family, concept = resolve_family("F10"), resolve_concept("A3")
    view = fit_view(concept, family, matched(canonical_bytes(concept), family.id), "nl", t)
    assert ("fabrikant", "Grootste overspanning 6\u202f000 → 7\u202f800 mm") in [(one.owner, one.text) for one in view.remedies]


@pytest.mark.parametrize("family_id", family_ids())
def test_a_family_page_tells_every_rule_and_the_block_that_it_stands_for(family_id: str) -> None:
    family, rules = resolve_family(family_id), resolve_family_rules()
    view = family_view(family, rules, [], "nl", t, TODAY)
    named = sum(family.access_existing in rule.by_access for rule in rules.by_access)
    assert len(view.clues) == len(rules.ranges) + named + len(rules.kinds)
    widths = ", ".join(f"{bay.width_mm / 1000.0:.1f}".replace(".", ",") for bay in family.bays.sequence.bays)
    assert f"{widths} m" in view.line.drawing
    assert f"family={family_id}" in block_query(family)
