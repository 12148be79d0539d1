"""The filing's cadena original: the one line the holder's e.firma signs."""

from icsoe.lib.efirma.challenge import escape

PREFIX = "ICSOE-INFORMATIVA"
VERSION = "1.0"
NOTHING_REPLACED = "-"


def filing_cadena(
    *,
    rfc: str,
    year: int,
    number: int,
    type: str,
    replaces: str | None,
    contracts: int,
    workers: int,
    document_sha256: str,
) -> str:
    """``||ICSOE-INFORMATIVA|1.0|RFC|year-period|type|folio replaced or -|contracts|workers|sha256||``.

    Every value is escaped (``%`` as ``%25``, ``|`` as ``%7C``), so that one line has one reading. The
    signature is made over its UTF-8 bytes.
    """
    values = (
        PREFIX,
        VERSION,
        rfc,
        f"{year}-{number}",
        type,
        replaces or NOTHING_REPLACED,
        str(contracts),
        str(workers),
        document_sha256,
    )
    return f"||{'|'.join(escape(value) for value in values)}||"
