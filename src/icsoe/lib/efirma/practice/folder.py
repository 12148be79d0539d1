"""A practice authority kept in a folder, so that the demo's web, responder and scripts share one.

Private keys are written unencrypted with mode 0600: they are worth nothing outside the practice, and the
folder is never part of the source tree.
"""

import hashlib
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from icsoe.lib.efirma.chain import MANIFEST
from icsoe.lib.efirma.practice.assemble import Signer
from icsoe.lib.efirma.practice.authority import Authority, Efirma
from icsoe.lib.efirma.practice.seal import Seal

_NAMES = ("root", "ac", "responder")


def save_authority(authority: Authority, folder: Path) -> None:
    """Write the three certificates and their keys; `load_authority` reads them back."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, signer in zip(_NAMES, (authority.root, authority.ac, authority.responder), strict=True):
        (folder / f"{name}.cer").write_bytes(signer.certificate)
        _write_secret(folder / f"{name}.pem", _pem(signer.key))


def load_authority(folder: Path) -> Authority:
    """The authority of `save_authority`; OSError or ValueError when it is not there whole."""
    return Authority(*(_load(folder, name) for name in _NAMES))


def write_anchors(authority: Authority, folder: Path) -> None:
    """Write root and AC with the manifest that pins them: a folder for `TrustStore.from_directory`."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {}
    for name, der in zip(("root.cer", "ac.cer"), authority.anchors, strict=True):
        (folder / name).write_bytes(der)
        manifest[name] = hashlib.sha256(der).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def write_efirma(efirma: Efirma, folder: Path, name: str) -> None:
    """Write `<name>.cer` and the encrypted `<name>.key`, what a person would be handed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.cer").write_bytes(efirma.certificate)
    _write_secret(folder / f"{name}.key", efirma.key_file)


def write_seal(seal: Seal, folder: Path, *, password: str) -> None:
    """Write `sello.p12` (seal, key and chain), and `sello.cer` and `autoridad-sello.cer` for whoever
    verifies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_secret(folder / "sello.p12", seal.pkcs12(password))
    (folder / "sello.cer").write_bytes(seal.seal.certificate)
    (folder / "autoridad-sello.cer").write_bytes(seal.authority)


def _load(folder: Path, name: str) -> Signer:
    key = load_pem_private_key((folder / f"{name}.pem").read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError(f"{name}.pem holds no RSA key")
    return Signer((folder / f"{name}.cer").read_bytes(), key)


def _pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write_secret(file: Path, content: bytes) -> None:
    file.touch(mode=0o600)
    file.write_bytes(content)
