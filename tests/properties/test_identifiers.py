"""What holds of every key, right or damaged: one digit wrong is seen, and both twins always agree."""

import string
from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from icsoe.lib.identifiers import curp, nss, person_name, rfc
from icsoe.lib.identifiers.characters import compact, compact_expr
from icsoe.lib.identifiers.folio import (
    FilingKind,
    contract_folio,
    filing_folio,
    parse_contract_folio,
    parse_filing_folio,
)
from icsoe.lib.rulebook import salary

CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"
digits = st.text(string.digits, min_size=10, max_size=10).filter(lambda text: text.strip("0"))
right_nss = digits.map(lambda ten: ten + nss.check_digit(ten))
right_curp = st.builds(
    lambda first, vowel, two, day, sex, state, inner, last: "".join(
        (
            first,
            vowel,
            two,
            day.strftime("%y%m%d"),
            sex,
            state,
            inner,
            last[0] if day.year < 2000 else last[1],
        )
    ),
    st.sampled_from(string.ascii_uppercase),
    st.sampled_from("AEIOUX"),
    st.text(string.ascii_uppercase, min_size=2, max_size=2),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from("HMX"),
    st.sampled_from(curp.STATES),
    st.text(CONSONANTS, min_size=3, max_size=3),
    st.tuples(st.sampled_from(string.digits), st.sampled_from(string.ascii_uppercase)),
).map(lambda first: first + curp.check_digit(first))
anything = st.text(max_size=60)
# Near misses: right keys with a few characters put in, taken out or changed.
ODD = list("0123456789AZÑñ -.\u0303\u200b\u202eАſK１\n")


def turned(right: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One character changed for another of its kind: the damage that only dates, states and digits show."""

    def turn(text: str, place: int, shift: int) -> str:
        place %= len(text)
        kind = next(
            (kind for kind in (string.digits, string.ascii_uppercase) if text[place] in kind), text[place]
        )
        char = kind[(kind.index(text[place]) + shift) % len(kind)]
        return text[:place] + char + text[place + 1 :]

    return st.builds(turn, right, st.integers(0, 17), st.integers(1, 25))


def damaged(right: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def damage(text: str, wounds: list[tuple[int, str, int]]) -> str:
        for place, char, taken in wounds:
            place %= len(text) + 1
            text = text[:place] + char + text[place + taken :]
        return text

    wound = st.tuples(st.integers(0, 20), st.sampled_from(ODD) | st.just(""), st.integers(0, 2))
    return st.builds(damage, right, st.lists(wound, max_size=3))


def column(values: list[str], rule: pl.Expr) -> list[object]:
    return pl.DataFrame({"x": values}, schema={"x": pl.String}).select(rule.alias("x")).to_series().to_list()


X = pl.col("x")


@given(right_nss, st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_of_an_nss_is_always_seen(key: str, place: int, shift: int) -> None:
    assert nss.check(key) is None
    wrong = key[:place] + str((int(key[place]) + shift) % 10) + key[place + 1 :]
    assert nss.check(wrong) in {"nss_check", "nss_format"}


@given(right_nss)
def test_zeros_lost_from_a_right_nss_are_always_restored(key: str) -> None:
    if key.startswith("0"):
        assert nss.restore_leading_zeros(key.lstrip("0")) == key


@given(right_curp)
def test_every_well_made_curp_is_accepted_and_a_wrong_digit_is_not(key: str) -> None:
    assert curp.check(key) is None
    assert curp.check(key[:17] + str((int(key[17]) + 1) % 10)) == "curp_check"


@given(st.lists(damaged(right_nss) | turned(right_nss) | anything, max_size=30))
def test_both_twins_of_the_nss_agree(texts: list[str]) -> None:
    clean = [nss.normalise(text) for text in texts]
    assert column(texts, nss.normalise_expr(X)) == clean
    assert column(clean, nss.check_expr(X)) == [nss.check(text) for text in texts]
    assert column(clean, nss.restore_leading_zeros_expr(X)) == [
        nss.restore_leading_zeros(text) for text in texts
    ]


@given(st.lists(damaged(right_curp) | turned(right_curp) | anything, max_size=30))
def test_both_twins_of_the_curp_agree(texts: list[str]) -> None:
    clean = [curp.normalise(text) for text in texts]
    assert column(texts, curp.normalise_expr(X)) == clean
    assert column(clean, curp.check_expr(X)) == [curp.check(text) for text in texts]


name_text = st.text(st.sampled_from("ABEINXYZÁÉÜÑñaeéŠßıſ '-./’\u0301\u0303\u00a0\u200b1,"), max_size=60)
WORDS = ["María", "José", "J.", "MA.", "de", "la", "y", "Mc", "Ñandú", "D'Amico", "Pérez-Gil", "Ich", "O"]
names = st.lists(st.sampled_from(WORDS)).map(" ".join)


@given(st.lists(name_text | names | anything, max_size=30))
def test_both_twins_of_names_agree(texts: list[str]) -> None:
    clean = [person_name.normalise(text) for text in texts]
    assert column(texts, person_name.normalise_expr(X)) == clean
    assert column(clean, person_name.check_expr(X)) == [person_name.check(text) for text in texts]
    for expressions, scalar in (
        (person_name.surname_letters_expr(X), person_name.surname_letters),
        (person_name.given_letters_expr(X), person_name.given_letters),
    ):
        columns = [column(clean, rule) for rule in expressions.values()]
        assert list(zip(*columns, strict=True)) == [tuple(scalar(name)) for name in clean]


@given(name_text | names)
def test_a_cleaned_name_is_clean(text: str) -> None:
    once = person_name.normalise(text)
    assert person_name.normalise(once) == once


amounts = st.text("0123456789,.$ -e\u00a0", max_size=14)


@given(st.lists(amounts | anything, max_size=30))
def test_both_twins_of_the_sbc_agree(texts: list[str]) -> None:
    clean = [salary.normalise(text) for text in texts]
    assert column(texts, salary.normalise_expr(X)) == clean
    assert column(clean, salary.parse_expr(X)) == [salary.parse(text) for text in texts]
    assert column(clean, salary.check_expr(X, salary.parse_expr(X))) == [salary.check(text) for text in texts]


@given(st.lists(anything, max_size=30))
def test_cleaning_is_the_same_in_both_twins_and_never_hides_a_character(texts: list[str]) -> None:
    clean = [compact(text) for text in texts]
    assert column(texts, compact_expr(X)) == clean
    for before, after in zip(texts, clean, strict=True):
        strange = [
            char for char in before if not char.isascii() and char not in "ñÑ\u0303\u00a0\u2007\u202f‐‑‒–—"
        ]
        assert [char for char in after if char in strange] == strange


@given(anything)
def test_no_text_makes_the_check_of_an_rfc_fail(text: str) -> None:
    code = rfc.check(text)
    assert code is None or code.startswith("rfc_")


@given(st.text("ABCÑ&", min_size=3, max_size=4), st.text("012", min_size=2, max_size=2))
def test_an_rfc_with_its_digit_is_accepted(letters: str, homoclave: str) -> None:
    first = letters + "970701" + homoclave
    assert rfc.check(first + rfc.check_digit(first)) is None


years, numbers = st.integers(2021, 2099), st.integers(1, 3)


@given(years, numbers, st.integers(1, 9_999_999))
def test_a_contract_folio_is_read_back(year: int, period: int, sequence: int) -> None:
    assert tuple(parse_contract_folio(contract_folio(year, period, sequence))) == (year, period, sequence)


@given(st.sampled_from(FilingKind), years, numbers, st.integers(1, 10**18 - 1))
def test_a_filing_folio_is_read_back(kind: FilingKind, year: int, period: int, sequence: int) -> None:
    assert tuple(parse_filing_folio(filing_folio(kind, year, period, sequence))) == (
        kind,
        year,
        period,
        sequence,
    )
