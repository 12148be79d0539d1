"""Personal keys hidden in free text: what leaves for a log or a letter names nobody."""

import re

# Whatever they are embedded in; the longest shapes first.
_PERSONAL = re.compile(
    r"(?P<curp>[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d)"
    r"|(?P<rfc>(?<![A-ZÑ&])[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}(?![A-Z0-9]))"
    r"|(?P<nss>(?<!\d)\d{11}(?!\d))"
    r"|(?P<mail>[\w.+-]+@[\w-]+\.[\w.-]+)",
    re.IGNORECASE,
)


def mask(text: str) -> str:
    """The text with each CURP, RFC, NSS and e-mail address replaced by its name in brackets."""
    return _PERSONAL.sub(lambda match: f"[{match.lastgroup}]", text)
