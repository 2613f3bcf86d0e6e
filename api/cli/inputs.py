"""From command-line words to a request: building with the user's facts, concept, options, assumption set."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from api.cli.assignments import assignments
from api.cli.building_words import BuildingWords
from api.inspection import with_table_row
from api.resolution import with_needed_family
from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building
from catalogue.documents.loading import read_document, validated
from catalogue.documents.options import Options
from catalogue.documents.verification import Verification
from catalogue.errors import IncompleteRequest, InvalidDocument, NotFound, Phrase
from catalogue.resolve import (
    DEFAULT_ASSUMPTIONS,
    building_ids,
    resolve_assumptions,
    resolve_building,
)
from configurator.host.overlay import overlay
from configurator.host.readers import building_from_measures, read_building
from configurator.host.readers.content import Choice, Content
from configurator.host.readers.fetch import SETTING, box_of, fetch_box, fetch_pand, pand_digits


def _insert(tree: dict[str, Any], path: str, value: object, model: type[BaseModel]) -> None:
    node, fields = tree, model.model_fields
    parts = path.split(".")
    for depth, part in enumerate(parts):
        if fields and part not in fields:
            near = difflib.get_close_matches(part, fields, n=1)
            if near:
                raise NotFound("option-mistyped", path=path, near=".".join([*parts[:depth], near[0]]), pointers=("/options",))
            raise NotFound("option-unknown", path=path, known=sorted(fields), pointers=("/options",))
        if depth == len(parts) - 1:
            node[part] = value
            return
        annotation = fields[part].annotation if part in fields else None
        fields = annotation.model_fields if isinstance(annotation, type) and issubclass(annotation, BaseModel) else {}
        node = node.setdefault(part, {})


def read_options(words: tuple[str, ...]) -> Options:
    """Read `--option PATH=VALUE` words into options. Raises NotFound for a path that does not exist, InvalidDocument for a bad value."""
    tree: dict[str, Any] = {}
    for path, value in assignments(words, "--option").items():
        _insert(tree, path, value, Options)
    return validated(Options, tree, "--option")


def read_user_building(words: BuildingWords) -> Building:
    """Read the building that the user means, with everything that the user knows on top; a family that is needed is inferred.

    Raises OptopError.
    """
    building = with_table_row(_from_source(words), words.table)
    facts = assignments(tuple(words.facts or ()), "--fact")
    told = {"family": words.family, "storeys_existing": words.storeys_existing, "roof.ballast": words.ballast}
    facts |= {path: value for path, value in told.items() if value is not None}
    return with_needed_family(overlay(building, facts))


def _from_source(words: BuildingWords) -> Building:
    if words.building is None and words.box is None:
        if words.length_m is None or words.depth_m is None:
            raise IncompleteRequest(
                "building-not-named",
                known=tuple(building_ids()),
                pointers=("/building",),
            )
        _refuse_choices(words, Phrase("comes-from-measures"))
        return building_from_measures(words.length_m, words.depth_m)
    if words.length_m is not None or words.depth_m is not None:
        raise InvalidDocument("measures-and-file", pointers=("/roof",))
    source = building_source(words)
    if source is None and words.building in building_ids():
        _refuse_choices(words, Phrase("is-shipped", {"building": words.building}))
        return resolve_building(words.building)
    first, *others = words.building_ids or (None,)
    joined = tuple(str(one) for one in others)
    if source is None:
        choice = Choice(None, None, words.roof_level, tuple(words.building_ids or ()), words.row.value)
        return fetch_pand(str(words.building), os.environ.get(SETTING), choice)
    return read_building(source, first, crs=words.crs, roof_level=words.roof_level, joined_ids=joined, row=words.row.value)


def building_source(words: BuildingWords) -> Path | Content | None:
    """Return the file that the user names, or the panden of the box that is fetched; None for a shipped building, a pand, or measures.

    Raises InvalidDocument for both a building and a box, and what `fetch_box` raises.
    """
    if words.box is not None:
        if words.building is not None:
            raise InvalidDocument("box-and-building", building=words.building, pointers=("/building",))
        return fetch_box(box_of(words.box), os.environ.get(SETTING))
    if words.building is None:
        return None
    named = words.building in building_ids() or pand_digits(words.building) is not None
    return None if named and not Path(words.building).exists() else Path(words.building)


def _refuse_choices(words: BuildingWords, why: Phrase) -> None:
    """Refuse words that choose within a file where there is no file: they would be ignored in silence."""
    given = {"--building": words.building_ids[0] if words.building_ids else None, "--roof-level": words.roof_level, "--crs": words.crs}
    for flag, value in given.items():
        if value is not None:
            raise InvalidDocument("choice-without-file", flag=flag, value=value, why=why, pointers=("/building",))


def find_verification(file: Path | None) -> Verification | None:
    """Return the verification in a file; None when none is given."""
    return None if file is None else read_document(Verification, file)


def find_assumptions(reference: str | None) -> Assumptions:
    """Return an assumption set by id, or from a file; the default one when nothing is said."""
    if reference and reference.endswith((".yaml", ".yml", ".json")):
        return read_document(Assumptions, Path(reference))
    return resolve_assumptions(reference or DEFAULT_ASSUMPTIONS)
