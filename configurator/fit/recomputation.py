"""What became of a configuration when its request was computed again, by another engine or with other documents: to be read by people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from catalogue.documents.configuration import Configuration
from catalogue.documents.document import Document, LocalText
from catalogue.documents.finding import Parameter
from configurator.fit.consequences import Consequence, difference

COMPARED = ("summary", "impact", "request")
"""Parts whose figures are set side by side one by one; of the others it is said that they changed."""
APART = ("digest", "provenance")
"""Parts that change with every other one."""

_FIGURES: dict[str, LocalText] = {
    "/summary/verdict": LocalText(nl="Uitkomst", en="Verdict"),
    "/summary/dwellings": LocalText(nl="Woningen", en="Homes"),
    "/summary/modules": LocalText(nl="Modules", en="Modules"),
    "/summary/gross_floor_area_m2": LocalText(nl="BVO in m2", en="Gross floor area in m2"),
    "/summary/usable_area_m2": LocalText(nl="GO in m2", en="Usable area in m2"),
    "/summary/mass_kg": LocalText(nl="Toegevoegde massa in kg", en="Added mass in kg"),
    "/summary/worst_r_n_p50": LocalText(nl="Grootste toename van een lijn (aandeel)", en="Largest increase of a line (fraction)"),
    "/summary/worst_band": LocalText(nl="Belastingklasse", en="Load band"),
    "/summary/height_above_ground_m": LocalText(nl="Nieuw dak boven maaiveld in m", en="New roof above ground in m"),
}
_ENGINE = LocalText(nl="Rekenkern {before} -> {after}.", en="Engine {before} -> {after}.")
_SAME = LocalText(nl="Er is niets veranderd.", en="Nothing has changed.")
_CHANGE = LocalText(nl="{name}: {before} -> {after}.", en="{name}: {before} -> {after}.")
_LINES = LocalText(nl="Belasting verandert op {count} dragende lijnen: {lines}.", en="Load changes on {count} bearing lines: {lines}.")
_GONE = LocalText(nl="Vervallen bevindingen: {codes}.", en="Findings that are gone: {codes}.")
_NEW = LocalText(nl="Nieuwe bevindingen: {codes}.", en="New findings: {codes}.")
_PARTS = LocalText(nl="Ook gewijzigd: {parts}.", en="Also changed: {parts}.")


class FieldChange(Document):
    """One figure, before and after; null is unknown."""

    pointer: str
    before: Parameter
    """What it was, in the unit that ends its name."""
    after: Parameter
    """What it is now, in the same unit."""


class Recomputation(Document):
    """One request, as it was computed before and as it is now."""

    engine_before: str
    engine_after: str
    digest_before: str
    digest_after: str
    fields: tuple[FieldChange, ...]
    """Figures of summary, impact and request that changed."""
    parts: tuple[str, ...]
    """Further parts of the document that changed."""
    consequence: Consequence
    """Loads by line, and findings that came and went."""
    sentences: tuple[str, ...]
    """The same for a reader, in the language that was asked for."""


def recomputation(before: Configuration, after: Configuration, lang: Literal["nl", "en"]) -> Recomputation:
    """Set two configurations of one request side by side."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    fields = tuple(_changes({name: old[name] for name in COMPARED}, {name: new[name] for name in COMPARED}, ""))
    parts = tuple(sorted(name for name in old if name not in (*COMPARED, *APART) and old[name] != new[name]))
    consequence = difference(before, after)
    engines = (before.engine.version, after.engine.version)
    return Recomputation(
        engine_before=engines[0],
        engine_after=engines[1],
        digest_before=before.digest,
        digest_after=after.digest,
        fields=fields,
        parts=parts,
        consequence=consequence,
        sentences=tuple(_sentences(engines, fields, parts, consequence, lang)),
    )


def _changes(old: Any, new: Any, pointer: str) -> Iterator[FieldChange]:  # noqa: ANN401 - JSON values
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            yield from _changes(old.get(name), new.get(name), f"{pointer}/{name}")
    elif old != new:
        yield FieldChange(pointer=pointer, before=_plain(old), after=_plain(new))


def _plain(value: Any) -> Parameter:  # noqa: ANN401 - a JSON value
    """Return a figure as it is; of a list or an object, how much is in it."""
    return f"({len(value)})" if isinstance(value, list | dict) else value


def _sentences(
    engines: tuple[str, str], fields: tuple[FieldChange, ...], parts: tuple[str, ...], consequence: Consequence, lang: Literal["nl", "en"]
) -> Iterator[str]:
    if engines[0] != engines[1]:
        yield _ENGINE.in_language(lang).format(before=engines[0], after=engines[1])
    if not fields and not parts:
        yield _SAME.in_language(lang)
    for change in fields:
        name = _FIGURES[change.pointer].in_language(lang) if change.pointer in _FIGURES else change.pointer
        yield _CHANGE.in_language(lang).format(name=name, before=_shown(change.before), after=_shown(change.after))
    if consequence.lines:
        lines = ", ".join(line.line for line in consequence.lines)
        yield _LINES.in_language(lang).format(count=len(consequence.lines), lines=lines)
    for codes, text in ((consequence.findings_gone, _GONE), (consequence.findings_new, _NEW)):
        if codes:
            yield text.in_language(lang).format(codes=", ".join(codes))
    if parts:
        yield _PARTS.in_language(lang).format(parts=", ".join(parts))


def _shown(value: Parameter) -> str:
    return "?" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
