"""Find a published document by id. One function a kind; files now, the database later."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from catalogue.documents.assumptions import Assumptions
from catalogue.documents.building import Building
from catalogue.documents.concept import Concept
from catalogue.documents.family import BuildingFamily
from catalogue.documents.inference import FamilyRules
from catalogue.documents.loading import read_document_text
from catalogue.documents.request import LEAST_ODDS
from catalogue.errors import NotFound

DEFAULT_ASSUMPTIONS = "nl-2026"
DEFAULT_FAMILY_RULES = "nl-2026"


def _folder(kind: str) -> Traversable:
    return resources.files("concepts").joinpath(kind)


def _stems(kind: str) -> tuple[str, ...]:
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in _folder(kind).iterdir() if entry.name.endswith(".yaml")))


def _text(kind: str, stem: str) -> str:
    return _folder(kind).joinpath(f"{stem}.yaml").read_text(encoding="utf-8")


def _version_key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


@cache
def concept_versions() -> dict[str, tuple[str, ...]]:
    """Return the published versions of every concept, ascending, by concept id."""
    found: dict[str, list[str]] = {}
    for stem in _stems("concepts"):
        concept_id, _, version = stem.partition("@")
        found.setdefault(concept_id, []).append(version)
    return {concept_id: tuple(sorted(versions, key=_version_key)) for concept_id, versions in sorted(found.items())}


def resolve_concept(reference: str) -> Concept:
    """Return the concept for `ID` (its newest version) or `ID@VERSION`. Raises NotFound with what there is."""
    return _concept(*_known(reference))


def concept_text(reference: str) -> str:
    """Return the text of a shipped concept document as its authors wrote it. Raises NotFound with what there is."""
    concept_id, version = _known(reference)
    return _text("concepts", f"{concept_id}@{version}")


def _known(reference: str) -> tuple[str, str]:
    concept_id, _, version = reference.partition("@")
    versions = concept_versions().get(concept_id)
    if versions is None:
        raise NotFound("concept-unknown", concept_id=concept_id, known=tuple(concept_versions()), pointers=("/concept",))
    if version and version not in versions:
        raise NotFound("concept-version-unknown", concept_id=concept_id, version=version, versions=tuple(versions), pointers=("/concept",))
    return concept_id, version or versions[-1]


@cache
def _concept(concept_id: str, version: str) -> Concept:
    return read_document_text(Concept, _text("concepts", f"{concept_id}@{version}"), f"{concept_id}@{version}")


def family_ids() -> tuple[str, ...]:
    """Return the ids of all building families."""
    return _stems("families")


@cache
def resolve_family(family_id: str) -> BuildingFamily:
    """Return a building family. Raises NotFound with what there is."""
    if family_id not in family_ids():
        raise NotFound("family-unknown", family_id=family_id, known=tuple(family_ids()), pointers=("/family",))
    return read_document_text(BuildingFamily, _text("families", family_id), family_id)


def resolve_candidates(building: Building) -> tuple[tuple[BuildingFamily, float], ...]:
    """Return the families that count in the envelope of the loads, with their odds; none where somebody named the family.

    Raises NotFound for a candidate that is not in the catalogue.
    """
    if building.family is None or building.family.basis != "assumed":
        return ()
    return tuple((resolve_family(item.family), item.odds) for item in building.family_candidates if item.odds > LEAST_ODDS)


@cache
def resolve_family_rules(reference: str = DEFAULT_FAMILY_RULES) -> FamilyRules:
    """Return the rules by which a family is inferred. Raises NotFound with what there is."""
    if reference not in _stems("inference"):
        raise NotFound("family-rules-unknown", reference=reference, known=tuple(_stems("inference")), pointers=("/family",))
    return read_document_text(FamilyRules, _text("inference", reference), reference)


def building_ids() -> tuple[str, ...]:
    """Return the ids of the buildings that are shipped."""
    return _stems("buildings")


@cache
def resolve_building(building_id: str) -> Building:
    """Return a shipped building document. Raises NotFound with what there is."""
    if building_id not in building_ids():
        raise NotFound("building-not-shipped", building_id=building_id, known=tuple(building_ids()), pointers=("/building",))
    return read_document_text(Building, _text("buildings", building_id), building_id)


def assumption_ids() -> tuple[str, ...]:
    """Return the ids of all assumption sets."""
    return _stems("assumptions")


@cache
def resolve_assumptions(reference: str = DEFAULT_ASSUMPTIONS) -> Assumptions:
    """Return an assumption set. Raises NotFound with what there is."""
    if reference not in _stems("assumptions"):
        raise NotFound("assumptions-unknown", reference=reference, known=tuple(_stems("assumptions")), pointers=("/assumptions",))
    return read_document_text(Assumptions, _text("assumptions", reference), reference)
