"""Numbers for the reasons why stretches stay empty: the same sentence has the same number."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.documents.finding import Finding, finding_text, fix_text
from configurator.outputs.drawing.words import Lang, word


class Reasons:
    """The numbered reasons of one drawing."""

    def __init__(self, findings: Iterable[Finding], lang: Lang, wing: str = "", numbers: dict[str, int] | None = None) -> None:
        """Number the findings in the order in which they come, on from those that have a number; with a wing, each sentence names it."""
        self.lang = lang
        self.wing = wing
        self._numbers: dict[str, int] = {} if numbers is None else numbers
        for item in findings:
            self._numbers.setdefault(self._text(item), len(self._numbers) + 1)

    def of_wing(self, wing: str, findings: Iterable[Finding] = ()) -> Reasons:
        """Return the reasons of one wing, numbered on from these and listed with them."""
        return Reasons(findings, self.lang, wing, self._numbers)

    def _text(self, item: Finding) -> str:
        text = (f"{self.wing}: " if self.wing else "") + finding_text(item, self.lang)
        if item.fix:
            text = f"{text} {word('try', self.lang)}: {fix_text(item.fix, self.lang)}."
        if item.margin_mm is None or item.margin_mm >= 0.0 or f"{-item.margin_mm:.0f}" in text:
            return text
        return f"{text} ({word('short', self.lang)} {-item.margin_mm:.0f} mm)"

    def number_of(self, item: Finding) -> int:
        """Return the number of a finding. Raises KeyError for one that was not given at the start."""
        return self._numbers[self._text(item)]

    def lines(self) -> list[tuple[int, str]]:
        """Return number and sentence, ascending."""
        return [(number, text) for text, number in self._numbers.items()]
