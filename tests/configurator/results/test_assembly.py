"""The result as it is sent and the result as it is read are one: the same bytes, the same digest."""

from __future__ import annotations

import json

import pytest

from benchmarks.configure import inputs_of
from catalogue.documents.canonical import canonical_bytes, digest_of_bytes
from catalogue.documents.configuration import Configuration, LoadLine
from catalogue.documents.document import twin
from catalogue.documents.options import Options
from catalogue.resolve import concept_versions, resolve_assumptions, resolve_building, resolve_concept, resolve_family
from configurator.configure import Inputs, configure, make_inputs


def on_the_demo(concept_id: str, **options: object) -> Inputs:
    demo, family = resolve_building("demo-portiek-1966"), resolve_family("F05")
    return make_inputs("p", demo, resolve_concept(concept_id), Options.model_validate(options), resolve_assumptions(), family)


CASES = {
    **{concept_id: on_the_demo(concept_id) for concept_id in concept_versions()},
    "two storeys on a grid": on_the_demo("A3", storeys_added=2, support="transfer_grid", access="gallery"),
    "nothing placed": on_the_demo("A3", storeys_added=4),
    "a long slab": inputs_of(135.2),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_sent_is_what_the_document_says(name: str) -> None:
    result = configure(CASES[name]).result
    sent = result.json_bytes()
    assert sent == canonical_bytes(result.configuration)
    assert Configuration.model_validate_json(sent) == result.configuration
    without = {key: value for key, value in json.loads(sent).items() if key != "digest"}
    assert result.digest == result.configuration.digest == digest_of_bytes(canonical_bytes(without))


def test_a_twin_is_a_copy_in_all_but_what_was_changed() -> None:
    line = configure(CASES["A3"]).configuration.loads.lines[0]
    other = twin(line, {"id": "w99"})
    assert isinstance(other, LoadLine)
    assert other == line.model_copy(update={"id": "w99"})
    assert (other.model_dump_json(), other.model_fields_set) == (
        line.model_copy(update={"id": "w99"}).model_dump_json(),
        line.model_fields_set,
    )
    assert line.id != other.id
