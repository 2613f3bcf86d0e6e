"""Every figure of a document with where it comes from: value, interval, basis, source, status, dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from api.page.figures import UNKNOWN, Figure, Translate, plain_number, quantity_figure, share_text
from api.page.labels import label_of, material_name
from api.page.texts import Lang
from catalogue.documents.concept import Concept, Constituent
from catalogue.documents.document import LocalText
from catalogue.documents.evidence import Evidence, Quantity, Source
from configurator.outputs.drawing.buildup import LayerRow, buildup_keys, buildup_svg, cut_word, has_framing, layer_rows, totals_text

KEYS = ("id", "support", "side", "kind", "name")
"""Fields that tell the entries of a list apart, the first one that an entry has."""
SKIPPED = ("sources", "build_ups")
"""Shown apart: sources with the figures that name them, build-ups as drawings with their layers."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """What a figure can be traced to."""

    title: str
    reference: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One figure, or a group of choices, with its evidence."""

    pointer: str
    label: str
    where: str
    """What it belongs to within its part of the document: a connector, a material."""
    figure: Figure | None
    """None for a group of choices that is no single figure."""
    basis: str
    basis_word: str
    sources: tuple[SourceView, ...]
    verified: bool
    dated: str
    valid_until: str
    expired: bool


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """The figures of one part of a document."""

    name: str
    rows: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class _Reader:
    sources: Mapping[str, Source]
    lang: Lang
    t: Translate
    on: dt.date

    def row(self, pointer: str, label: str, where: str, item: Quantity | Evidence) -> EvidenceRow:
        quantity = item if isinstance(item, Quantity) else None
        dated, until = (None, None) if quantity is None else (quantity.date, quantity.valid_until)
        return EvidenceRow(
            pointer=pointer,
            label=label,
            where=where,
            figure=None if quantity is None else quantity_figure(quantity, self.lang, self.t),
            basis=item.basis,
            basis_word=self.t(f"term.{item.basis}"),
            sources=sources_of(item.source, self.sources, self.lang),
            verified=item.status == "verified",
            dated="" if dated is None else dated.isoformat(),
            valid_until="" if until is None else until.isoformat(),
            expired=until is not None and until < self.on,
        )

    def rows(self, node: object, pointer: str, where: str) -> Iterator[EvidenceRow]:
        name = pointer.rsplit("/", 1)[-1]
        if isinstance(node, Quantity):
            yield self.row(pointer, label_of(name, self.lang), where, node)
        elif isinstance(node, Evidence):
            yield self.row(pointer, self.t("evidence.choices"), where, node)
        elif isinstance(node, Constituent | LocalText):
            return
        elif isinstance(node, BaseModel):
            for field in type(node).model_fields:
                yield from self.rows(getattr(node, field), f"{pointer}/{field}", where)
        elif isinstance(node, dict):
            for key, item in node.items():
                yield from self.rows(item, f"{pointer}/{key}", str(key))
        elif isinstance(node, tuple):
            for index, item in enumerate(node):
                yield from self.rows(item, f"{pointer}/{index}", _name_in_list(item, index, self.lang, self.t))


def _name_in_list(item: object, index: int, lang: Lang, t: Translate) -> str:
    """Name an entry of a list by what tells it apart."""
    found = next((getattr(item, key) for key in KEYS if hasattr(item, key)), None)
    if isinstance(found, LocalText):
        return found.in_language(lang)
    if hasattr(item, "side") and hasattr(item, "kind"):
        return f"{t('term.' + item.kind)}, {t('term.' + item.side)}"
    if hasattr(item, "support"):
        return t(f"term.{found}")
    name = getattr(item, "name", None)
    return name.in_language(lang) if isinstance(name, LocalText) else str(index + 1 if found is None else found)


def sources_of(reference: str, sources: Mapping[str, Source], lang: Lang) -> tuple[SourceView, ...]:
    """Return the sources that a figure names, one or several joined by `;`; what is no id stands as it is."""
    names = [name.strip() for name in reference.split(";")]
    if not any(name in sources for name in names):
        return (SourceView(reference, ""),)
    known = [(name, sources.get(name)) for name in names]
    return tuple(SourceView(name, "") if one is None else SourceView(one.title_in(lang), one.reference_in(lang)) for name, one in known)


def evidence_of(
    document: BaseModel, sources: Mapping[str, Source], lang: Lang, t: Translate, on: dt.date, skipped: tuple[str, ...] = SKIPPED
) -> tuple[EvidenceGroup, ...]:
    """Return every figure of a document, by the part of the document that it stands in, in the document's order."""
    reader = _Reader(sources, lang, t, on)
    groups: list[EvidenceGroup] = []
    for field in type(document).model_fields:
        if field in skipped:
            continue
        rows = tuple(reader.rows(getattr(document, field), f"/{field}", ""))
        if rows:
            groups.append(EvidenceGroup(label_of(field, lang), rows))
    return tuple(groups)


@dataclass(frozen=True, slots=True)
class LayerView:
    """One layer of a build-up with what it is made of."""

    name: str
    thickness: str
    materials: tuple[EvidenceRow, ...]
    """Density of each material, with its evidence; `where` is its share of the layer."""


@dataclass(frozen=True, slots=True)
class BuildUpView:
    """One build-up in words and figures, for whoever cannot see the drawing, and for the sources."""

    key: str
    name: str
    cut: str
    """Which element it is, and how the drawing cuts it."""
    drawing: str
    """SVG that stands in the page, its layers numbered from above."""
    rows: tuple[LayerRow, ...]
    totals: str
    framing: bool
    """Whether studs, joists or battens are drawn."""
    layers: tuple[LayerView, ...]


def build_ups_of(concept: Concept, lang: Lang, t: Translate, on: dt.date) -> tuple[BuildUpView, ...]:
    """Return every build-up, layer by layer, in the order of the house: floor, walls, ceiling, roof."""
    reader = _Reader(concept.sources, lang, t, on)
    return tuple(
        BuildUpView(
            key=key,
            name=build_up.name.in_language(lang),
            cut=cut_word(build_up, lang),
            drawing=buildup_svg(concept, key, lang),
            rows=layer_rows(build_up, lang),
            totals=totals_text(build_up, lang),
            framing=has_framing(build_up),
            layers=tuple(
                LayerView(
                    name=layer.name.in_language(lang),
                    thickness=plain_number(layer.thickness_mm, lang),
                    materials=tuple(_material(part, reader) for part in layer.constituents),
                )
                for layer in build_up.layers
            ),
        )
        for key, build_up in ((key, concept.build_ups[key]) for key in buildup_keys(concept))
    )


def _material(part: Constituent, reader: _Reader) -> EvidenceRow:
    density = part.density_kg_per_m3
    quantity = Quantity(
        value=density.nominal,
        low=density.low,
        high=density.high,
        unit="kg/m3",
        basis=part.basis,
        source=part.source,
        status=part.status,
    )
    share = share_text(part.volume_fraction, reader.lang)
    return reader.row("", material_name(part.material, reader.lang), share, quantity)


def unknown_figures(groups: tuple[EvidenceGroup, ...]) -> int:
    """Count the figures that nobody gave."""
    return sum(row.figure == UNKNOWN for group in groups for row in group.rows)
