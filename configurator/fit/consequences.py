"""What a new version of a concept does to configurations that were made with the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from catalogue.documents.canonical import digest_of
from catalogue.documents.concept import Concept, ConceptRef
from catalogue.documents.configuration import Configuration
from catalogue.documents.document import Document
from catalogue.documents.load_results import Band
from catalogue.errors import InvalidDocument
from configurator.configure import Inputs, configure


class LineChange(Document):
    """One bearing line whose load changes, at the level where it is worst."""

    line: str
    r_n_p50_before: float | None
    """Median relative increase of the line with the old version; null where it carried nothing new."""
    r_n_p50_after: float | None
    """The same with the new version."""
    band_before: Band | None
    band_after: Band | None


class Consequence(Document):
    """One pinned configuration, before and after."""

    building: str
    old: str
    new: str
    """`ID@VERSION`."""
    digest_before: str
    digest_after: str
    dwellings_before: int
    """Number of new dwellings with the old version."""
    dwellings_after: int
    """Number of new dwellings with the new version."""
    modules_before: int
    """Number of modules with the old version."""
    modules_after: int
    """Number of modules with the new version."""
    worst_r_n_p50_before: float | None
    """Largest median relative increase of a line with the old version; null where nothing is placed."""
    worst_r_n_p50_after: float | None
    """The same with the new version."""
    worst_band_before: Band | None
    worst_band_after: Band | None
    lines: tuple[LineChange, ...]
    """Bearing lines of which load or band changes."""
    findings_gone: tuple[str, ...]
    """Codes that were there more often before, once for each time."""
    findings_new: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """True when homes, loads, bands and findings stay as they were."""
        same = (self.dwellings_before, self.modules_before) == (self.dwellings_after, self.modules_after)
        return same and not self.lines and not self.findings_gone and not self.findings_new


def consequences(pinned: Iterable[Inputs], new: Concept) -> tuple[Consequence, ...]:
    """Compute each pinned configuration again with the new version, everything else unchanged.

    Raises InvalidDocument when the new version is of another concept.
    """
    return tuple(_consequence(inputs, new) for inputs in pinned)


def _consequence(inputs: Inputs, new: Concept) -> Consequence:
    if inputs.concept.id != new.id:
        raise InvalidDocument(
            "consequences-other-concept", new=new.id, version=new.version, concept=inputs.concept.id, pointers=("/concept",)
        )
    reference = ConceptRef(id=new.id, version=new.version, digest=digest_of(new))
    renewed = replace(inputs, concept=new, request=inputs.request.model_copy(update={"concept": reference}))
    return difference(configure(inputs).configuration, configure(renewed).configuration)


def difference(before: Configuration, after: Configuration) -> Consequence:
    """Return what became of one configuration: of the same building, by another concept version or by another engine."""
    old_codes, new_codes = _codes(before), _codes(after)
    one, other = before.summary, after.summary
    return Consequence(
        building=before.request.building.id,
        old=f"{before.request.concept.id}@{before.request.concept.version}",
        new=f"{after.request.concept.id}@{after.request.concept.version}",
        digest_before=before.digest,
        digest_after=after.digest,
        dwellings_before=one.dwellings,
        dwellings_after=other.dwellings,
        modules_before=one.modules,
        modules_after=other.modules,
        worst_r_n_p50_before=one.worst_r_n_p50,
        worst_r_n_p50_after=other.worst_r_n_p50,
        worst_band_before=one.worst_band,
        worst_band_after=other.worst_band,
        lines=_lines(before, after),
        findings_gone=tuple(sorted((old_codes - new_codes).elements())),
        findings_new=tuple(sorted((new_codes - old_codes).elements())),
    )


def _codes(configuration: Configuration) -> Counter[str]:
    return Counter(finding.code for finding in configuration.findings)


def _worst(configuration: Configuration) -> dict[str, tuple[float, Band]]:
    """The largest increase of each line over its levels, with the band of the line."""
    found: dict[str, tuple[float, Band]] = {}
    for row in configuration.loads.lines:
        if row.id not in found or row.r_n_p50 > found[row.id][0]:
            found[row.id] = (row.r_n_p50, row.line_band)
    return found


def _lines(before: Configuration, after: Configuration) -> tuple[LineChange, ...]:
    old, new = _worst(before), _worst(after)
    changed = []
    for line in sorted(old.keys() | new.keys()):
        was, became = old.get(line), new.get(line)
        if was != became:
            changed.append(
                LineChange(
                    line=line,
                    r_n_p50_before=None if was is None else was[0],
                    r_n_p50_after=None if became is None else became[0],
                    band_before=None if was is None else was[1],
                    band_after=None if became is None else became[1],
                )
            )
    return tuple(changed)
