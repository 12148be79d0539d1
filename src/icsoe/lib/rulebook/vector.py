"""The rules of workers over a whole table: no row is looked at by Python.

Columns are taken one after the other, so that what one needs is freed before the next, and findings are made
from failing rows only. `worker` holds the same rules for one row; a property test holds both together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from icsoe.lib.identifiers import curp, nss, person_name
from icsoe.lib.periods.reference_values import SbcLimits
from icsoe.lib.rulebook import relations, salary
from icsoe.lib.rulebook.findings_table import MOST_LISTED, FindingsTable, Tally
from icsoe.lib.rulebook.relations import Keys, Known, Register
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.rulebook.worker import COLUMNS, NAME_COLUMNS

_SHORT_NSS = "^[0-9]{1,10}$"
_PIECE = 50_000  # rows under which a piece of a column is not worth a core of its own
_REQUIRED = {"primer_apellido": "primer_apellido_required", "nombre": "nombre_required"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a table.

    `frame`: `row`, the six columns cleaned (`sbc` is Decimal(10, 2), null where it is no amount),
    `folio_contrato` if the table names contracts, and `valid` (no error in the row). `findings`: the columns
    of `findings_table.SCHEMA`, at most `MOST_LISTED` of a code and column; `tally` counts them all. `notes`:
    what must not pass in silence, such as the checks that could not be made.
    """

    frame: pl.DataFrame
    findings: pl.DataFrame
    tally: Tally
    notes: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """A column of names by its distinct values, since names repeat.

    `distinct` holds what follows from each value; `index` says which one each row has.
    """

    distinct: pl.DataFrame
    index: pl.Series

    def column(self, name: str) -> pl.Series:
        return self.distinct.get_column(name).gather(self.index)

    def faulty(self) -> tuple[pl.Series, pl.Series]:
        """The positions of the rows with a code, and their codes."""
        at = (~self.column("right")).arg_true()
        return at, self.distinct.get_column("code").gather(self.index.gather(at))


def check_workers(
    frame: pl.DataFrame,
    limits: SbcLimits,
    *,
    row_numbers: pl.Series,
    register: Register | None = None,
    partners: pl.DataFrame | None = None,
    contracts: pl.DataFrame | None = None,
    require_names: bool = True,
) -> Checked:
    """Check a table of workers, every column of it text.

    `frame`: `nss`, `curp`, `sbc`, the names if the file has them, and `folio_contrato` or `referencia` if it
    feeds several contracts. `row_numbers`: the number of each row as the person sees it. `register`: that of
    insured persons. `partners`: `nss` and `curp` already in the contract, with `folio_contrato` if the table
    names contracts. `contracts`: `folio` and `reference` of those that are open. `require_names`: False where
    nobody is at hand who could resolve the names a file may do without. Raises ColumnNotFoundError without
    one of the three required columns.
    """
    raw = _as_typed(frame)
    found = FindingsTable(raw, row_numbers)
    keys = _check_keys(raw, found)
    known = relations.look_up(found, keys, register)
    typed = relations.fill(raw, NAME_COLUMNS, known)
    required = _REQUIRED if require_names else {}
    names = {column: _names(typed.get_column(column), column, required) for column in NAME_COLUMNS}
    for column in NAME_COLUMNS:
        found.add_at(column, *names[column].faulty())
    if require_names:
        _check_curp_against_names(found, keys, names)
    clean = {column: names[column].column("name") for column in NAME_COLUMNS}
    del typed, names
    salaries = relations.fill(raw, ("sbc",), known).get_column("sbc")
    amounts = _check_sbc(salaries, found, limits)
    relations.check_salary(found, known, amounts)
    contract = relations.check_contracts(found, contracts)
    relations.check_duplicates(found, keys, contract)
    relations.check_partners(found, keys, contract, partners)
    columns = {
        "row": row_numbers.cast(pl.UInt32),
        "nss": keys.nss,
        "curp": keys.curp,
        **clean,
        "sbc": amounts,
    }
    if contract is not None:
        columns["folio_contrato"] = contract
    columns["valid"] = found.valid()
    return Checked(pl.DataFrame(columns), found.frame(), found.tally(), _notes(limits, known, found))


def _as_typed(frame: pl.DataFrame) -> pl.DataFrame:
    kept: list[str] = [column for column in ("folio_contrato", "referencia") if column in frame.columns]
    absent = [pl.lit("").alias(column) for column in NAME_COLUMNS if column not in frame.columns]
    kept += [column for column in COLUMNS if column in frame.columns or column not in NAME_COLUMNS]
    return frame.select(pl.col(*kept).fill_null("")).with_columns(absent)


def _apply(series: pl.Series, rule: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """What the rule, which looks at one cell at a time, makes of the column.

    Polars works one expression over one column with one core: a long column goes in as many pieces as there
    are cores.
    """
    size = max(-(-len(series) // pl.thread_pool_size()), _PIECE)
    pieces = [
        series.slice(start, size).to_frame("x").lazy().select(rule(pl.col("x")).alias("x"))
        for start in range(0, max(len(series), 1), size)
    ]
    return pl.concat(pl.collect_all(pieces), rechunk=True).to_series()


def _clean(typed: pl.Series, pattern: str, rule: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """The column cleaned; the cells that already have the pattern are left where they are in memory."""
    odd = _apply(typed, lambda cell: ~cell.str.contains(pattern)).arg_true()
    return typed.clone().scatter(odd, _apply(typed.gather(odd), rule)) if len(odd) else typed


def _check_keys(raw: pl.DataFrame, found: FindingsTable) -> Keys:
    numbers = _restore_zeros(_clean(raw.get_column("nss"), nss.FORMAT, nss.normalise_expr), found)
    curps = _clean(raw.get_column("curp"), curp.FORMAT, curp.normalise_expr)
    nss_codes, curp_codes = _apply(numbers, nss.check_expr), _apply(curps, curp.check_expr)
    found.add("nss", nss_codes)
    found.add("curp", curp_codes)
    return Keys(
        nss=numbers,
        curp=curps,
        nss_formed=nss_codes.is_null() | (nss_codes == "nss_check"),
        curp_formed=~curp_codes.is_in(["curp_required", "curp_format"]).fill_null(False),
        nss_right=nss_codes.is_null(),
        curp_right=curp_codes.is_null(),
    )


def _restore_zeros(numbers: pl.Series, found: FindingsTable) -> pl.Series:
    short = numbers.str.contains(_SHORT_NSS).arg_true()
    restored = _apply(numbers.gather(short), nss.restore_leading_zeros_expr)
    at, whole = short.filter(restored.is_not_null()), restored.drop_nulls()
    if at.is_empty():
        return numbers
    found.add_at("nss", at, "nss_leading_zero", whole)
    return numbers.scatter(at, whole)


def _names(typed: pl.Series, column: str, required: Mapping[str, str]) -> _Names:
    distinct = typed.unique().to_frame("typed")
    name = pl.col("name")
    letters = person_name.given_letters_expr if column == "nombre" else person_name.surname_letters_expr
    missing = pl.when(name == "").then(pl.lit(required.get(column), pl.String))
    following = distinct.select(person_name.normalise_expr(pl.col("typed")).alias("name")).with_columns(
        missing.otherwise(person_name.check_expr(name)).alias("code"),
        *(letter.str.to_integer(base=36, dtype=pl.UInt32) for letter in letters(name).values()),
    )
    index = typed.to_frame("typed").join(
        distinct.with_row_index("index"), on="typed", how="left", maintain_order="left"
    )
    right = pl.col("code").is_null().alias("right")
    return _Names(following.with_columns(right), index.get_column("index"))


def _check_curp_against_names(found: FindingsTable, keys: Keys, names: dict[str, _Names]) -> None:
    """Only a CURP and names without errors are compared: else the warning repeats an error."""
    first, second, given = (names[column] for column in NAME_COLUMNS)
    right = keys.curp_right & first.column("right") & second.column("right") & given.column("right")
    first_four, inner = first.column("initial"), first.column("consonant")
    for letter in (first.column("vowel"), second.column("initial"), given.column("initial")):
        first_four = first_four * 36 + letter
    for letter in (second.column("consonant"), given.column("consonant")):
        inner = inner * 36 + letter
    letters = pl.DataFrame({"curp": keys.curp, "right": right, "first_four": first_four, "inner": inner})
    agrees = curp.letters_match_expr(pl.col("curp"), pl.col("first_four"), pl.col("inner"))
    found.add_at("curp", letters.select((pl.col("right") & ~agrees).arg_true()).to_series(), "curp_names")


def _check_sbc(typed: pl.Series, found: FindingsTable, limits: SbcLimits) -> pl.Series:
    texts = _clean(typed, salary.AMOUNT, salary.normalise_expr)
    amounts = _apply(texts, salary.parse_expr)
    cells = pl.DataFrame({"text": texts, "amount": amounts})
    found.add("sbc", cells.select(salary.check_expr(pl.col("text"), pl.col("amount"))).to_series())
    if limits.floor is not None:
        below = _apply(amounts, lambda amount: amount < pl.lit(limits.floor)).arg_true()
        found.add_at("sbc", below, "sbc_floor", f"{limits.floor:.2f}")
    if limits.cap is not None:
        above = _apply(amounts, lambda amount: amount > pl.lit(limits.cap)).arg_true()
        found.add_at("sbc", above, "sbc_cap", f"{limits.cap:.2f}")
    return amounts


def _notes(limits: SbcLimits, known: Known | None, found: FindingsTable) -> tuple[Finding, ...]:
    notes = []
    if known is None:
        notes.append(Finding("registry_unavailable", "nss"))
    elif known.without_data:
        notes.append(Finding("registry_no_data", "nss", detail=f"{known.without_data:,}"))
    if limits.floor is None or limits.cap is None:
        notes.append(Finding("sbc_limits_unavailable", "sbc"))
    if found.was_cut:
        notes.append(Finding("findings_cut", "", detail=f"{MOST_LISTED:,}"))
    return tuple(notes)
