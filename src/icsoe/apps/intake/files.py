"""Where the files of a load stand: one folder each, named by its public id."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.core.files.storage import default_storage

from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.sheets.limits import Limits

_CHUNK = 1024 * 1024
_FOLDER = "loads"


@dataclass(frozen=True)
class Stored:
    """What was stored of an upload."""

    size: int
    sha256: str


def root() -> Path:
    """The folder of all loads."""
    return Path(default_storage.path(_FOLDER))


def folder(public_id: UUID) -> Path:
    """The folder of one load."""
    return root() / str(public_id)


def original(public_id: UUID) -> Path:
    """The file as it came; without an ending, because its kind is told by its content."""
    return folder(public_id) / "original"


def checked(public_id: UUID, round_: int) -> Path:
    """The table a check made, cleaned, in the order it is written to the database (Arrow IPC)."""
    return folder(public_id) / f"checked-{round_}.arrow"


def report_csv(public_id: UUID) -> Path:
    return folder(public_id) / "informe.csv"


def report_xlsx(public_id: UUID) -> Path:
    return folder(public_id) / "archivo-anotado.xlsx"


def store(source: BinaryIO, public_id: UUID, limits: Limits) -> Stored:
    """Write the upload to its folder, hashing it on the way, and have the disk keep it.

    Raises Refused file_too_large over the bound; then nothing stays.
    """
    place = folder(public_id)
    place.mkdir(parents=True, mode=0o700)
    try:
        return _write(source, original(public_id), limits)
    except BaseException:
        remove(public_id)
        raise


def _write(source: BinaryIO, target: Path, limits: Limits) -> Stored:
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        target.chmod(0o600)
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > limits.max_bytes:
                raise Refused(Finding("file_too_large", "file"))
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Stored(size, digest.hexdigest())


def remove(public_id: UUID) -> None:
    """Remove everything of a load; one that has nothing is no accident."""
    shutil.rmtree(folder(public_id), ignore_errors=True)


def keep_only_round(public_id: UUID, round_: int) -> None:
    """Remove the tables of earlier checks."""
    for path in folder(public_id).glob("checked-*.arrow"):
        if path != checked(public_id, round_):
            path.unlink(missing_ok=True)
