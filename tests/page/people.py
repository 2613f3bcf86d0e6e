"""People who publish, in a browser: their keys, and the steps that every journey of theirs has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.keys import pepper_beside
from catalogue.store.database import open_database
from tests.page.catalogue_server import make_key
from tests.page.conftest import RunningServer

if TYPE_CHECKING:
    from playwright.sync_api import Page


def key(server: RunningServer, holder: str, *roles: str) -> str:
    """Give somebody a key in the database of a running server."""
    file = str(server.folder / "optop.sqlite")
    with open_database(file) as database:
        return make_key(database, pepper_beside(file, None), holder, *roles)


def sign_in(page: Page, token: str) -> None:
    """Fill in a key and go on."""
    page.get_by_label("Sleutel van uw organisatie").fill(token)
    page.get_by_role("button", name="Aanmelden").click()


def begin(page: Page, concept_id: str) -> None:
    """Begin a draft from the example concept, on the desk."""
    page.get_by_label("Id van het concept").fill(concept_id)
    page.get_by_role("button", name="Begin", exact=True).first.click()
    page.wait_for_url(f"**/publish/{concept_id}@0.1.0")


def saves(page: Page, revision: int) -> None:
    """Save what is edited and see that it is."""
    page.locator(".save-bar button.primary").click()
    page.get_by_text(f"Bewaard als bewerking {revision}.").wait_for()


def publishes(page: Page, reference: str) -> None:
    """Open a candidate from the desk as its reviewer, and publish it."""
    page.get_by_role("link", name=reference, exact=True).click()
    page.get_by_role("button", name="Publiceer", exact=True).click()
    page.wait_for_url(f"**/concepts/{reference.replace('@', '/')}")
