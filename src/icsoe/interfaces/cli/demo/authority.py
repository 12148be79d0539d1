"""The practice authority, minted once: anchors, e.firmas, seal and what the responder needs.

anchors/    what the portal trusts            efirmas/    what people are handed, and README.txt
seal/       the Institute's seal              authority/  the authority's own keys
revoked.json  serial numbers and instants, for the responder
"""

import json
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from icsoe.interfaces.cli.demo import cast
from icsoe.lib.efirma.certificate import read_certificate
from icsoe.lib.efirma.practice.authority import Authority, Efirma, found_authority
from icsoe.lib.efirma.practice.folder import load_authority, save_authority, write_anchors, write_efirma
from icsoe.lib.efirma.practice.keys import KeyPool
from icsoe.lib.efirma.practice.seal import mint_seal

ANCHORS, EFIRMAS, SEAL, AUTHORITY, REVOKED = "anchors", "efirmas", "seal", "authority", "revoked.json"
_REVOKED_AT = datetime(2021, 2, 1, tzinfo=UTC)
_README = """\
e.firmas de práctica

Las personas y empresas son inventadas y estas e.firmas no valen fuera de esta práctica.
Contraseña de todas las claves privadas: {password}
En cada carpeta hay un certificado (.cer) y su clave privada (.key).

Para entrar y firmar:
{good}

Para ver cómo se rechazan:
{refused}
"""


def ensure(folder: Path) -> None:
    """Make the practice authority in `folder` unless it is there; all of it appears at once, or nothing.

    Two processes may try together: one of them wins and both return. OSError when something else is in the
    way.
    """
    if _is_there(folder):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".practice-", dir=folder.parent))
    try:
        _mint(draft)
        try:
            draft.rename(folder)
        except OSError:
            if not _is_there(folder):
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def load(folder: Path) -> tuple[Authority, Mapping[int, datetime]]:
    """The authority kept in `folder` and the serial numbers it revoked, with when. OSError, ValueError."""
    listed = json.loads((folder / REVOKED).read_text("utf-8"))
    revoked = {int(serial): datetime.fromisoformat(at) for serial, at in listed.items()}
    return load_authority(folder / AUTHORITY), revoked


def _is_there(folder: Path) -> bool:
    return (folder / REVOKED).is_file()


def _mint(folder: Path) -> None:
    keys = KeyPool()
    authority = found_authority(since=cast.FOUNDED, until=cast.CLOSED, keys=keys)
    # The same title: only the keys tell a false authority from the true one.
    stranger = found_authority(since=cast.FOUNDED, until=cast.CLOSED, keys=KeyPool())
    save_authority(authority, folder / AUTHORITY)
    write_anchors(authority, folder / ANCHORS)
    efirmas = {
        role: cast.mint(role, place=place, authority=authority, stranger=stranger, keys=keys)
        for place, role in enumerate(cast.roles())
    }
    for role, efirma in efirmas.items():
        write_efirma(efirma, folder / EFIRMAS / role.folder, role.folder.split("-", 1)[1])
    (folder / EFIRMAS / "README.txt").write_text(_readme(), "utf-8")
    (folder / REVOKED).write_text(json.dumps(_revoked(efirmas), indent=1) + "\n", "utf-8")
    _write_seal(folder / SEAL, keys)


def _revoked(efirmas: Mapping[cast.Role, Efirma]) -> Mapping[str, str]:
    return {
        str(read_certificate(efirma.certificate).serial): _REVOKED_AT.isoformat()
        for role, efirma in efirmas.items()
        if role.kind == "revoked"
    }


def _readme() -> str:
    good, refused = (
        "\n".join(
            f"  {role.folder}/\n      {role.person.rfc}  {role.person.name}\n      {role.purpose}"
            for role in cast.roles()
            if role.is_refused is wanted
        )
        for wanted in (False, True)
    )
    return _README.format(password=cast.PASSWORD, good=good, refused=refused)


def _write_seal(folder: Path, keys: KeyPool) -> None:
    seal = mint_seal(not_before=cast.FOUNDED, not_after=cast.CLOSED, keys=keys)
    password = secrets.token_urlsafe(24)
    folder.mkdir()
    for name, content in (("seal.p12", seal.pkcs12(password)), ("password", password.encode("ascii"))):
        (folder / name).touch(mode=0o600)
        (folder / name).write_bytes(content)
    (folder / "seal.cer").write_bytes(seal.seal.certificate)
    (folder / "ca.cer").write_bytes(seal.authority)
