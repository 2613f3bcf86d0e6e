"""Nobody meets a word of the other language: on pages, in findings, traces, drawings and reports, each in both languages.

What the product's own texts never say in a language, or say far more in the other one, is wrong there; `allowed.yaml` names what is not.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import ezdxf
import openpyxl
import pytest
from starlette.testclient import TestClient

from api.http.service import Service
from api.outputs import bundle_of
from api.page.assets import page_assets
from api.resolution import inputs_for
from catalogue.documents.building import Building
from catalogue.documents.finding import finding_codes, finding_text, fix_text
from catalogue.documents.options import Options
from catalogue.errors import NotFound
from catalogue.resolve import (
    building_ids,
    concept_versions,
    family_ids,
    resolve_assumptions,
    resolve_building,
    resolve_concept,
    resolve_family,
)
from configurator.configure import Computed, configure
from configurator.fit.standard_blocks import standard_block
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.drawing.buildup import buildup_keys, buildup_svg
from configurator.outputs.drawing.family_sheet import family_svg
from configurator.outputs.drawing.module_sheet import module_svg
from configurator.outputs.dxf import dxf_bytes
from configurator.outputs.host_drawing import building_svg
from configurator.outputs.live.view import live_view
from configurator.outputs.picture import explained_svg, picture_svg, vignette_svg
from configurator.outputs.report.content import Room, content
from configurator.outputs.sheets import input_sheet, norm_sheet, sheet_markdown
from configurator.outputs.svg import plan_screen_svg, plan_svg, section_screen_svg, section_svg, supports_svg, takedown_svg
from configurator.outputs.workbook import xlsx_bytes
from configurator.results.trace import trace_figure, trace_in
from tests.page.catalogue_server import running
from tests.wording.languages import LANGUAGES, Lang, Wrong, foreign_in, is_foreign, untranslated, vocabulary, words_of
from tests.wording.pairs import pairs
from tests.wording.reading import drawing_texts, page_texts, prose_in
from tests.wording.states import FORMS, People, addresses, settle

CHOICES: tuple[Mapping[str, object], ...] = (
    {},
    {"storeys_added": 2},
    {"storeys_added": 3, "access": "gallery"},
    {"access": "stair"},
    {"access": "corridor"},
    {"support": "transfer_grid"},
    {"support": "wall_on_wall"},
    {"module_width_mm": 3001},
    {"module_length_mm": 6000, "storeys_added": 2},
    {"setback_mm": {"facade": 2000}},
    {"intervention": "end_extension"},
)
DRAWINGS = (plan_svg, section_svg, supports_svg, takedown_svg, plan_screen_svg, section_screen_svg)
SHOWN = (("demo-portiek-1966", "A3", 1), ("demo-hoek-1962", "A8", 1), ("demo-galerij-1969", "A11", 1))
"""Buildings, concepts and storeys whose every output is read."""


def wrong_in(shown: Mapping[Lang, list[str]], where: str) -> list[str]:
    """Return what is wrong in the two versions of one thing, in words."""
    found: list[Wrong] = [one for lang, texts in shown.items() for one in foreign_in(texts, lang, f"{where} [{lang}]")]
    return [str(one) for one in (*found, *untranslated(shown, where))]


def computed(building: Building, concept: str, choice: Mapping[str, object]) -> Computed:
    """Configure as the product does."""
    return configure(inputs_for(building, resolve_concept(concept), Options.model_validate(choice), resolve_assumptions(), "wording"))


def cases() -> Iterator[tuple[Building, str, Mapping[str, object]]]:
    """Every building and standard block with every concept, the choices in turn."""
    buildings = [*map(resolve_building, building_ids()), *(standard_block(resolve_family(name)) for name in family_ids())]
    choices = itertools.cycle(CHOICES)
    for building, concept in itertools.product(buildings, concept_versions()):
        yield building, concept, next(choices)


def said_by_findings(made: Computed) -> dict[Lang, list[str]]:
    """Return every sentence of a configuration's findings, what to obtain, what would help, and the clauses."""
    found = made.configuration.findings
    return {
        lang: [
            *(finding_text(one, lang) for one in found),
            *(one.action.obtain.in_language(lang) for one in found if one.action),
            *(fix_text(one.fix, lang) for one in found if one.fix and not any("." in name for name in one.fix)),
            *(one.clause for one in found if one.clause),
        ]
        for lang in LANGUAGES
    }


# ------------------------------------------------------------------------------------------------------------------- the way of finding


def test_an_english_sentence_on_a_dutch_page_is_found_with_where_it_stands() -> None:
    page = '<html lang="nl"><body><h1>Concepten</h1><p>Nothing fits on this roof.</p><p lang="en">Which stays English.</p></body></html>'
    found = list(foreign_in(page_texts(page), "nl", "a page"))
    assert {one.word for one in found} >= {"nothing", "fits", "this"}
    assert all(one.text == "Nothing fits on this roof." for one in found)
    assert "(a page)" in str(found[0])


def test_a_dutch_sentence_on_an_english_page_is_found() -> None:
    assert {one.word for one in foreign_in(["De dragende wand is onbekend."], "en", "a page")} >= {"dragende", "onbekend"}


def test_a_word_that_nobody_translated_is_found_by_standing_in_both_versions() -> None:
    found = list(untranslated({"nl": ["soort: zwixel"], "en": ["kind: zwixel"]}, "a page"))
    assert [one.word for one in found] == ["zwixel"]


def test_a_text_says_from_which_file_it_comes() -> None:
    pair = next(pair for pair in pairs() if pair.where.startswith("api/page/texts") and is_foreign(words_of(pair.en)[0], "nl"))
    assert pair.where in str(next(foreign_in([pair.en], "nl", "a page")))


def test_the_vocabulary_is_that_of_the_whole_product() -> None:
    assert len(pairs()) > 3000
    assert all(len(vocabulary(lang)) > 1500 for lang in LANGUAGES)


# ------------------------------------------------------------------------------------------------------------------------------ texts


def test_no_text_in_two_languages_has_a_word_of_the_other_one() -> None:
    """The titles of sources are quoted on pages; what a maker types in a document is that maker's own."""
    wrong = [
        str(one)
        for pair in pairs()
        for lang in LANGUAGES
        for one in foreign_in([pair.in_language(lang)], lang, pair.where)
        if not pair.where.startswith("catalogue/errors") or lang == "en"
    ]
    assert wrong == []


def test_no_finding_speaks_of_an_option_by_its_key() -> None:
    raw = {"access", "support", "permitted", "worst_level", "dimension", "intervention", "system", "side", "what"}
    for code, entry in finding_codes().items():
        for name in raw:
            assert f"{{{name}}}" not in entry.text.nl + entry.text.en, (code, name)


def test_findings_of_many_configurations_are_in_one_language() -> None:
    wrong = [
        text
        for building, concept, choice in itertools.islice(cases(), 0, None, 3)
        for text in wrong_in(said_by_findings(computed(building, concept, choice)), f"findings of {building.id}, {concept}, {dict(choice)}")
    ]
    assert wrong == []


@pytest.mark.slow
def test_findings_of_all_configurations_are_in_one_language() -> None:
    made = ((case, computed(*case)) for case in cases())
    assert [text for case, one in made for text in wrong_in(said_by_findings(one), f"findings of {case[0].id}, {case[1:]}")] == []


# ---------------------------------------------------------------------------------------------------------------------------- outputs


@pytest.fixture(scope="module", params=SHOWN, ids=[one[0] for one in SHOWN])
def shown(request: pytest.FixtureRequest) -> dict[Lang, ResultBundle]:
    building, concept, storeys = request.param
    made = computed(resolve_building(building), concept, {"storeys_added": storeys})
    return {lang: bundle_of(made, lang) for lang in LANGUAGES}


def in_both(shown: Mapping[Lang, ResultBundle], texts: Callable[[ResultBundle, Lang], list[str]]) -> dict[Lang, list[str]]:
    return {lang: texts(bundle, lang) for lang, bundle in shown.items()}


def test_traces_are_in_one_language(shown: dict[Lang, ResultBundle]) -> None:
    configuration = shown["nl"].configuration
    for pattern in configuration.provenance:
        pointer = pattern.replace("/*/", "/0/")
        try:
            trace = trace_figure(configuration, pointer)
        except NotFound:  # nothing of the kind in this configuration
            continue
        told = {
            lang: [text for step in trace_in(trace, lang).steps for text in (step.formula, step.numbers, step.clause, step.source)]
            for lang in LANGUAGES
        }
        assert wrong_in(told, f"trace of {pointer}") == []


def test_drawings_are_in_one_language(shown: dict[Lang, ResultBundle]) -> None:
    for draw in (*DRAWINGS, picture_svg, explained_svg, vignette_svg):
        drawn = {lang: drawing_texts(draw(bundle, lang).decode()) for lang, bundle in shown.items()}
        assert wrong_in(drawn, draw.__name__) == []


def test_the_live_view_is_in_one_language(shown: dict[Lang, ResultBundle]) -> None:
    building, concept, storeys = SHOWN[0]
    made = computed(resolve_building(building), concept, {"storeys_added": storeys})
    assert wrong_in({lang: list(prose_in(live_view(made, lang))) for lang in LANGUAGES}, "live view") == []


def test_the_report_is_in_one_language(shown: dict[Lang, ResultBundle]) -> None:
    assert wrong_in(in_both(shown, lambda bundle, lang: list(prose_in(content(bundle, lang, Room(180.0, 500.0))))), "report") == []


def test_tables_and_sheets_are_in_one_language(shown: dict[Lang, ResultBundle]) -> None:
    def cells(bundle: ResultBundle, lang: Lang) -> list[str]:
        book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(bundle, lang)))
        return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]

    def sheets(bundle: ResultBundle, lang: Lang) -> list[str]:
        made = (input_sheet(bundle, lang), norm_sheet(bundle, lang))
        return [line for sheet in made for line in sheet_markdown(bundle, sheet, lang).decode().split("\n")]

    def drawn(bundle: ResultBundle, lang: Lang) -> list[str]:
        document: Any = ezdxf.read(io.StringIO(dxf_bytes(bundle, lang).decode()))
        return [one.dxf.text if one.dxftype() == "TEXT" else one.text for one in document.modelspace().query("TEXT MTEXT")]

    for texts in (cells, sheets, drawn):
        assert wrong_in(in_both(shown, texts), texts.__name__) == []


def test_sheets_of_concepts_families_and_buildings_are_in_one_language() -> None:
    makes: dict[str, Callable[[Lang], str]] = {}
    for concept in map(resolve_concept, concept_versions()):
        makes[f"module of {concept.id}"] = partial(module_svg, concept)
        makes |= {f"{key} of {concept.id}": partial(buildup_svg, concept, key) for key in buildup_keys(concept)}
    makes |= {f"family {name}": partial(family_svg, resolve_family(name)) for name in family_ids()}
    makes |= {f"building {name}": partial(building_svg, resolve_building(name), "") for name in building_ids()}
    assert [text for name, make in makes.items() for text in wrong_in({lang: drawing_texts(make(lang)) for lang in LANGUAGES}, name)] == []


# ------------------------------------------------------------------------------------------------------------------------------ pages


@pytest.fixture(scope="module")
def people(built_page: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    page_assets.cache_clear()
    with running(tmp_path_factory.mktemp("wording")) as both:
        client: TestClient = both[0]
        service: Service = both[1]
        yield settle(client, service)


def wrong_on(people: People, who: str, path: str) -> list[str]:
    shown: dict[Lang, list[str]] = {}
    for lang in LANGUAGES:
        answer = people.named(who).get(f"/{lang}/{path}")
        assert answer.status_code < 500, (path, answer.status_code)
        shown[lang] = page_texts(answer.text)
        assert shown[lang], f"{who} sees nothing at /{lang}/{path}"
    return wrong_in(shown, f"{who} at {path or 'the start'}")


KINDS_SEEN = 2
"""Of each kind of page so many in the quick run; the slow one sees them all."""


def some_addresses() -> Iterator[tuple[str, str]]:
    seen: dict[str, int] = {}
    for who, path in addresses():
        kind = path.split("?", maxsplit=1)[0].split("/", maxsplit=1)[0]
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= KINDS_SEEN:
            yield who, path


def test_pages_are_in_one_language(people: People) -> None:
    assert [text for who, path in some_addresses() for text in wrong_on(people, who, path)] == []


@pytest.mark.slow
def test_every_page_in_every_state_is_in_one_language(people: People) -> None:
    assert [text for who, path in addresses() for text in wrong_on(people, who, path)] == []


def test_what_a_refused_form_says_is_in_one_language(people: People) -> None:
    for who, path, fields in FORMS:
        answers = {lang: people.named(who).post(f"/{lang}/{path}", dict(fields)) for lang in LANGUAGES}
        assert wrong_in({lang: page_texts(answer.text) for lang, answer in answers.items()}, f"{who} sends {path}") == []
