"""How much a PDF would cost whoever opens it: what its streams unfold to, its images, its pages.

Content is measured, never kept: the unfolding goes through a small window and stops at the bound.
"""

import base64
import binascii
import zlib
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from icsoe.lib.papers import limits
from icsoe.lib.papers.dangers import resolved
from icsoe.lib.papers.errors import refusal

_WINDOW = 1024 * 1024
_FLATE = frozenset({"/FlateDecode", "/Fl"})
_HEX = frozenset({"/ASCIIHexDecode", "/AHx"})
_BASE85 = frozenset({"/ASCII85Decode", "/A85"})
# What each other unfolding filter can give at most for one byte: LZW strings and runs; the codecs of images
# are bounded by the pixels they declare.
_RATIOS = {"/LZWDecode": 1365, "/LZW": 1365, "/RunLengthDecode": 64, "/RL": 64, "/BrotliDecode": 1_000_000}


class Scales:
    """Adds up what the streams of one file unfold to."""

    def __init__(self) -> None:
        self.unfolded = 0

    def weigh(self, stream: StreamObject) -> None:
        """Add one stream. PaperError: `pdf_too_complex` over the bounds, `pdf_encrypted` if encrypted."""
        if _pixels(stream) > limits.MAX_PIXELS:
            raise refusal("pdf_too_complex")
        names = _filters(stream)
        if "/Crypt" in names:
            raise refusal("pdf_encrypted")
        unfolding = [name for name in names if name in _FLATE or name in _RATIOS]
        # No honest writer compresses twice: a thousand-fold of a thousand-fold is how 1 KB becomes a giant.
        if len(unfolding) > 1 or len(names) > 3:
            raise refusal("pdf_too_complex")
        if unfolding:
            data = _without_armour(stream._data, names[: names.index(unfolding[0])])  # noqa: SLF001 - undecoded bytes
            self._add(data, unfolding[0])

    def _add(self, data: bytes, name: str) -> None:
        if name in _FLATE:
            self._inflate(data)
        else:
            self.unfolded += len(data) * _RATIOS[name]
        if self.unfolded > limits.MAX_UNFOLDED:
            raise refusal("pdf_too_complex")

    def _inflate(self, data: bytes) -> None:
        inflater = zlib.decompressobj()
        try:
            while data and self.unfolded <= limits.MAX_UNFOLDED:
                self.unfolded += len(inflater.decompress(data, _WINDOW))
                data = inflater.unconsumed_tail
        except zlib.error:
            return  # a damaged stream shows as a blank: what came before the damage was counted


def count_pages(root: DictionaryObject) -> int:
    """Pages of the tree under the catalogue `root`, by its kids and by what it claims, whichever is more.

    PaperError: `pdf_too_many_pages` over the bound, `pdf_malformed` for one that bites its tail or has none.
    """
    top = resolved(root.get("/Pages"))
    if not isinstance(top, DictionaryObject):
        raise refusal("pdf_malformed")
    claimed = resolved(top.get("/Count", 0))
    pages = max(_leaves(top), claimed if isinstance(claimed, int) else 0)
    if pages > limits.MAX_PAGES:
        raise refusal("pdf_too_many_pages")
    if pages < 1:
        raise refusal("pdf_malformed")
    return pages


def _leaves(top: DictionaryObject) -> int:
    """Leaves reached, each as often as it is listed. Every listing counts, so a tree of twins ends too."""
    waiting, visits, pages = [top], 0, 0
    while waiting:
        node = waiting.pop()
        visits += 1
        # Only a loop, or a tree that branches without leaves, can need more steps than this.
        if visits > limits.MAX_PAGES * 10:
            raise refusal("pdf_malformed" if pages <= limits.MAX_PAGES else "pdf_too_many_pages")
        kids = resolved(node.get("/Kids"))
        if not isinstance(kids, ArrayObject):
            pages += 1
            continue
        if len(kids) > limits.MAX_PAGES:
            raise refusal("pdf_too_many_pages")
        waiting += [kid for kid in map(resolved, kids) if isinstance(kid, DictionaryObject)]
    return pages


def _pixels(stream: StreamObject) -> int:
    if resolved(stream.get("/Subtype")) != "/Image":
        return 0
    width, height = resolved(stream.get("/Width")), resolved(stream.get("/Height"))
    return width * height if isinstance(width, int) and isinstance(height, int) else 0


def _filters(stream: StreamObject) -> list[str]:
    value: Any = resolved(stream.get("/Filter"))
    if isinstance(value, ArrayObject):
        return [str(resolved(name)) for name in value[:9]]
    return [] if value is None or isinstance(value, IndirectObject) else [str(value)]


def _without_armour(data: bytes, names: list[str]) -> bytes:
    """The bytes under the text forms (hexadecimal, base 85); damaged armour holds nothing to unfold."""
    try:
        for name in names:
            if name in _HEX:
                data = binascii.unhexlify(b"".join(data.split()).rstrip(b">"))
            elif name in _BASE85:
                data = base64.a85decode(data.strip().removesuffix(b"~>"))
    except ValueError:
        return b""
    return data
