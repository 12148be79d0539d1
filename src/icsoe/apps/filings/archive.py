"""Everything a provider presented about a year's periods, as one ZIP that anybody can check by hand."""

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import IO

from icsoe.apps.filings.frozen import kept_bytes
from icsoe.apps.filings.models import Filing
from icsoe.apps.filings.selectors import facts_of
from icsoe.apps.receipts import selectors as receipts

#: What fits in memory; a longer archive goes on in a file that nobody else can read.
_IN_MEMORY = 16 * 1024 * 1024
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class _Part:
    name: str
    content: bytes


def years_of(provider_rfc: str) -> list[int]:
    """The years about which the provider presented something, newest first."""
    years = Filing.objects.filter(provider_id=provider_rfc).values_list("year", flat=True).distinct()
    return sorted(years, reverse=True)


def archive_of(provider_rfc: str, year: int) -> IO[bytes]:
    """A ZIP, rewound, of every filing about the year's periods: receipts, documents, lists and signatures.

    Each filing is a folder by its folio; ``SHA256SUMS.txt`` covers every file and ``LEAME.txt`` says how each
    claim is checked, in the words of common tools and without any program of ours. The same filings give the
    same bytes, but for receipts whose PDF was made since. Raises Filing.DoesNotExist for a year without any.
    """
    filings = list(
        Filing.objects.filter(provider_id=provider_rfc, year=year)
        .select_related("certificate")
        .order_by("number", "presented_at", "id")
    )
    if not filings:
        raise Filing.DoesNotExist
    target = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - handed to whoever sends it
    sums: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in filings:
            for part in _parts(one):
                _write(packed, part)
                sums.append(f"{sha256(part.content).hexdigest()}  {part.name}\n")
        _write(packed, _Part("SHA256SUMS.txt", "".join(sums).encode()))
        _write(packed, _Part("LEAME.txt", _readme()))
    target.seek(0)
    return target


def _parts(one: Filing) -> Iterator[_Part]:
    folder = one.folio
    yield _Part(f"{folder}/documento.json", kept_bytes(one.document_id))
    yield _Part(f"{folder}/cadena.txt", one.cadena.encode())
    yield _Part(f"{folder}/firma.bin", bytes(one.signature))
    yield _Part(f"{folder}/certificado.cer", bytes(one.certificate.der))
    if (twin := receipts.receipt_json(one.folio)) is not None:
        yield _Part(f"{folder}/acuse.json", twin)
    if (pdf := receipts.receipt_pdf(one.folio)) is not None:
        yield _Part(f"{folder}/acuse.pdf", pdf)
    for contract in facts_of(one).contracts:
        yield _Part(f"{folder}/trabajadores/{contract.folio}.csv", kept_bytes(contract.roster_sha256))
        if contract.movements_sha256:
            moved = kept_bytes(contract.movements_sha256)
            yield _Part(f"{folder}/movimientos/{contract.folio}.csv", moved)


def _write(packed: zipfile.ZipFile, part: _Part) -> None:
    entry = zipfile.ZipInfo(part.name, date_time=_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    packed.writestr(entry, part.content)


def _readme() -> bytes:
    return (files("icsoe.apps.filings") / "archive_readme.txt").read_bytes()
