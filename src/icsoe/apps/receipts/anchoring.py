"""Where every chain of the log ends, sealed by the Institute and kept outside the database.

Whoever rules the database can rewrite a chain with its head, or cut its end off: only a copy out of its reach
helps then. Copies are made each night, sealed with the key of the receipts, in a folder that the
backups take along; their fingerprint goes to the log of the process, which is collected elsewhere.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings

from icsoe.apps.audit.chain import Head, heads
from icsoe.apps.receipts.seal import seal_holds
from icsoe.apps.receipts.sealers import current_sealer
from icsoe.lib.canonical.digest import sha256_hex

#: No cadena, receipt or other thing sealed begins so.
PREFIX = b"ICSOE-BITACORA|1.0|"
FOLDER = "anchors"

logger = structlog.get_logger("icsoe.audit")


class AnchorError(Exception):
    """The anchor is not what the Institute sealed."""


def keep_anchor(*, at: datetime) -> Path:
    """Write a sealed anchor of the whole log and tell its fingerprint; where it is."""
    stated = {
        "at": at.isoformat(),
        "heads": {name: [one.length, one.digest] for name, one in heads().items()},
    }
    text = json.dumps(stated, ensure_ascii=False, sort_keys=True)
    sealer = current_sealer()
    signature = sealer.sign(PREFIX + text.encode())
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{at:%Y%m%dT%H%M%SZ}.json"
    kept = {"text": text, "seal": base64.b64encode(signature).decode()}
    unfinished = place.with_suffix(".part")
    unfinished.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(place)
    logger.info("log anchored", chains=len(stated["heads"]), sha256=sha256_hex(text.encode()))
    return place


def newest_anchor() -> Path | None:
    """The newest anchor kept, or None."""
    return max(_folder().glob("*.json"), default=None)


def read_anchor(place: Path) -> Mapping[str, Head]:
    """The heads that an anchor states, its seal checked. Raises AnchorError."""
    try:
        kept = json.loads(place.read_text(encoding="utf-8"))
        text, signature = str(kept["text"]), base64.b64decode(str(kept["seal"]), validate=True)
        stated = json.loads(text)["heads"]
    except (OSError, ValueError, KeyError, TypeError, binascii.Error) as error:
        raise AnchorError(place.name) from error
    if not seal_holds(current_sealer().certificate, PREFIX + text.encode(), signature):
        raise AnchorError(place.name)
    return {name: Head(length, digest) for name, (length, digest) in stated.items()}


def _folder() -> Path:
    return Path(settings.DATA_PATH) / FOLDER
