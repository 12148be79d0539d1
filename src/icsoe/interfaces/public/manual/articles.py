"""The articles, read once from their folder."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from icsoe.interfaces.public.manual.generated import fill
from icsoe.interfaces.public.manual.spelling import folded

Language = Literal["es", "en"]
_NOT_ANCHOR = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Section:
    """A part of an article under one heading; the first part of an article has no anchor."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class Article:
    """One page of the manual. ``language`` is the one it is written in; ``tokens`` follow its title."""

    slug: str
    title: str
    summary: str
    language: Language
    tokens: tuple[Token, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Group:
    """Articles that belong together."""

    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Manual:
    """Every article, in its order."""

    groups: tuple[Group, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        return tuple(article for group in self.groups for article in group.articles)

    def find(self, slug: str) -> Article | None:
        """The article of that address, or None."""
        return next((article for article in self.articles if article.slug == slug), None)


@cache
def manual(language: Language) -> Manual:
    """The manual in a language; an article not written in it yet comes in Spanish and says so."""
    folder = Path(settings.MANUAL_DIR)
    index = tomllib.loads((folder / "index.toml").read_text("utf-8"))
    title = "title" if language == "es" else "title_en"
    return Manual(
        tuple(
            Group(one[title], tuple(_article(folder, slug, language) for slug in one["articles"]))
            for one in index["group"]
        )
    )


def parser() -> MarkdownIt:
    """CommonMark with tables; HTML in the text is shown, not obeyed."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def anchor_of(title: str) -> str:
    """The fragment that leads to a heading."""
    return _NOT_ANCHOR.sub("-", folded(title)).strip("-")


def plain(token: Token) -> str:
    """The words of an inline token."""
    breaks = {"softbreak", "hardbreak"}
    return "".join(" " if child.type in breaks else child.content for child in token.children or [])


def has_image(source: str) -> bool:
    """Whether the picture was taken; an article reads well without it."""
    return (Path(settings.MANUAL_DIR) / source).is_file()


def _article(folder: Path, slug: str, language: Language) -> Article:
    path = folder / "en" / f"{slug}.md" if language == "en" else folder / f"{slug}.md"
    written: Language = language if path.exists() else "es"
    source = (path if path.exists() else folder / f"{slug}.md").read_text("utf-8")
    tokens = parser().parse(fill(source, written))
    # Every article begins with its title and one paragraph that says what it is about.
    opening, body = tokens[:6], tokens[3:]
    title, summary = plain(opening[1]), plain(opening[4])
    return Article(slug, title, summary, written, tuple(body), tuple(_sections(title, body)))


def _sections(title: str, tokens: list[Token]) -> Iterator[Section]:
    anchor, heading, words = "", title, list[str]()
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type != "inline":
            continue
        if before is not None and before.type == "heading_open":
            yield Section(anchor, heading, " ".join(words))
            heading = plain(token)
            anchor, words = anchor_of(heading), []
        else:
            words.append(plain(token))
    yield Section(anchor, heading, " ".join(words))
