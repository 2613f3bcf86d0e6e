"""What the publish pages show: the desk, the pages of a draft, the judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.page.concepts.cards import Flag
from api.page.concepts.changes import ChangesView, changes_view
from api.page.concepts.version import CheckView, LabelView, checks_of, labels_of, pointer_name
from api.page.figures import Translate
from api.page.publish.parts import PARTS, part_of
from api.page.texts import Lang, day_text
from api.roles import Principal
from catalogue.documents.concept import Concept
from catalogue.publishing.checking.result import CheckResult
from catalogue.publishing.completeness import completeness
from catalogue.publishing.record import Judgement
from catalogue.store.drafts import Draft, ListedDraft
from catalogue.store.versions import Version

EDITABLE = ("draft", "changes_requested")


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft in a list."""

    reference: str
    author: str
    state: str
    state_word: str
    changed: str
    comment: str
    own: bool
    """Written by who looks: its author cannot review it."""


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One published version in the list of its organisation."""

    concept_id: str
    version: str
    name: str
    state: str
    deprecated: bool
    since: str
    """The day on which it was published, in words."""


@dataclass(frozen=True, slots=True)
class DeskView:
    """What somebody works on."""

    name: str
    organisation: str
    may_write: bool
    may_review: bool
    drafts: tuple[DraftLine, ...]
    reviews: tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True)
class PartLink:
    """One page of the form, with how much is wrong on it."""

    name: str
    label: str
    errors: int
    attention: int
    """Checks that point at it and do not pass."""
    here: bool


@dataclass(frozen=True, slots=True)
class DraftView:
    """What every page of a draft shows."""

    reference: str
    name: str
    state: str
    flag: Flag
    revision: int
    author: str
    comment: str
    has_text: bool
    """Whether its maker's own YAML text is kept, which saving the form would replace."""
    editable: bool
    may_review: bool
    may_submit: bool


@dataclass(frozen=True, slots=True)
class ChecksView:
    """The checks beside an editor."""

    checks: tuple[CheckView, ...]
    labels: tuple[LabelView, ...]
    blocking: int
    failing: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that speaks against publication, and the page of the form where it can be mended."""

    text: str
    part: str


@dataclass(frozen=True, slots=True)
class JudgementView:
    """Whether a draft can be published, and why not."""

    publishable: bool
    objections: tuple[Objection, ...]
    checks: ChecksView
    changes: ChangesView | None
    predecessor: str
    enough_number: str
    """The version number that is high enough for what changed, where the one that it has is not."""


def desk_view(principal: Principal, drafts: Iterable[ListedDraft], lang: Lang, t: Translate) -> DeskView:
    """Return what somebody can work on and has to review."""
    lines = [_line(one, principal, lang, t) for one in drafts]
    return DeskView(
        name=principal.name,
        organisation=principal.organisation or "",
        may_write=principal.may("drafts:write"),
        may_review=principal.may("drafts:review"),
        drafts=tuple(line for line in lines if line.state in EDITABLE),
        reviews=tuple(line for line in lines if line.state == "in_review"),
    )


def _line(one: ListedDraft, principal: Principal, lang: Lang, t: Translate) -> DraftLine:
    return DraftLine(
        reference=f"{one.concept_id}@{one.version}",
        author=one.author,
        state=one.state,
        state_word=t(f"draft_state.{one.state}"),
        changed=f"{day_text(one.changed_at, lang)}, {one.changed_at[11:16]}",
        comment=one.comment or "",
        own=is_author(one.author, principal),
    )


def published_line(version: Version, lang: Lang) -> PublishedLine:
    """Return one published version as its organisation sees it in a list."""
    return PublishedLine(
        concept_id=version.concept_id,
        version=version.version,
        name=version.card.name.in_language(lang),
        state=version.state,
        deprecated=version.deprecated,
        since=day_text(version.published_at, lang),
    )


def is_author(author: str, principal: Principal) -> bool:
    """Tell whether a draft was written by who looks, as the catalogue compares them."""
    return author.strip().casefold() == principal.name.strip().casefold()


def draft_view(draft: Draft, principal: Principal, lang: Lang, t: Translate) -> DraftView:
    """Return what every page of a draft shows."""
    concept = draft.concept
    return DraftView(
        reference=f"{concept.id}@{concept.version}",
        name=concept.name.in_language(lang),
        state=draft.state,
        flag=Flag(draft.state, t(f"draft_state.{draft.state}")),
        revision=draft.revision,
        author=draft.author,
        comment=draft.comment or "",
        has_text=draft.written is not None,
        editable=draft.state in EDITABLE and principal.may("drafts:write"),
        may_review=draft.state == "in_review" and principal.may("drafts:review") and not is_author(draft.author, principal),
        may_submit=draft.state in EDITABLE and principal.may("drafts:write"),
    )


def part_links(here: str, errors: Mapping[str, str], checks: Sequence[CheckView], t: Translate) -> tuple[PartLink, ...]:
    """Return the pages of the form, each with what needs attention on it."""
    failing = [{part_of(pointer) for pointer in check.pointers} for check in checks if check.verdict in ("fail", "unknown")]
    return tuple(
        PartLink(
            name=name,
            label=t(f"part.{name}"),
            errors=sum(part_of(pointer) == name for pointer in errors),
            attention=sum(name in parts for parts in failing),
            here=name == here,
        )
        for name in PARTS
    )


def checks_view(concept: Concept, results: Sequence[CheckResult], lang: Lang, t: Translate) -> ChecksView:
    """Return the checks of a document with its completeness."""
    checks = checks_of(results, lang, t)
    return ChecksView(
        checks=checks,
        labels=labels_of(completeness(concept), lang),
        blocking=sum(check.blocks for check in checks),
        failing=sum(check.verdict == "fail" for check in checks),
        unknown=sum(check.verdict == "unknown" for check in checks),
    )


def judgement_view(judgement: Judgement, concept: Concept, lang: Lang, t: Translate) -> JudgementView:
    """Return a judgement in words, each objection with the place where it is mended."""
    objections = [Objection(check.message.in_language(lang), part_of(next(iter(check.subjects), ""))) for check in judgement.blocking]
    diff = judgement.diff
    if diff is not None and not diff.bump_is_enough:
        places = ", ".join(pointer_name(change.pointer, lang) for change in diff.too_small_for()[:5])
        step = t("judge.step", actual=t(f"step.{diff.actual_bump}"), required=t(f"step.{diff.required_bump}"), places=places)
        objections.append(Objection(step, "identity"))
    objections += [Objection(t("judge.attachment", digest=digest), "proof") for digest in judgement.missing_attachments]
    return JudgementView(
        publishable=judgement.publishable,
        objections=tuple(objections),
        checks=checks_view(concept, judgement.checks, lang, t),
        changes=None if diff is None else changes_view(diff, lang, t),
        predecessor="" if judgement.predecessor is None else f"{judgement.predecessor.id}@{judgement.predecessor.version}",
        enough_number=enough_number(judgement),
    )


def enough_number(judgement: Judgement) -> str:
    """Return the lowest version number that is high enough for what changed, or nothing where the one that it has is."""
    before, diff = judgement.predecessor, judgement.diff
    if before is None or diff is None or diff.bump_is_enough:
        return ""
    major, minor, patch = (int(part) for part in before.version.split("."))
    steps = {"major": f"{major + 1}.0.0", "minor": f"{major}.{minor + 1}.0"}
    return steps.get(diff.required_bump, f"{major}.{minor}.{patch + 1}")
