"""The page of one concept version: what it is, what it demands, where each figure comes from, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from api.catalogue import NOBODY
from api.page.concepts.cards import Flag, Labelled, card_figures, flags_of, is_laid_out, words_of
from api.page.concepts.changes import ChangesView
from api.page.concepts.evidence import BuildUpView, EvidenceGroup, build_ups_of, evidence_of, unknown_figures
from api.page.concepts.files import FileView, files_of
from api.page.figures import Figure, Translate, plain_number, range_text, share_text
from api.page.labels import label_of
from api.page.matching import FitView
from api.page.texts import Lang
from catalogue.buildup import module_mass, module_size
from catalogue.documents.concept import Concept, DwellingType
from catalogue.publishing.checking.result import CheckResult
from catalogue.publishing.completeness import Completeness, completeness
from catalogue.publishing.lifecycle import expired_pointers
from catalogue.publishing.record import PublicationRecord
from catalogue.store.versions import Version

VERDICTS = ("fail", "unknown", "pass", "not_applicable")
"""Order in which checks are shown: what needs attention first."""


@dataclass(frozen=True, slots=True)
class DwellingView:
    """One dwelling type."""

    name: str
    modules: int
    storeys: int
    area: str
    rooms: str


@dataclass(frozen=True, slots=True)
class LabelView:
    """How complete the document is for one audience."""

    audience: str
    needed: int
    present: int
    missing: tuple[str, ...]
    """Names of what is not there."""


@dataclass(frozen=True, slots=True)
class CheckView:
    """One publication check."""

    code: str
    verdict: str
    word: str
    blocks: bool
    message: str
    pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CertificateView:
    """One certificate."""

    kind: str
    number: str
    issuer: str
    scope: str
    until: str
    expired: bool


@dataclass(frozen=True, slots=True)
class ContactView:
    """Whom to ask."""

    role: str
    organisation: str
    email: str
    url: str


@dataclass(frozen=True, slots=True)
class VersionLink:
    """Another version of the same concept."""

    version: str
    state_word: str
    published: str
    here: bool


@dataclass(frozen=True, slots=True)
class Offering:
    """What can be said of a concept document alone, whether it is published or a draft."""

    name: str
    summary: str
    figures: tuple[Labelled, ...]
    sizes: tuple[Labelled, ...]
    dwellings: tuple[DwellingView, ...]
    demands: tuple[Labelled, ...]
    build_ups: tuple[BuildUpView, ...]
    evidence: tuple[EvidenceGroup, ...]
    unknown: int
    labels: tuple[LabelView, ...]
    checks: tuple[CheckView, ...]
    certificates: tuple[CertificateView, ...]
    exclusions: tuple[str, ...]
    price_includes: str
    files: tuple[FileView, ...]
    contacts: tuple[ContactView, ...]
    expired: tuple[str, ...]
    """Names of the figures that are past their date."""


@dataclass(frozen=True, slots=True)
class VersionView:
    """The page of one published version."""

    reference: str
    concept_id: str
    version: str
    organisation: str
    digest: str
    published: str
    author: str
    reviewer: str
    state: str
    laid_out: bool
    """Whether optop computes what the concept does first; if not, its picture is drawn by its own sizes."""
    flags: tuple[Flag, ...]
    withdrawal_kind: str
    withdrawal_text: str
    successor: str
    offered: bool
    versions: tuple[VersionLink, ...]
    offering: Offering
    changes: ChangesView | None
    fits: tuple[FitView, ...]


def offering_of(
    concept: Concept, card_rows: tuple[Labelled, ...], checks: Sequence[CheckResult], lang: Lang, t: Translate, on: dt.date
) -> Offering:
    """Return what a concept document says, for a reader."""
    groups = evidence_of(concept, concept.sources, lang, t, on)
    return Offering(
        name=concept.name.in_language(lang),
        summary=concept.summary.in_language(lang),
        figures=card_rows,
        sizes=sizes_of(concept, lang, t),
        dwellings=tuple(_dwelling(one, lang, t) for one in concept.dwelling_types),
        demands=demands_of(concept, lang, t),
        build_ups=build_ups_of(concept, lang, t, on),
        evidence=groups,
        unknown=unknown_figures(groups),
        labels=labels_of(completeness(concept), lang),
        checks=checks_of(checks, lang, t),
        certificates=_certificates(concept, lang, t, on),
        exclusions=tuple(text.in_language(lang) for text in concept.exclusions),
        price_includes="" if concept.price is None else concept.price.includes.in_language(lang),
        files=files_of(concept, lang),
        contacts=tuple(ContactView(t(f"term.{one.role}"), one.organisation, one.email or "", one.url or "") for one in concept.contacts),
        expired=tuple(pointer_name(pointer, lang) for pointer in expired_pointers(concept, on)),
    )


def version_view(
    version: Version,
    others: Sequence[Version],
    record: PublicationRecord,
    offering: Offering,
    changes: ChangesView | None,
    fits: Sequence[FitView],
    lang: Lang,
    t: Translate,
) -> VersionView:
    """Return the page of one published version."""
    withdrawal = version.withdrawal
    flags = flags_of(version, t) + ((Flag("expired", t("flags.expired")),) if offering.expired else ())
    return VersionView(
        reference=version.reference,
        concept_id=version.concept_id,
        version=version.version,
        organisation=version.organisation,
        digest=version.digest,
        published=version.published_at[:10],
        author=record.author,
        reviewer=t("version.nobody") if record.reviewer == NOBODY else record.reviewer,
        state=version.state,
        laid_out=is_laid_out(version.card.interventions),
        flags=flags,
        withdrawal_kind="" if withdrawal is None else t(f"withdrawal.{withdrawal.kind}"),
        withdrawal_text="" if withdrawal is None else withdrawal.text.in_language(lang),
        successor=version.successor or "",
        offered=version.state == "published",
        versions=tuple(
            VersionLink(one.version, t(f"flags.{one.state}"), one.published_at[:10], one.version == version.version) for one in others
        ),
        offering=offering,
        changes=changes,
        fits=tuple(fits),
    )


def offering_of_version(
    version: Version, concept: Concept, checks: Sequence[CheckResult], lang: Lang, t: Translate, on: dt.date
) -> Offering:
    """Return what a published document says; its leading figures are those of its card."""
    return offering_of(concept, card_figures(version.card, lang, t), checks, lang, t, on)


def sizes_of(concept: Concept, lang: Lang, t: Translate) -> tuple[Labelled, ...]:
    """Return the sizes of the module, outside and inside, and its heaviest lift."""
    module = concept.module
    widths, lengths = module.width_mm, module.length_mm
    largest = module_size(concept, widths.max, lengths.max, topmost=True)
    inner = tuple(module_size(concept, width, lengths.max, topmost=True).inner_width_mm() for width in (widths.min, widths.max))
    mass = module_mass(concept, largest, topmost=True).total_kg
    mm = "mm"
    return (
        Labelled(t("size.width"), Figure(range_text((widths.min, widths.max), lang), mm, t("size.step", step=widths.step))),
        Labelled(t("size.inner_width"), Figure(range_text((inner[0], inner[1]), lang), mm)),
        Labelled(t("size.length"), Figure(range_text((lengths.min, lengths.max), lang), mm, t("size.step", step=lengths.step))),
        Labelled(t("size.height"), Figure(plain_number(module.height_mm, lang), mm)),
        Labelled(t("size.clear_height"), Figure(plain_number(round(largest.wall_height_mm), lang), mm)),
        Labelled(
            t("size.heaviest"),
            Figure(plain_number(mass.nominal / 1000.0, lang), "t", range_text((mass.low / 1000.0, mass.high / 1000.0), lang)),
        ),
    )


def demands_of(concept: Concept, lang: Lang, t: Translate) -> tuple[Labelled, ...]:
    """Return what a host must offer; what the maker does not state is unknown."""
    demands, support = concept.demands, concept.support
    storeys = (float(demands.storeys_existing_min), float(demands.storeys_existing_max))

    def metres(value: float | None) -> Figure:
        return Figure("", known=False) if value is None else Figure(f"≥ {plain_number(value, lang)}", "m")

    systems = words_of(demands.bearing_systems, t)
    share = demands.max_obstacle_share
    rows = [
        Labelled(t("demand.storeys"), Figure(range_text(storeys, lang))),
        Labelled(t("demand.depth"), metres(demands.roof_depth_min_m)),
        Labelled(t("demand.length"), metres(demands.roof_length_min_m)),
        Labelled(t("demand.systems"), Figure(systems) if systems else Figure("", known=False)),
        Labelled(t("demand.supports"), Figure(words_of(support.permitted, t))),
        Labelled(t("demand.eccentricity"), Figure(f"≤ {plain_number(support.max_eccentricity_mm, lang)}", "mm")),
        Labelled(t("demand.access"), Figure(words_of(concept.access.permitted, t))),
    ]
    if demands.bay_min_mm is not None or demands.bay_max_mm is not None:
        ends = ["…" if end is None else plain_number(end, lang) for end in (demands.bay_min_mm, demands.bay_max_mm)]
        rows.append(Labelled(t("demand.bays"), Figure("–".join(ends), "mm")))
    if demands.wall_materials:
        rows.append(Labelled(t("demand.materials"), Figure(words_of(demands.wall_materials, t))))
    if share is not None:
        rows.append(Labelled(t("demand.obstacles"), Figure(f"≤ {share_text(share, lang)}")))
    return tuple(rows)


def _dwelling(one: DwellingType, lang: Lang, t: Translate) -> DwellingView:
    most = one.max_usable_area_m2
    area = f"≥ {plain_number(one.min_usable_area_m2, lang)}" if most is None else range_text((one.min_usable_area_m2, most), lang)
    rooms = ", ".join(t(f"term.{room.kind}") + (f" ×{room.count}" if room.count > 1 else "") for room in one.rooms)
    return DwellingView(one.name.in_language(lang), one.modules, one.storeys, f"{area} m²", rooms)


def labels_of(found: Sequence[Completeness], lang: Lang) -> tuple[LabelView, ...]:
    """Return how complete a document is for every audience, with the names of what is missing."""
    return tuple(
        LabelView(one.audience, one.needed, one.present, tuple(pointer_name(pointer, lang) for pointer in one.missing)) for one in found
    )


def pointer_name(pointer: str, lang: Lang) -> str:
    """Return a JSON pointer into a document in words; `value` says nothing that its owner does not."""
    steps = [step for step in pointer.strip("/").split("/") if step != "value" and not step.isdigit()]
    named = [label_of(step.lstrip("#"), lang) for step in steps[-2:]]
    return ": ".join(dict.fromkeys(named))


def checks_of(results: Sequence[CheckResult], lang: Lang, t: Translate) -> tuple[CheckView, ...]:
    """Return publication checks, what blocks and what fails first."""
    views = [
        CheckView(one.id, one.verdict, t(f"check.{one.verdict}"), one.blocks_publication, one.message.in_language(lang), one.subjects)
        for one in results
    ]
    return tuple(sorted(views, key=lambda view: (not view.blocks, VERDICTS.index(view.verdict), view.code)))


def _certificates(concept: Concept, lang: Lang, t: Translate, on: dt.date) -> tuple[CertificateView, ...]:
    return tuple(
        CertificateView(
            t(f"term.{one.kind}"),
            one.number,
            one.issuer,
            one.scope.in_language(lang),
            "" if one.valid_until is None else one.valid_until.isoformat(),
            one.valid_until is not None and one.valid_until < on,
        )
        for one in concept.certificates
    )
