"""Add the page to the service's application."""

from __future__ import annotations

from fastapi import FastAPI


def add_page(app: FastAPI) -> None:
    """Add the routes of the page."""
