"""Articles as HTML: headings that can be linked to, tables that become cards, figures with their words."""

from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from icsoe.interfaces.public.manual.articles import Language, anchor_of, has_image, manual, parser, plain


@cache
def article_html(slug: str, language: Language) -> SafeString:
    """The article below its title. Raises KeyError when there is none."""
    article = manual(language).find(slug)
    if article is None:
        raise KeyError(slug)
    tokens = deepcopy(list(article.tokens))
    _prepare(tokens)
    # Everything the file says passed the parser, which escapes; the rest is written here.
    written: str = _writer().renderer.render(tokens, _writer().options, {})
    return mark_safe(written)  # noqa: S308 - the manual is ours


@cache
def _writer() -> MarkdownIt:
    writer = parser()
    writer.add_render_rule("image", _figure)
    writer.add_render_rule("table_open", _table_open)
    writer.add_render_rule("table_close", _table_close)
    return writer


def address_of(link: str) -> str:
    """Where a link of the manual leads: other articles are named by their file."""
    name, _, fragment = link.partition("#")
    if not name.endswith(".md"):
        return link
    return reverse("public:article", args=[name.removesuffix(".md")]) + (f"#{fragment}" if fragment else "")


def image_address(source: str) -> str:
    """Where an image of the manual is served from."""
    return static(f"manual/{source.rpartition('/')[2]}")


def _prepare(tokens: Sequence[Token]) -> None:
    titles: list[str] = []
    column = 0
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor_of(plain(tokens[place + 1])))
        elif token.type == "thead_open":
            titles = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrSet("scope", "col")
            titles.append(plain(tokens[place + 1]))
        elif token.type == "td_open":
            token.attrSet("class", "cell")
            token.attrSet("data-label", titles[column])
            column += 1
        elif token.type == "inline":
            _lead(token)


def _lead(token: Token) -> None:
    """Point the links of a line where they lead."""
    for child in token.children or []:
        if child.type == "link_open":
            child.attrSet("href", address_of(str(child.attrGet("href"))))


def _figure(_renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    image = tokens[index]
    if not has_image(str(image.attrGet("src"))):
        return ""
    return format_html(
        '<span class="shot"><img src="{}" alt="{}" loading="lazy" width="1024" height="640">'
        '<span class="shot-words">{}</span></span>',
        image_address(str(image.attrGet("src"))),
        image.content,
        str(image.attrGet("title") or ""),
    )


def _table_open(*_: Any) -> str:
    return '<div class="table-frame"><table class="table data-table">'


def _table_close(*_: Any) -> str:
    return "</table></div>"
