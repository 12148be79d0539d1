"""What every page must be, whoever reads it: looked at in both languages and at both widths."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Any

from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from tests.journeys.conftest import WIDTHS, System
from tests.journeys.steps import AXE
from tests.test_catalogue import ENTRIES, pairs

LANGUAGES = ("es-mx", "en")
#: What a sentence in Spanish cannot do without.
SPANISH = re.compile(r"[¿¡]|\b(?:el|los|las|una|para|que|con|por|su|sus|del|está|es)\b", re.IGNORECASE)
BLANK = re.compile(r"%%|%(?:\(\w+\))?[sd]")
# Each rule of axe where its answer can differ: all at a desk, the eye's again on a telephone, and there in
# English all but colours, which are dear to measure and know no language.
EYE = ("color-contrast", "target-size", "scrollable-region-focusable")
LOOKS: dict[tuple[str, str], dict[str, Any]] = {
    ("es-mx", "desktop"): {"rules": {"target-size": {"enabled": True}}},
    ("es-mx", "phone"): {"runOnly": {"type": "rule", "values": EYE}},
    ("en", "phone"): {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}},
}
# What axe finds, when it is asked, and how far the page scrolls sideways.
FAULTS = """async look => {
    const told = [];
    if (look) {
        const found = await axe.run(document, {...look, resultTypes: ['violations'], preload: false});
        for (const one of found.violations) {
            told.push(`${one.id}: ` + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' '));
        }
    }
    const over = document.scrollingElement.scrollWidth - window.innerWidth;
    return over > 0 ? [...told, `scrolls sideways by ${over} px`] : told;
}"""
SHAPE = """() => [document.documentElement.lang, document.querySelectorAll('h1').length]"""
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
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.add_init_script(path=AXE)
        self.page = self.context.new_page()
        self.page.on("console", self._keep)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("requestfailed", lambda request: self.said.append(f"not loaded: {request.url}"))

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
        self.said.clear()
        for language in LANGUAGES:
            self.speak(language)
            arrived = self._arrive(path, status)
            if not arrived and then:
                then(self.page)
                arrived = self._refused()
            found = arrived or self._look(language)
            self.wrong += [f"{name} {language}: {one}" for one in found]
        self.speak(LANGUAGES[0])
        self.wrong += [f"{name}: {one}" for one in self.said]

    def speak(self, language: str) -> None:
        self.context.add_cookies([{"name": "icsoe_language", "value": language, "url": self.system.url}])

    def _keep(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.said.append(message.text)

    def _arrive(self, path: str, status: int) -> list[str]:
        """Why the page is not the one that was asked for; nothing when it is."""
        self.page.set_viewport_size(WIDTHS["desktop"])  # type: ignore[arg-type]
        answer = self.page.goto(self.system.url + path, wait_until="load")
        if answer is None or answer.status != status:
            return [f"{path} answered {answer and answer.status}"]
        if not self.page.url.startswith(self.system.url + path):
            return [f"{path} went on to {self.page.url}"]
        return []

    def _refused(self) -> list[str]:
        """Why the page led on to is no page of work; one that tells what to mend is."""
        status = self.page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
        return [] if status in (HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY) else [f"led on to {status}"]

    def _look(self, language: str) -> Iterator[str]:
        spoken, headings = self.page.evaluate(SHAPE)
        if spoken != language:
            yield f"says to be in {spoken}"
        if headings != 1:
            yield f"{headings} main headings"
        if language == "en":
            yield from self._spanish(self.page.evaluate(READ))
        for width, size in WIDTHS.items():
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            found: list[str] = self.page.evaluate(FAULTS, LOOKS.get((language, width)))
            yield from (f"at {width}: {one}" for one in found)

    def _spanish(self, texts: list[str]) -> Iterator[str]:
        for text in dict.fromkeys(texts):
            left = text
            for one in self.data:
                left = left.replace(one, "")
            if _untranslated().fullmatch(text) or SPANISH.search(left):
                yield f"in Spanish: {text}"

    def expect_nothing_wrong(self, names: set[str]) -> None:
        left_out = [f"not visited: {name}" for name in sorted(names - self.seen)]
        assert self.wrong + left_out == [], "\n" + "\n".join(self.wrong + left_out)


def walking(browser: Browser, system: System, data: tuple[str, ...]) -> Iterator[Walk]:
    """A walk in a context of its own, closed behind it."""
    context = browser.new_context(locale="es-MX", reduced_motion="reduce")
    context.set_default_timeout(30_000)
    yield Walk(system, context, data)
    context.close()


def path_of(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3]
