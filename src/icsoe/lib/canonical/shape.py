"""Frozen records to canonical JSON (RFC 8785) and strictly back, by their type hints.

Hints understood: ``str``, ``int``, ``bool``, ``bytes`` (base64), ``date``, ``datetime`` (aware, written in
UTC), ``Decimal`` (money: text with two digits), ``X | None``, ``tuple[X, ...]``, dataclasses and named
tuples.
"""

import base64
import binascii
import json
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from icsoe.lib.canonical.errors import CanonicalError

Record = TypeVar("Record")
Path = tuple[str, ...]
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | None"
Reader = Callable[[Any, Path], Any]
_CENT = Decimal("0.01")
#: The largest whole number that every reader of JSON holds exactly (RFC 8785, 3.2.2.3; RFC 7493, 2.2).
_LARGEST = 2**53 - 1
# Texts, whole numbers and names in ASCII are written by the library exactly as RFC 8785 asks, blanks and
# order included; only fractions and other names differ, and neither exists here (see ``to_plain``).
_ENCODE = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def canonical_json(value: Plain) -> bytes:
    """RFC 8785 bytes of plain values as ``to_plain`` gives them. CanonicalError on half a surrogate pair."""
    try:
        return _ENCODE(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise CanonicalError("not_canonical", "un texto no se puede escribir en UTF-8") from error


def load_json(data: bytes) -> Any:
    """The JSON value in ``data`` (UTF-8, no member twice, no NaN). Raises CanonicalError on anything else."""
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_members_once, parse_constant=_no_constant)
    except (UnicodeDecodeError, RecursionError) as error:
        raise CanonicalError("not_json", "no es un documento JSON en UTF-8") from error
    except ValueError as error:
        if isinstance(error, CanonicalError):
            raise
        raise CanonicalError("not_json", "no es un documento JSON") from error


def _members_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise CanonicalError("member_repeated", "un dato aparece dos veces")
    return members


def _no_constant(name: str) -> Any:
    raise CanonicalError("not_json", f"{name} no es un número de JSON")


def to_plain(value: Any) -> Any:
    """Plain JSON values (dict, list, str, int, bool, None) of a record; texts in Unicode NFC.

    CanonicalError on what has no one form in JSON: fractions, whole numbers beyond 2^53 - 1.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _write_whole(value)
    for written, write in _WRITERS:
        if isinstance(value, written):
            return write(value)
    kind: Any = type(value)
    if names := _names_of(kind):
        return {name: to_plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    raise CanonicalError("not_canonical", f"{type(value).__name__} no tiene forma canónica")


def _write_whole(value: int) -> int:
    if abs(value) > _LARGEST:
        raise CanonicalError("not_canonical", f"{value} no cabe en un número de JSON")
    return value


def _write_instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise CanonicalError("not_canonical", "una fecha con hora necesita zona horaria")
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _write_money(value: Decimal) -> str:
    if not value.is_finite() or value != value.quantize(_CENT):
        raise CanonicalError("not_canonical", f"{value} no es un importe con dos decimales")
    return f"{value.quantize(_CENT):f}"


_WRITERS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, lambda text: unicodedata.normalize("NFC", text)),
    (bytes, lambda raw: base64.b64encode(raw).decode("ascii")),
    (datetime, _write_instant),  # before date: every datetime is a date
    (date, date.isoformat),
    (Decimal, _write_money),
)


def from_plain(kind: type[Record], value: Any) -> Record:
    """The record of class ``kind`` that ``value`` describes; unknown or missing members are refused."""
    hint: Any = kind
    record: Record = _reader(hint)(value, ())
    return record


@cache
def _reader(hint: Any) -> Reader:
    """How values of the hint are read, worked out once."""
    if hint in _READERS:
        return _READERS[hint]
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _optional(_reader(_without_none(hint)))
    if origin is tuple:
        return _items(_reader(get_args(hint)[0]))
    return _record(hint)


def _without_none(hint: Any) -> Any:
    (only,) = (each for each in get_args(hint) if each is not NoneType)
    return only


def _optional(reader: Reader) -> Reader:
    return lambda value, path: None if value is None else reader(value, path)


def _items(reader: Reader) -> Reader:
    def read(value: Any, path: Path) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise CanonicalError("wrong_type", "debe ser una lista", path)
        return tuple([reader(item, (*path, str(index))) for index, item in enumerate(value)])

    return read


def _record(kind: Any) -> Reader:
    hints = _hints_of(kind)
    readers = {name: _reader(hints[name]) for name in _names_of(kind)}

    def read(value: Any, path: Path) -> Any:
        if not isinstance(value, dict):
            raise CanonicalError("wrong_type", "debe ser un objeto", path)
        if value.keys() != readers.keys():
            _refuse_members(value, readers, path)
        return kind(**{name: reader(value[name], (*path, name)) for name, reader in readers.items()})

    return read


def _refuse_members(value: dict[str, Any], readers: dict[str, Reader], path: Path) -> None:
    if unknown := sorted(value.keys() - readers.keys()):
        raise CanonicalError("member_unknown", "dato desconocido", (*path, unknown[0]))
    missing = next(name for name in readers if name not in value)
    raise CanonicalError("member_missing", "falta el dato", (*path, missing))


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return tuple(getattr(kind, "_fields", ()))


@cache
def _hints_of(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _plain(kind: type) -> Callable[[Any, Path], Any]:
    def read(value: Any, path: Path) -> Any:
        if type(value) is not kind:
            raise CanonicalError("wrong_type", f"debe ser de tipo {kind.__name__}", path)
        return value

    return read


def _from_text(parse: Callable[[str], Any]) -> Callable[[Any, Path], Any]:
    """Read text by ``parse`` and insist that writing it again gives the same text."""

    def read(value: Any, path: Path) -> Any:
        text = _plain(str)(value, path)
        try:
            parsed = parse(text)
            same = to_plain(parsed) == text
        except (ValueError, InvalidOperation, binascii.Error, OverflowError) as error:
            raise CanonicalError("wrong_value", f"{text[:40]!r} no se puede leer", path) from error
        if not same:
            raise CanonicalError("wrong_value", f"{text[:40]!r} no está en su forma canónica", path)
        return parsed

    return read


_READERS: dict[Any, Reader] = {
    str: _plain(str),
    int: _plain(int),
    bool: _plain(bool),
    bytes: _from_text(lambda text: base64.b64decode(text, validate=True)),
    date: _from_text(date.fromisoformat),
    datetime: _from_text(datetime.fromisoformat),
    Decimal: _from_text(Decimal),
}
