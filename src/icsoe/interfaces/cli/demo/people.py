"""Invented workers, valid by every rule, as many as are asked for and always the same ones."""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import polars as pl

from icsoe.lib.identifiers import curp, nss
from icsoe.lib.identifiers.person_name import given_letters, surname_letters
from icsoe.lib.periods.reference_values import CAP_IN_UMA, Measure, shipped_values

COLUMNS = ("nss", "curp", "primer_apellido", "segundo_apellido", "nombre", "sbc")
_FIRST_BIRTH, _LAST_BIRTH = date(1957, 1, 1), date(2006, 12, 31)
_DAYS = (_LAST_BIRTH - _FIRST_BIRTH).days + 1
_STATES = [state for state in curp.STATES if state != "NE"]
_BIRTHS = _DAYS * len(_STATES)
#: The tenth namesake born on one day in one state would need an eleventh mark.
MOST = _BIRTHS * 10
# Steps prime to what they walk, so that no two rows meet: births by day and state, ten digits of NSS but all
# zeros.
_BIRTH_STEP, _NSS_STEP, _NSS_ROOM = 361_187, 6_180_339_887, 10**10 - 1
_SEED_STEP = 2_654_435_761
_WITHOUT_SECOND_SURNAME = 40  # one person in so many


def people(count: int, seed: int) -> pl.DataFrame:
    """`count` invented workers: nss, curp, names (text) and sbc (pesos a day, Decimal(10, 2)), a row each.

    The same `seed` gives the same people, and a longer list begins with the shorter one. No NSS and no CURP
    is repeated, letters and digits follow from one another, and the SBC is within the limits of every period
    since 2021. ValueError over `MOST` people or below none.
    """
    if not 0 <= count <= MOST:
        raise ValueError(f"between 0 and {MOST} people can be invented")
    if not count:
        return people(1, seed).clear()
    rows = pl.select(pl.int_range(count, dtype=pl.UInt64).alias("row"))
    rows = _named(rows, seed)
    rows = rows.with_columns(_birth(seed))
    rows = rows.with_columns(_salary(seed))
    return _with_keys(rows, seed).select(COLUMNS)


def _named(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The names, and in `word` and `inner` the letters a CURP takes from them."""
    surnames, given = _surnames(), _given()
    rows = rows.with_columns(
        _draw(seed, 1, surnames.height).alias("first"),
        # The last of the pool is no surname at all.
        pl.when(_draw(seed, 2, _WITHOUT_SECOND_SURNAME) == 0)
        .then(surnames.height)
        .otherwise(_draw(seed, 3, surnames.height))
        .alias("second"),
        _draw(seed, 4, given.height).alias("given"),
    )
    seconds = pl.concat([surnames, _pool([""], surname_letters)])

    def take(pool: pl.DataFrame, column: str, by: str) -> pl.Expr:
        return pl.lit(pool[column]).gather(pl.col(by))

    return rows.with_columns(
        take(surnames, "text", "first").alias("primer_apellido"),
        take(seconds, "text", "second").alias("segundo_apellido"),
        take(given, "text", "given").alias("nombre"),
        take(given, "sex", "given").alias("sex"),
        (
            take(surnames, "initial", "first")
            + take(surnames, "vowel", "first")
            + take(seconds, "initial", "second")
            + take(given, "initial", "given")
        ).alias("word"),
        (
            take(surnames, "consonant", "first")
            + take(seconds, "consonant", "second")
            + take(given, "consonant", "given")
        ).alias("inner"),
    )


def _birth(seed: int) -> list[pl.Expr]:
    """Day and state of birth, no pair twice before all are used; from then on the mark of a namesake."""
    place = (pl.col("row") * _BIRTH_STEP + seed * _SEED_STEP % _BIRTHS) % _BIRTHS
    day, namesake = place // len(_STATES), pl.col("row") // _BIRTHS
    born_before_2000 = day < (date(2000, 1, 1) - _FIRST_BIRTH).days
    return [
        pl.lit(_days()).gather(day).alias("day"),
        pl.lit(pl.Series(_STATES)).gather(place % len(_STATES)).alias("state"),
        pl.when(born_before_2000)
        .then(pl.lit(pl.Series(list("0123456789"))).gather(namesake))
        .otherwise(pl.lit(pl.Series(list("ABCDEFGHIJ"))).gather(namesake))
        .alias("mark"),
    ]


def _salary(seed: int) -> pl.Expr:
    """Most near the floor, few near the cap, as salaries are."""
    floor, cap = _salary_range()
    share = _draw(seed, 5, 100_000).cast(pl.Float64) / 100_000
    cents = (floor * 100 + (cap - floor) * 100 * share**4).floor().cast(pl.Int64)
    return (cents.cast(pl.Decimal(10, 2)) / 100).cast(pl.Decimal(10, 2)).alias("sbc")


def _with_keys(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """CURP and NSS with their check digits.

    Both digits complete a weighed sum to a multiple of ten, and a zero weighs nothing: the digit of a whole
    key comes from the digits of its pieces, each standing alone among zeros. So the rule is asked, in its one
    place, about each different piece and not about each row.
    """
    rows = rows.with_columns(
        _softened(rows["word"]),
        (1 + (pl.col("row") * _NSS_STEP + seed * _SEED_STEP % _NSS_ROOM) % _NSS_ROOM).alias("ten"),
    )
    pieces = (("word", 0), ("day", 4), ("sex", 10), ("state", 11), ("inner", 13), ("mark", 16))
    weights = [_weight(rows[name], place) for name, place in pieces]
    rows = rows.with_columns(pl.sum_horizontal(weights).alias("curp_sum"))
    curp_digit = (pl.col("curp_sum") % 10).cast(pl.String)
    return rows.with_columns(
        pl.concat_str([pl.col(name) for name, _ in pieces] + [curp_digit]).alias("curp"),
        (pl.col("ten").cast(pl.String).str.zfill(10) + (_nss_weight() % 10).cast(pl.String)).alias("nss"),
    )


def _softened(words: pl.Series) -> pl.Series:
    """The first four letters with the second made X where they spell an inconvenient word."""
    rude = sorted(curp.INCONVENIENT_WORDS)
    return words.replace(rude, [f"{word[0]}X{word[2:]}" for word in rude])


def _weight(pieces: pl.Series, place: int) -> pl.Series:
    """For each piece of a CURP, the check digit of a key that holds it at `place` and zeros elsewhere."""
    different = pieces.unique()
    padded = (f"{'0' * place}{piece}".ljust(17, "0") for piece in different)
    digits = pl.Series([int(curp.check_digit(key)) for key in padded], dtype=pl.UInt16)
    return pieces.replace_strict(different, digits, return_dtype=pl.UInt16)


def _nss_weight() -> pl.Expr:
    """The same for the ten digits of an NSS, three at a time."""
    weights = []
    for place in range(0, 10, 3):
        width = min(3, 10 - place)
        piece = pl.col("ten") // 10 ** (10 - place - width) % 10**width
        weights.append(pl.lit(_nss_table(place, width)).gather(piece))
    return pl.sum_horizontal(weights)


@cache
def _nss_table(place: int, width: int) -> pl.Series:
    """Check digits of the numbers of `width` digits that stand alone at `place`, by the number."""
    keys = (f"{'0' * place}{number:0{width}d}".ljust(10, "0") for number in range(10**width))
    return pl.Series([int(nss.check_digit(key)) for key in keys], dtype=pl.UInt16)


@cache
def _days() -> pl.Series:
    return pl.Series([f"{_FIRST_BIRTH + timedelta(days=number):%y%m%d}" for number in range(_DAYS)])


def _draw(seed: int, purpose: int, below: int) -> pl.Expr:
    """A number below `below` for each row, scattered and always the same (SplitMix64's finishing steps).

    Our own arithmetic, because no library promises the same numbers in its next version.
    """
    start = (seed * 1_000_003 + purpose) * 0x9E3779B97F4A7C15 % 2**64
    mixed = _times(pl.col("row") + 1, 0x9E3779B97F4A7C15) ^ pl.lit(start, pl.UInt64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = _times(mixed ^ (mixed // 2**shift), factor)
    return (mixed ^ (mixed // 2**31)) % below


def _times(column: pl.Expr, factor: int) -> pl.Expr:
    """The product modulo 2^64: what UInt64 keeps of it."""
    return column * pl.lit(factor, pl.UInt64)


@cache
def _surnames() -> pl.DataFrame:
    return _pool(_names()["surnames"], surname_letters)


@cache
def _given() -> pl.DataFrame:
    pools = [
        _pool(_names()[group], given_letters).with_columns(pl.lit(sex).alias("sex"))
        for group, sex in (("men", "H"), ("women", "M"))
    ]
    return pl.concat(pools)


def _pool(texts: Iterable[str], letters: Callable[[str], tuple[str, str, str]]) -> pl.DataFrame:
    """Names with the letters each gives to a CURP: text, initial, vowel, consonant."""
    return pl.DataFrame(
        [(text, *letters(text)) for text in texts],
        schema=["text", "initial", "vowel", "consonant"],
        orient="row",
    )


@cache
def _names() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))


@cache
def _salary_range() -> tuple[float, float]:
    """The highest floor and the lowest cap there have been: what lies between was never out of bounds."""
    amounts: dict[Measure, list[Decimal]] = {Measure.UMA: [], Measure.MINIMUM_WAGE: []}
    for row in shipped_values().rows:
        amounts[row.measure].append(row.amount)
    return float(max(amounts[Measure.MINIMUM_WAGE])), float(min(amounts[Measure.UMA]) * CAP_IN_UMA)
