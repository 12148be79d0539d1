"""A number as a spreadsheet keeps it, to the text of its cell. Runs in the child process."""

from __future__ import annotations

_EXACT_DIGITS = 15  # what a spreadsheet keeps of a number


def plain_number(text: str) -> str:
    """A stored number as its cell would show it: no exponent, at most 15 significant digits.

    `1.2345678903E10` gives `12345678903`; `250.10000000000002` gives `250.1`; what is no number is left as
    it is.
    """
    text = text.strip()
    if len(text) <= _EXACT_DIGITS and text.isascii() and text.isdigit():
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    if value != value or abs(value) >= 10**_EXACT_DIGITS:
        return text
    shown = f"{value:.{_EXACT_DIGITS}g}"
    if "e" in shown:
        shown = f"{value:.{_EXACT_DIGITS}f}".rstrip("0").rstrip(".")
    return shown
