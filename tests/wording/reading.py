"""The texts that a reader meets: of a page, a drawing, or anything that is made of lists and dictionaries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

_READ_OUT = ("alt", "aria-label", "title", "placeholder", "content")
_NO_PROSE = {"script", "style", "pre", "code", "textarea"}
_EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SAID = re.compile(r"^[^<>{}]*[A-Za-z]{2}")


class PageTexts(HTMLParser):
    """Collects what a page says, what it reads out, and the words that its scripts fill in."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.texts: list[str] = []
        self.lang = ""
        self._open: list[tuple[str, bool]] = []
        self._words = False

    @property
    def _silent(self) -> bool:
        return any(silent for _, silent in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the attributes that are read out; note where no prose begins."""
        given = dict(attrs)
        if tag == "html":
            self.lang = given.get("lang") or ""
        elsewhere = bool(given.get("lang")) and given.get("lang") != self.lang
        silent = tag in _NO_PROSE or elsewhere or "code" in (given.get("class") or "").split()
        if not self._silent and not elsewhere:
            if tag != "meta" or given.get("name") == "description":
                self.texts.extend(text for name in _READ_OUT if (text := given.get(name)))
            self.texts.extend(text for name, text in attrs if name.startswith("data-") and text and " " in text and _SAID.match(text))
        self._words = tag == "script" and given.get("type") == "application/json"
        if tag not in _EMPTY:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those inside it that nobody closed."""
        at = next((index for index in range(len(self._open) - 1, -1, -1) if self._open[index][0] == tag), None)
        if at is not None:
            del self._open[at:]
        self._words = False

    def handle_data(self, data: str) -> None:
        """Take a text."""
        if self._words:
            self.texts.extend(prose_in(json.loads(data)))
        elif not self._silent and (text := " ".join(data.split())):
            self.texts.append(text)


def page_texts(html: str) -> list[str]:
    """Return every text of a page, those for a script among them."""
    page = PageTexts()
    page.feed(html)
    return page.texts


def drawing_texts(svg: str) -> list[str]:
    """Return every text of a drawing, with its title and description."""
    root = ET.fromstring(svg)
    return [" ".join("".join(node.itertext()).split()) for node in root.iter() if node.tag.rpartition("}")[2] in {"text", "title", "desc"}]


def prose_in(node: Any) -> Iterator[str]:
    """Yield every text with a space in a tree: what is one word may be an id or the name of a choice."""
    if isinstance(node, str):
        if " " in node.strip() and _SAID.match(node):
            yield node
    elif isinstance(node, dict) and not {"nl", "en"} <= node.keys():
        for value in node.values():
            yield from prose_in(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from prose_in(value)
