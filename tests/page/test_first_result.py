"""The start page's promise: each of the three groups to its first result in under a minute, counted as a person goes.

A person needs longer than a driver. To the seconds that the machine takes come, for every act, what the keystroke-level model gives a
person for it (Card, Moran and Newell, "The keystroke-level model for user performance time with interactive systems", Communications of
the ACM 23(7), 1980, table I): 1.35 s to think of it, 1.1 s to point at it, 0.2 s to press; 0.4 s to move the hand to the keys and 0.28 s
for every character; and reading at 240 words a minute (Brysbaert, "How many words do we read per minute?", Journal of Memory and
Language 109, 2019: 238) the texts that lead there.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.page.conftest import RunningServer
from tests.page.people import key
from tests.page.test_browser_configure import figure, ready

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

OpenPage = Callable[..., "Page"]
CLICK_S = 1.35 + 1.1 + 0.2
HANDS_S = 0.4
CHARACTER_S = 0.28
WORDS_PER_S = 4.0
PASTE_S = CLICK_S + 2 * CHARACTER_S
MOST_S = 60.0


@dataclass
class Person:
    """Somebody who goes to a first result: what it takes, beside what the machine takes."""

    who: str
    clicks: int = 0
    characters: int = 0
    words: int = 0
    pasted: int = 0
    begun: float = field(default_factory=time.monotonic)

    def reads(self, text: str) -> None:
        """Read a text to know where to go."""
        self.words += len(text.split())

    def clicks_on(self, target: Locator) -> None:
        """Point at something and press."""
        self.clicks += 1
        target.click()

    def types(self, target: Locator, text: str) -> None:
        """Type into a field."""
        self.clicks += 1
        self.characters += len(text)
        target.fill(text)

    def pastes(self, target: Locator, text: str) -> None:
        """Paste into a field what is at hand."""
        self.pasted += 1
        target.fill(text)

    def arrives(self) -> float:
        """Print what it took, and return the seconds of all of it."""
        machine = time.monotonic() - self.begun
        hands = self.clicks * CLICK_S + self.pasted * PASTE_S + self.characters * CHARACTER_S + (HANDS_S if self.characters else 0.0)
        reading = self.words / WORDS_PER_S
        total = machine + hands + reading
        sys.stdout.write(
            f"{self.who}: {self.clicks + self.pasted} clicks, {self.characters} characters, {self.words} words read; "
            f"person {hands + reading:.0f} s, machine {machine:.1f} s, together {total:.0f} s\n"
        )
        return total


def way_in(page: Page, person: Person, heading: str) -> Locator:
    """Read the start page as far as one needs to choose, and return the card of one's group."""
    person.reads(page.locator(".hero").inner_text())
    for title in page.locator(".groups h3").all_inner_texts():
        person.reads(title)
    card = page.locator(".groups .card", has=page.get_by_role("heading", name=heading, exact=True))
    person.reads(card.inner_text())
    return card


def test_a_corporation_sees_what_fits(open_page: OpenPage) -> None:
    page, person = open_page("/nl/"), Person("corporation")
    card = way_in(page, person, "Corporatie")
    person.clicks_on(card.get_by_role("link").first)
    page.locator(".comparison .named .status").first.wait_for()
    top = page.locator(".comparison .named").bounding_box()
    assert top is not None
    assert top["y"] + top["height"] < 600, "the verdicts are in sight without scrolling"
    assert person.arrives() < MOST_S


def test_an_architect_sees_homes_on_a_roof(open_page: OpenPage) -> None:
    page, person = open_page("/nl/"), Person("architect")
    card = way_in(page, person, "Architect")
    person.clicks_on(card.get_by_role("link").first)
    ready(page)
    assert int(figure(page, "dwellings")) > 0
    assert person.arrives() < MOST_S


def test_a_maker_sees_the_own_concept_on_the_demo_roof(open_page: OpenPage, server: RunningServer) -> None:
    """With a key of its organisation at hand, as with every service that asks who somebody is."""
    token = key(server, "First", "publisher")
    page, person = open_page("/nl/"), Person("maker")
    card = way_in(page, person, "Fabrikant")
    person.clicks_on(card.get_by_role("link").first)
    person.pastes(page.get_by_label("Sleutel van uw organisatie"), token)
    person.clicks_on(page.get_by_role("button", name="Aanmelden"))
    person.reads(page.locator(".begin form").first.inner_text().partition("A1 ")[0])
    person.types(page.get_by_label("Id van het concept"), "MIJN-DOOS")
    person.clicks_on(page.get_by_role("button", name="Begin", exact=True).first)
    person.clicks_on(page.get_by_role("link", name="Voorbeeld", exact=True))
    page.wait_for_function("() => document.querySelector('#roof img')?.complete && document.querySelector('#roof img').naturalWidth > 0")
    assert page.locator("#families tbody tr").count() == 14
    assert person.arrives() < MOST_S
