"""The canonical list of a contract's workers, as bytes.

CSV in UTF-8 (Unicode NFC), every line ended by LF, with the header
``nss,curp,primer_apellido,segundo_apellido,nombre,sbc``, lines in byte order of the NSS. The SBC carries two
decimals, no sign and no leading zeros. A field is quoted, by RFC 4180, only when it holds a comma, a double
quote, CR or LF. The rule is written out here, and not left to a CSV writer, because the bytes are signed.
"""

import io

import polars as pl

from icsoe.lib.canonical.errors import CanonicalError

COLUMNS = ("nss", "curp", "primer_apellido", "segundo_apellido", "nombre", "sbc")
HEADER = ",".join(COLUMNS) + "\n"
_AMOUNT = r"^[0-9]{1,10}(\.[0-9]{1,2})?$"
_MONEY = pl.Decimal(12, 2)


def roster_bytes(frame: pl.DataFrame) -> bytes:
    """Canonical bytes of ``frame``: the six ``COLUMNS`` as text, ``sbc`` decimal or text, rows in any order.

    ``segundo_apellido`` may be null (none). Raises CanonicalError on a missing column or value, an SBC with
    more than two decimals, or an NSS that appears twice.
    """
    texts = _as_texts(frame)
    _check(texts)
    body = (
        texts.sort("nss")
        .select(pl.concat_str([_field(name) for name in COLUMNS], separator=",").alias("line"))
        .get_column("line")
        .str.join("\n")
        .item()
    )
    return (HEADER + body + "\n").encode() if body else HEADER.encode()


def read_roster(data: bytes) -> pl.DataFrame:
    """The rows of a canonical roster: text columns and ``sbc`` as Decimal with scale 2, in order of NSS.

    Raises CanonicalError unless ``roster_bytes`` of the answer gives ``data`` again, byte by byte.
    """
    try:
        frame = pl.read_csv(
            io.BytesIO(data),
            schema=dict.fromkeys(COLUMNS, pl.String()),
            raise_if_empty=False,
        )
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise CanonicalError("not_canonical", "no es una lista de trabajadores en CSV") from error
    if roster_bytes(frame) != data:
        raise CanonicalError("not_canonical", "la lista de trabajadores no está en su forma canónica")
    return frame.with_columns(pl.col("segundo_apellido").fill_null(""), pl.col("sbc").cast(_MONEY))


def first_rows(data: bytes, count: int) -> pl.DataFrame:
    """The first rows of a canonical roster, as text columns, without reading the rest.

    The bytes are trusted to be canonical: whoever kept them did so under their hash.
    """
    return pl.read_csv(
        io.BytesIO(data), schema=dict.fromkeys(COLUMNS, pl.String()), n_rows=count, raise_if_empty=False
    ).with_columns(pl.col("segundo_apellido").fill_null(""))


def _as_texts(frame: pl.DataFrame) -> pl.DataFrame:
    if missing := [name for name in COLUMNS if name not in frame.columns]:
        raise CanonicalError("column_missing", "falta la columna", (missing[0],))
    texts = [_composed(frame.get_column(name).cast(pl.String)) for name in COLUMNS[:-1]]
    texts[3] = texts[3].fill_null("")
    amounts = frame.select(pl.col("sbc").cast(pl.String)).get_column("sbc")
    if frame.height and not amounts.str.contains(_AMOUNT).fill_null(False).all():
        raise CanonicalError("wrong_value", "el SBC no es un importe con dos decimales", ("sbc",))
    return frame.select(*texts, pl.col("sbc").cast(pl.String).cast(_MONEY).cast(pl.String))


def _composed(text: pl.Series) -> pl.Series:
    """In NFC. Plain ASCII is already, and telling that costs a tenth of composing it."""
    plain = (text.str.len_bytes() == text.str.len_chars()).all()
    return text if plain else text.str.normalize("NFC")


def _check(texts: pl.DataFrame) -> None:
    empty = texts.select((pl.all().is_null() | (pl.all() == "")).any())
    for name in COLUMNS:
        if name != "segundo_apellido" and empty.height and empty.item(0, name):
            raise CanonicalError("value_missing", "falta un valor", (name,))
    if texts.get_column("nss").is_duplicated().any():
        raise CanonicalError("worker_repeated", "un NSS aparece dos veces", ("nss",))


def _field(name: str) -> pl.Expr:
    text = pl.col(name)
    quoted = pl.concat_str([pl.lit('"'), text.str.replace_all('"', '""', literal=True), pl.lit('"')])
    return pl.when(text.str.contains('[,"\r\n]')).then(quoted).otherwise(text)
