"""What every page must be, whoever reads it: looked at in both languages and at both widths."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Any

from django.urls import resolve
from playwright.sync_api import BrowserContext, ConsoleMessage, Page
from tests.journeys.conftest import WIDTHS, System
from tests.journeys.steps import AXE
from tests.test_catalogue import ENTRIES, pairs

LANGUAGES = ("es-mx", "en")
#: What a sentence in Spanish cannot do without.
SPANISH = re.compile(r"[¿¡]|\b(?:el|los|las|una|para|que|con|por|su|sus|del|está|es)\b", re.IGNORECASE)
BLANK = re.compile(r"%%|%(?:\(\w+\))?[sd]")
RUN_AXE = """colours => axe.run(
    document, {resultTypes: ['violations'], rules: {'color-contrast': {enabled: colours}}}
).then(result => result.violations)"""
# Every text that is seen or read aloud, but for what says itself to be in another language.
READ = """() => {
    const read = [];
    const foreign = one => one.closest('[lang]') !== document.documentElement;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (foreign(parent) || parent.closest('script, style, template, noscript')) continue;
        if (node.data.trim()) read.push(node.data);
    }
    for (const one of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
        if (foreign(one)) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
            const text = one.getAttribute(name);
            if (text) read.push(text);
        }
    }
    read.push(document.title);
    return read.map(text => text.replace(/\\s+/g, ' ').trim());
}"""


@cache
def _untranslated() -> re.Pattern[str]:
    """Any Spanish sentence of the catalogue whose English is another, its blanks filled with anything."""
    shapes = set()
    for message in ENTRIES:
        for spanish, english in pairs(message):
            literal = BLANK.sub("", spanish).strip()
            if spanish != english and len(literal) > 3:
                shapes.add("(?s:.{0,80}?)".join(re.escape(part) for part in BLANK.split(_one_line(spanish))))
    return re.compile("|".join(f"(?:{shape})" for shape in sorted(shapes)))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@dataclass
class Walk:
    """A person's walk through the pages: what is wrong with any of them is kept, and told together."""

    system: System
    context: BrowserContext
    #: What people and firms call themselves and their things: it stays as it was written.
    data: tuple[str, ...] = ()
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.add_init_script(path=AXE)

    def visit(
        self,
        path: str,
        *,
        status: int = HTTPStatus.OK,
        name: str = "",
        then: Callable[[Page], None] | None = None,
    ) -> None:
        """Look at a page, and note the name of its address; ``then`` leads on to one that has no path."""
        name = name or (resolve(path.partition("?")[0]).view_name if status == HTTPStatus.OK else str(status))
        self.seen.add(name)
        page = self.context.new_page()
        said: list[str] = []

        def keep(message: ConsoleMessage) -> None:
            if message.type == "error" and "Failed to load resource" not in message.text:
                said.append(message.text)

        page.on("console", keep)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(f"not loaded: {request.url}"))
        for language in LANGUAGES:
            self.speak(language)
            arrived = self._arrive(page, path, status)
            if not arrived and then:
                then(page)
            found = arrived or self._look(page, language)
            self.wrong += [f"{name} {language}: {one}" for one in found]
        self.speak(LANGUAGES[0])
        self.wrong += [f"{name}: {one}" for one in said]
        page.close()

    def speak(self, language: str) -> None:
        self.context.add_cookies([{"name": "icsoe_language", "value": language, "url": self.system.url}])

    def _arrive(self, page: Page, path: str, status: int) -> list[str]:
        """Why the page is not the one that was asked for; nothing when it is."""
        page.set_viewport_size(WIDTHS["desktop"])  # type: ignore[arg-type]
        answer = page.goto(self.system.url + path, wait_until="load")
        if answer is None or answer.status != status:
            return [f"{path} answered {answer and answer.status}"]
        if not page.url.startswith(self.system.url + path):
            return [f"{path} went on to {page.url}"]
        return []

    def _look(self, page: Page, language: str) -> Iterator[str]:
        if (spoken := page.locator("html").get_attribute("lang")) != language:
            yield f"says to be in {spoken}"
        if page.locator("h1").count() != 1:
            yield f"{page.locator('h1').count()} main headings"
        if language == "en":
            yield from self._spanish(page.evaluate(READ))
        for width, size in WIDTHS.items():
            page.set_viewport_size(size)  # type: ignore[arg-type]
            yield from (f"at {width}: {one}" for one in _faults(page, colours=language != "en"))

    def _spanish(self, texts: list[str]) -> Iterator[str]:
        for text in dict.fromkeys(texts):
            left = text
            for one in self.data:
                left = left.replace(one, "")
            if _untranslated().fullmatch(text) or SPANISH.search(left):
                yield f"in Spanish: {text}"


def _faults(page: Page, *, colours: bool) -> Iterator[str]:
    """What axe finds; colours are the same in both languages, and dear to measure."""
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, colours)
    for one in found:
        yield f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
    overflow = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    if overflow > 0:
        yield f"scrolls sideways by {overflow} px"
