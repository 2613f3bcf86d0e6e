"""What changed between two versions, for people: by subject, what gets worse first, numbers as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from api.page.figures import Translate, plain_number
from api.page.labels import label_of
from api.page.texts import LANGUAGES, Lang, texts
from catalogue.publishing.diff import BUMPS, Change, ConceptDiff

EFFECTS = ("worse", "better", "neutral")
LONG_TEXT = 160
"""Characters of a text that are shown in a table of changes."""
DIGEST_MARK, READ_OF_DIGEST = "sha256:", 15
"""Nobody reads a digest to its end."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One thing that differs."""

    pointer: str
    subject: str
    field: str
    old: str
    new: str
    effect: str
    effect_word: str
    step: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """All changes from one version to another."""

    old: str
    new: str
    changes: tuple[ChangeView, ...]
    required: str
    actual: str
    enough: bool


def changes_view(diff: ConceptDiff, lang: Lang, t: Translate) -> ChangesView:
    """Return a difference in words, the weightiest change first; figures that only follow from others are left out."""
    shown = [
        change
        for change in diff.changes
        if change.pointer != "/version" and not _follows(change, diff.changes) and not _said_by_other(change, diff.changes, lang)
    ]
    ordered = sorted(shown, key=lambda change: (EFFECTS.index(change.effect), -BUMPS.index(change.bump), change.pointer))
    return ChangesView(
        old=diff.old,
        new=diff.new,
        changes=tuple(_change(change, lang, t) for change in ordered),
        required=t(f"step.{diff.required_bump}"),
        actual=t(f"step.{diff.actual_bump}"),
        enough=diff.bump_is_enough,
    )


def _follows(change: Change, changes: Sequence[Change]) -> bool:
    """Tell whether a change is the low or high end of a figure whose nominal value changed as well."""
    owner, _, end = change.pointer.rpartition("/")
    return end in ("low", "high") and any(other.pointer in (f"{owner}/nominal", f"{owner}/value") for other in changes)


def _said_by_other(change: Change, changes: Sequence[Change], lang: Lang) -> bool:
    """Tell whether a change is a text in the other language that changed in the reader's language as well."""
    owner, _, end = change.pointer.rpartition("/")
    return end in LANGUAGES and end != lang and any(other.pointer == f"{owner}/{lang}" for other in changes)


def _change(change: Change, lang: Lang, t: Translate) -> ChangeView:
    steps = [step.lstrip("#") for step in change.pointer.strip("/").split("/")]
    named = [label_of(step, lang) for step in steps if step not in ("value", "nominal")]
    return ChangeView(
        pointer=change.pointer,
        subject=t(f"aspect.{change.aspect}"),
        field=" › ".join(named),
        old=_text(change.old, lang, t),
        new=_text(change.new, lang, t),
        effect=change.effect,
        effect_word=t(f"effect.{change.effect}"),
        step=t(f"step.{change.bump}"),
    )


def _text(value: JsonValue, lang: Lang, t: Translate) -> str:
    if value is None:
        return t("changes.nothing")
    if isinstance(value, bool):
        return t("figure.yes" if value else "figure.no")
    if isinstance(value, int | float):
        return plain_number(value, lang)
    if isinstance(value, list):
        return ", ".join(_text(item, lang, t) for item in value) or t("changes.nothing")
    if isinstance(value, dict):
        if value.keys() == set(LANGUAGES):
            return _text(value[lang], lang, t)
        return ", ".join(f"{label_of(str(key), lang).lower()} {_text(item, lang, t)}" for key, item in value.items())
    if f"term.{value}" in texts(lang):
        return t(f"term.{value}")
    longest = READ_OF_DIGEST if value.startswith(DIGEST_MARK) else LONG_TEXT
    return value if len(value) <= longest else f"{value[:longest]}…"
