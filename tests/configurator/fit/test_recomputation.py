"""What became of a configuration when it was computed again, for people to read."""

from __future__ import annotations

import pytest

from api.resolution import inputs_for
from catalogue.documents.configuration import Configuration
from catalogue.documents.options import Options
from catalogue.errors import InvalidDocument
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept
from configurator.configure import configure, configure_each
from configurator.fit.recomputation import recomputation

BUILDING = resolve_building("demo-portiek-1966")


def computed(storeys: int = 1, concept: str = "A3") -> Configuration:
    return configure(
        inputs_for(BUILDING, resolve_concept(concept), Options(storeys_added=storeys), resolve_assumptions(), None)
    ).configuration


def test_another_engine_with_other_figures_is_told_figure_by_figure() -> None:
    before, after = computed(1), computed(2)
    newer = after.model_copy(update={"engine": after.engine.model_copy(update={"version": "9.9.9"})})
    found = recomputation(before, newer, "en")
    assert (found.engine_before, found.engine_after) == (before.engine.version, "9.9.9")
    assert (found.digest_before, found.digest_after) == (before.digest, after.digest)
    changed = {change.pointer: (change.before, change.after) for change in found.fields}
    assert changed["/summary/dwellings"] == (before.summary.dwellings, after.summary.dwellings)
    assert changed["/request/options/storeys_added"] == (1, 2)
    assert "modules" in found.parts
    assert found.sentences[0] == f"Engine {before.engine.version} -> 9.9.9."
    assert f"Homes: {before.summary.dwellings} -> {after.summary.dwellings}." in found.sentences
    assert f"Load changes on {len(found.consequence.lines)} bearing lines" in " ".join(found.sentences)
    dutch = recomputation(before, newer, "nl")
    assert f"Woningen: {before.summary.dwellings} -> {after.summary.dwellings}." in dutch.sentences
    assert dutch.fields == found.fields


def test_the_same_again_says_that_nothing_changed() -> None:
    assert recomputation(computed(), computed(), "nl").sentences == ("Er is niets veranderd.",)


def test_several_concepts_on_a_building_that_is_compiled_once_are_those_of_one_by_one() -> None:
    options, assumptions = Options(), resolve_assumptions()
    inputs = [inputs_for(BUILDING, resolve_concept(one), options, assumptions, None) for one in ("A3", "A5", "A8")]
    together = configure_each(inputs)
    assert [one.configuration for one in together] == [configure(one).configuration for one in inputs]
    other = inputs_for(BUILDING.model_copy(update={"id": "other"}), resolve_concept("A3"), options, assumptions, None)
    with pytest.raises(InvalidDocument):
        configure_each((inputs[0], other))
