"""RSA keys for practice, reused by label because making one is slow, and the encrypted `.key` file of SAT's
shape.
"""

import hashlib
import threading

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from icsoe.lib.efirma.practice import encode

KEY_BITS = 2048
ROUNDS = 2048
# Every .key of SAT carries this one salt, and as IV the first bytes of the very text it encrypts: this is why
# even the encrypted file must never leave the browser. Practice keys share both faults, so that tests meet
# them.
SHARED_SALT = bytes.fromhex("0201000282010100")
_PBES2, _PBKDF2, _TRIPLE_DES = "1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12", "1.2.840.113549.3.7"


class KeyPool:
    """RSA keys by label: the same label gives the same key, so a test suite makes few of them."""

    def __init__(self, *, bits: int = KEY_BITS) -> None:
        self._bits = bits
        self._keys: dict[str, rsa.RSAPrivateKey] = {}
        self._lock = threading.Lock()

    def take(self, label: str) -> rsa.RSAPrivateKey:
        """The key of this label, made the first time it is asked for."""
        with self._lock:
            if label not in self._keys:
                self._keys[label] = rsa.generate_private_key(public_exponent=65537, key_size=self._bits)
            return self._keys[label]


def protect_key(key: rsa.RSAPrivateKey, password: str) -> bytes:
    """A `.key` as SAT writes it: PKCS#8, PBES2, PBKDF2-HMAC-SHA1 of 2048 rounds, 3DES in CBC; password in
    UTF-8.
    """
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    iv = plain[:8]
    secret = hashlib.pbkdf2_hmac("sha1", password.encode("utf-8"), SHARED_SALT, ROUNDS, 24)
    padder = padding.PKCS7(TripleDES.block_size).padder()
    encryptor = Cipher(TripleDES(secret), CBC(iv)).encryptor()
    encrypted = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    derivation = encode.sequence(
        encode.oid(_PBKDF2), encode.sequence(encode.octets(SHARED_SALT), encode.integer(ROUNDS))
    )
    scheme = encode.sequence(encode.oid(_TRIPLE_DES), encode.octets(iv))
    algorithm = encode.sequence(encode.oid(_PBES2), encode.sequence(derivation, scheme))
    return encode.sequence(algorithm, encode.octets(encrypted))
