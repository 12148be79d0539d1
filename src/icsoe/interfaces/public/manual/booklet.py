"""The manual as one PDF, set by Typst: a cover, the contents with their pages, every article."""

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from markdown_it.token import Token

from icsoe.interfaces.public.manual.articles import Article, Language, has_image, manual, plain

TEMPLATE = Path(__file__).parent / "manual.typ"
STANDARDS: list["typst.PDFStandard"] = ["ua-1"]
_LOCK = threading.Lock()
# Letters: a column no longer than the first takes what it needs; beyond the second it is simply long.
SHORT_CELL, LONG_CELL = 24, 70


def booklet(language: Language) -> bytes:
    """The PDF, made once for each text and its images and kept in the data folder."""
    source = _source(language)
    kept = Path(settings.DATA_PATH) / "manual" / f"manual-{language}-{_digest(source)}.pdf"
    with _LOCK:
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            _write(kept, _typeset(source))
    return kept.read_bytes()


def _typeset(source: str) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False)
    pdf = typst.compile(  # type: ignore[call-overload]  # its types want the root of the input's own kind
        source.encode(), root=settings.MANUAL_DIR, font_paths=fonts, format="pdf", pdf_standards=STANDARDS
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave several files for one manual")
    return pdf


def _write(path: Path, content: bytes) -> None:
    """Put the file in its place whole, or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)  # noqa: PTH105 - both names are ours


def _digest(source: str) -> str:
    """What tells one edition from another: the text and the images."""
    digest = hashlib.sha256(source.encode())
    for image in sorted((Path(settings.MANUAL_DIR) / "imagenes").glob("*.webp")):
        digest.update(image.name.encode() + image.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _source(language: Language) -> str:
    book = manual(language)
    words = {
        "language": language,
        "title": _("Manual del usuario"),
        "system": _("Informativa de Contratos de Servicios u Obras Especializados"),
        "contents": _("Contenido"),
        "help": _("Centro de Contacto: 800 623 2323, opciones 5 y 5"),
        "page": _("Página"),
    }
    chapters = "\n".join(
        f"#part({_text(group.title)})\n" + "\n".join(_chapter(article) for article in group.articles)
        for group in book.groups
    )
    named = f"#let words = json(bytes({_text(json.dumps(words, ensure_ascii=False))}))\n"
    return named + TEMPLATE.read_text("utf-8") + "\n" + chapters


def _chapter(article: Article) -> str:
    body = "".join(_blocks(article.tokens))
    return f"#heading(level: 2)[#{_text(article.title)}] <{article.slug}>\n{body}\n"


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join(_inline(token.children or []))
        elif token.type == "table_open":
            columns = _columns(tokens, token)
            yield f"#table(columns: {columns}, "
        elif token.type == "heading_open":
            yield f"#heading(level: {int(token.tag[1]) + 1}, outlined: false)["
        else:
            yield _BLOCKS.get(token.type, "")


_BLOCKS = {
    "paragraph_open": "#parbreak()",
    "paragraph_close": "\n",
    "heading_close": "]\n",
    "bullet_list_open": "#list(",
    "bullet_list_close": ")\n",
    "ordered_list_open": "#enum(",
    "ordered_list_close": ")\n",
    "list_item_open": "[",
    "list_item_close": "],",
    "thead_open": "table.header(",
    "thead_close": "),",
    "table_close": ")\n",
    "th_open": "[",
    "th_close": "],",
    "td_open": "[",
    "td_close": "],",
}


def _columns(tokens: Sequence[Token], table: Token) -> str:
    """Widths of a table's columns: short ones as they need, the others by how much they say."""
    start = next(at for at, token in enumerate(tokens) if token is table)
    longest: list[int] = []
    column = 0
    for token in tokens[start:]:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            column = 0
        elif token.type == "inline":
            longest += [0] * (column + 1 - len(longest))
            longest[column] = max(longest[column], len(plain(token)))
            column += 1
    widths = ["auto" if most <= SHORT_CELL else f"{min(most, LONG_CELL)}fr" for most in longest]
    return "(" + ", ".join(widths) + ",)"


def _inline(children: Sequence[Token]) -> Iterator[str]:
    for token in children:
        if token.type == "text":
            yield f"#{_text(token.content)};"
        elif token.type == "code_inline":
            yield f"#raw({_text(token.content)});"
        elif token.type == "image":
            yield _figure(token)
        elif token.type == "link_open":
            yield f"#link({_target(str(token.attrGet('href')))})["
        else:
            yield _INLINES.get(token.type, "")


_INLINES = {
    "softbreak": " ",
    "hardbreak": "\\ ",
    "strong_open": "#strong[",
    "strong_close": "];",
    "em_open": "#emph[",
    "em_close": "];",
    "link_close": "];",
}


def _figure(token: Token) -> str:
    if not has_image(str(token.attrGet("src"))):
        return ""
    source, alt = _text(f"/{token.attrGet('src')}"), _text(token.content)
    caption = _text(str(token.attrGet("title") or token.content))
    return f"#figure(image({source}, alt: {alt}), caption: [#{caption}])"


def _target(link: str) -> str:
    """Another article of the book, or an address of the site."""
    name, _, _fragment = link.partition("#")
    if name.endswith(".md"):
        return f"<{name.removesuffix('.md')}>"
    return _text(link if "://" in link else f"{settings.ORIGIN or 'http://localhost:8000'}{link}")


def _text(text: str) -> str:
    """A Typst string: whatever it holds, it is only text."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
