"""Findings about a table, gathered from the failing rows only, and their sentences, made without a loop."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

import polars as pl

from icsoe.lib.rulebook.rules import VALUE_CHARS, Language, Severity, message_template, rules

#: Columns a finding may be about, in the order they are told.
COLUMN_ORDER = (
    "folio_contrato",
    "referencia",
    "nss",
    "curp",
    "primer_apellido",
    "segundo_apellido",
    "nombre",
    "sbc",
)
CODES = pl.Enum(list(rules()))
COLUMNS = pl.Enum(list(COLUMN_ORDER))
SEVERITIES = pl.Enum([severity.value for severity in Severity])
#: One byte each for column, code and severity: a million faulty rows make millions of findings.
SCHEMA = pl.Schema(
    {
        "row": pl.UInt32(),
        "column": COLUMNS,
        "code": CODES,
        "severity": SEVERITIES,
        "value": pl.String(),
        "detail": pl.String(),
    }
)
#: Of one code in one column at most this many findings are listed, the first ones; all are counted.
MOST_LISTED = 100_000


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of a table, and its findings by code; a row with errors and warnings counts as faulty alone."""

    rows: int
    faulty: int
    warned: int
    by_code: dict[str, int]

    @property
    def valid(self) -> int:
        """Rows without errors, warned or not."""
        return self.rows - self.faulty


class FindingsTable:
    """Gathers findings about `raw`, the table as typed, whose rows are numbered `rows` (UInt32)."""

    def __init__(self, raw: pl.DataFrame, rows: pl.Series) -> None:
        self.raw = raw
        self.rows = rows
        self.was_cut = False
        self._parts: list[pl.DataFrame] = []
        self._counts: Counter[str] = Counter()
        self._positions: dict[Severity, list[pl.Series]] = {severity: [] for severity in Severity}

    def add(self, column: str, codes: pl.Series) -> None:
        """A finding for every row whose code is not null; `codes` is as long as the table."""
        at = codes.is_not_null().arg_true()
        self.add_at(column, at, codes.gather(at))

    def add_at(
        self, column: str, at: pl.Series, codes: pl.Series | str, detail: pl.Series | str = ""
    ) -> None:
        """A finding for each position in `at`, with its code and what fills the blank of its sentence."""
        if at.is_empty():
            return
        code = pl.lit(codes, CODES) if isinstance(codes, str) else pl.lit(codes.cast(CODES))
        blank = pl.lit(detail) if isinstance(detail, str) else pl.lit(detail.cast(pl.String))
        part = pl.DataFrame({"at": at}).with_columns(code.alias("code"), blank.alias("detail"))
        for code in part.get_column("code").unique():
            same = part.filter(pl.col("code") == code)
            self._count(code, same.get_column("at"))
            self._list(column, code, same.head(MOST_LISTED))

    def _count(self, code: str, at: pl.Series) -> None:
        self._counts[code] += len(at)
        self._positions[rules()[code].severity].append(at)
        self.was_cut |= len(at) > MOST_LISTED

    def _list(self, column: str, code: str, part: pl.DataFrame) -> None:
        at = part.get_column("at")
        values = self.raw.get_column(column).gather(at).str.slice(0, VALUE_CHARS)
        self._parts.append(
            part.select(
                pl.lit(self.rows.gather(at)).cast(pl.UInt32).alias("row"),
                pl.lit(column, COLUMNS).alias("column"),
                "code",
                pl.lit(rules()[code].severity.value, SEVERITIES).alias("severity"),
                pl.lit(values).alias("value"),
                "detail",
            )
        )

    def frame(self) -> pl.DataFrame:
        """The findings listed, by row, then column, then code; the columns of `SCHEMA`."""
        if not self._parts:
            return pl.DataFrame(schema=SCHEMA)
        return pl.concat(self._parts).sort("row", "column", "code")

    def valid(self) -> pl.Series:
        """Of each row, whether it has no error."""
        return ~self._marked(Severity.ERROR)

    def tally(self) -> Tally:
        """What the person is told first: how many rows, faulty and warned, and how often each code."""
        faulty, warned = self._marked(Severity.ERROR), self._marked(Severity.WARNING)
        return Tally(len(self.rows), int(faulty.sum()), int((warned & ~faulty).sum()), dict(self._counts))

    def _marked(self, severity: Severity) -> pl.Series:
        marked = pl.repeat(False, len(self.rows), dtype=pl.Boolean, eager=True)
        for at in self._positions[severity]:
            marked = marked.scatter(at, True)
        return marked


def with_messages(findings: pl.DataFrame, lang: Language = "es") -> pl.DataFrame:
    """The findings and a column `message`: what each says to a person. Codes may be of any text type.

    Raises KeyError for a code the rulebook does not hold.
    """
    texts = findings.with_columns(pl.col("code", "value", "detail").cast(pl.String))
    message = pl.lit(None, pl.String)
    for code in texts.get_column("code").unique().sort():
        sentence = pl.concat_str(list(_pieces(message_template(code, lang))))
        message = pl.when(pl.col("code") == code).then(sentence).otherwise(message)
    return texts.with_columns(message.alias("message"))


def _pieces(template: str) -> Iterator[pl.Expr]:
    for text, blank, _, _ in Formatter().parse(template):
        if text:
            yield pl.lit(text)
        if blank:
            yield pl.col(blank).fill_null("")
