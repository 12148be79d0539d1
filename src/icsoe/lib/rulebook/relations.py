"""Rules of workers that look beyond the row: the other rows, the contract, the Institute's register."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from icsoe.lib.identifiers.characters import compact_expr
from icsoe.lib.rulebook.findings_table import FindingsTable

_HASH_STEP = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Keys:
    """The two keys of each row, cleaned. `formed`: it has the form; `right`: it breaks no rule of its own."""

    nss: pl.Series
    curp: pl.Series
    nss_formed: pl.Series
    curp_formed: pl.Series
    nss_right: pl.Series
    curp_right: pl.Series


@dataclass(frozen=True, slots=True)
class Register:
    """The register of insured persons, asked once for a whole table.

    `look_up` takes well-formed NSS (text, each once) and gives those it holds, a row each: `nss`, `curp`, the
    three names, and `sbc`, the last of the period (Decimal, null if unknown). `complete`: it holds everybody,
    so that whoever is absent is unknown to the Institute; else absence means that it has no data.
    """

    look_up: Callable[[pl.Series], pl.DataFrame]
    complete: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the register said.

    `index` is each row's place in `people`, null unless both its keys are one person's there; `without_data`
    counts the right NSS of which it could say nothing.
    """

    people: pl.DataFrame
    index: pl.Series
    without_data: int

    def column(self, name: str) -> pl.Series:
        """What it holds of each row, null where nothing."""
        return self.people.get_column(name).gather(self.index)


def look_up(found: FindingsTable, keys: Keys, register: Register | None) -> Known | None:
    """Ask the register for every right NSS; tell those it does not hold or holds with another CURP."""
    if register is None:
        return None
    people = register.look_up(keys.nss.filter(keys.nss_right).unique())
    people = people.unique("nss", keep="first", maintain_order=True)
    rows = pl.DataFrame(
        {"nss": keys.nss, "curp": keys.curp, "asked": keys.nss_right, "right": keys.curp_right}
    )
    both = rows.join(
        people.select("nss", pl.col("curp").alias("theirs")).with_row_index("index"),
        on="nss",
        how="left",
        maintain_order="left",
    )
    same = pl.col("curp") == pl.col("theirs")
    absent = both.select((pl.col("asked") & pl.col("index").is_null()).arg_true()).to_series()
    other = both.select((pl.col("asked") & pl.col("right") & ~same).arg_true()).to_series()
    if register.complete:
        found.add_at("nss", absent, "registry_unknown")
    found.add_at("curp", other, "registry_mismatch")
    # Names and salary are those of whoever holds both keys: a guessed NSS alone must reveal nothing.
    index = both.select(pl.when(pl.col("asked") & same).then(pl.col("index"))).to_series()
    return Known(people, index, 0 if register.complete else len(absent))


def fill(raw: pl.DataFrame, columns: Sequence[str], known: Known | None) -> pl.DataFrame:
    """The columns as typed; where all of them are empty, as the register has them."""
    if known is None:
        return raw.select(columns)
    theirs = [
        known.column(column).cast(pl.String).fill_null("").alias(f"known_{column}") for column in columns
    ]
    pair = raw.select(columns).with_columns(theirs)
    is_empty = pl.all_horizontal(pl.col(column).str.strip_chars() == "" for column in columns)
    return pair.select(
        pl.when(is_empty).then(pl.col(f"known_{column}")).otherwise(pl.col(column)).alias(column)
        for column in columns
    )


def check_salary(found: FindingsTable, known: Known | None, amounts: pl.Series) -> None:
    """Tell the SBC that differ from the registered one, and offer that."""
    if known is None:
        return
    registered = known.column("sbc").cast(amounts.dtype)
    at = (amounts != registered).arg_true()
    found.add_at("sbc", at, "registry_sbc", registered.gather(at))


def check_contracts(found: FindingsTable, contracts: pl.DataFrame | None) -> pl.Series | None:
    """The folio of each row's contract, by its folio or else its reference; null where it is no open one.

    None where the table names no contracts. Where `contracts` is None the folio is taken as typed.
    """
    raw = found.raw
    named = [column for column in ("folio_contrato", "referencia") if column in raw.columns]
    if not named:
        return None
    typed = raw.select(
        (compact_expr(pl.col("folio_contrato")) if "folio_contrato" in named else pl.lit("")).alias("folio"),
        (pl.col("referencia").str.strip_chars() if "referencia" in named else pl.lit("")).alias("reference"),
    )
    if contracts is None:
        return typed.get_column("folio")
    by_folio = _resolved(typed, contracts, "folio")
    by_reference = _resolved(typed, contracts.filter(pl.col("reference") != ""), "reference")
    folio = typed.select(
        pl.when(pl.col("folio") != "").then(by_folio).otherwise(by_reference).alias("folio")
    ).to_series()
    # Said at the cell that was written, though the other column is there too.
    by = (typed.get_column("folio") == "") & (typed.get_column("reference") != "")
    by = by | ("folio_contrato" not in named)
    found.add_at("referencia", (folio.is_null() & by).arg_true(), "contract_unknown")
    found.add_at("folio_contrato", (folio.is_null() & ~by).arg_true(), "contract_unknown")
    return folio


def _resolved(typed: pl.DataFrame, contracts: pl.DataFrame, key: str) -> pl.Series:
    table = contracts.select(pl.col(key), pl.col("folio").alias("found")).unique(key, keep="none")
    return typed.select(key).join(table, on=key, how="left", maintain_order="left").get_column("found")


def check_duplicates(found: FindingsTable, keys: Keys, contract: pl.Series | None) -> None:
    """Tell the second and later holders of a key in one contract, and the row of the first."""
    for column, code, key, formed in (
        ("nss", "nss_duplicate", keys.nss, keys.nss_formed),
        ("curp", "curp_duplicate", keys.curp, keys.curp_formed),
    ):
        at = _suspects(key, formed, contract)
        if at.is_empty():
            continue
        suspects = pl.DataFrame({"at": at, "row": found.rows.gather(at), "key": key.gather(at)})
        group = ["key"]
        if contract is not None:
            suspects = suspects.with_columns(contract.gather(at).alias("contract"))
            group.append("contract")
        later = suspects.with_columns(pl.col("row").min().over(group).alias("first")).filter(
            pl.col("row") > pl.col("first")
        )
        found.add_at(column, later.get_column("at"), code, later.get_column("first"))


def _suspects(key: pl.Series, formed: pl.Series, contract: pl.Series | None) -> pl.Series:
    """Positions of the formed keys whose hash appears more than once: the duplicates, or a few more."""
    table = pl.DataFrame({"hash": key.hash(), "formed": formed})
    if contract is not None:
        table = table.with_columns(pl.col("hash") + contract.hash() * pl.lit(_HASH_STEP, pl.UInt64))
    ordered = table.filter("formed").get_column("hash").sort()
    repeated = ordered.filter((ordered == ordered.shift(1)).fill_null(False)).unique()
    if repeated.is_empty():
        return pl.Series("at", [], pl.UInt32)
    return table.select((pl.col("formed") & pl.col("hash").is_in(repeated.implode())).arg_true()).to_series()


def check_partners(
    found: FindingsTable, keys: Keys, contract: pl.Series | None, partners: pl.DataFrame | None
) -> None:
    """Tell the keys that are already in the contract with another partner, and with which."""
    if partners is None or partners.is_empty():
        return
    mine = pl.DataFrame({"nss": keys.nss, "curp": keys.curp, "nss_formed": keys.nss_formed})
    mine = mine.with_columns(keys.curp_formed.alias("curp_formed")).with_row_index("at")
    group = []
    if contract is not None:
        mine, group = mine.with_columns(contract.alias("folio_contrato")), ["folio_contrato"]
    mine = mine.filter(pl.col("nss_formed") & pl.col("curp_formed"))
    for key, other, code in (("curp", "nss", "curp_other_nss"), ("nss", "curp", "nss_other_curp")):
        theirs = partners.select(*group, key, pl.col(other).alias("theirs"))
        clash = mine.join(theirs, on=[*group, key], how="inner").filter(pl.col(other) != pl.col("theirs"))
        clash = clash.sort("at")
        found.add_at(key, clash.get_column("at"), code, clash.get_column("theirs"))
