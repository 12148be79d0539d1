"""One worker typed and the same worker in a file are told the same, whatever their cells hold."""

from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from icsoe.lib.identifiers import curp, nss
from icsoe.lib.periods.reference_values import SbcLimits
from icsoe.lib.rulebook.findings_table import with_messages
from icsoe.lib.rulebook.rules import message_for
from icsoe.lib.rulebook.vector import check_workers
from icsoe.lib.rulebook.worker import COLUMNS, check_worker, normalise_worker

SHORT = "123456789" + nss.check_digit("0123456789")
# Right cells, and those that only the later rules of each key refuse.
CELLS = {
    "nss": ["92919084431", "92919084432", SHORT, SHORT[1:], "0" + SHORT],
    "curp": [
        *("HEGG560427MVZRRL04", "HEGG560427MVZRRL05", "HEGG560427MZZRRL04", "HEGG560431MVZRRL04"),
        "PXDO900101MDFDMF0" + curp.check_digit("PXDO900101MDFDMF0"),
    ],
    "primer_apellido": ["Hernández", "Pedrero", "de la Cruz", "Ñandú", "D'Amico"],
    "segundo_apellido": ["García", "Domínguez", "", "y Vargas"],
    "nombre": ["Gloria", "Ofelia", "María de los Ángeles", "José"],
    "sbc": ["450.00", "1,234.56", "$315.04", "2932.76", "1234,5"],
}
ODD = ["", *"0aAÑñ -,.$\u0303\u200b\u202eАK１\n"]


@st.composite
def cells(draw: st.DrawFn, column: str) -> str:
    text = draw(st.sampled_from(CELLS[column]))
    if draw(st.integers(0, 3)) == 0:
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from(ODD)) + text[place + draw(st.integers(0, 2)) :]
    return draw(st.just(text) | st.just(text.lower()) | st.just("") | st.text(max_size=70))


workers = st.fixed_dictionaries({column: cells(column) for column in COLUMNS})
limits = st.builds(SbcLimits, st.none() | st.just(Decimal("315.04")), st.none() | st.just(Decimal("2932.75")))
CELL_RULES_ONLY = ["nss_duplicate", "curp_duplicate"]


@given(st.lists(workers, min_size=1, max_size=12), limits)
def test_the_form_and_the_file_say_the_same(rows: list[dict[str, str]], limits: SbcLimits) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    checked = check_workers(frame, limits, row_numbers=pl.int_range(len(rows), dtype=pl.UInt32, eager=True))
    findings = with_messages(checked.findings.filter(~pl.col("code").is_in(CELL_RULES_ONLY)))
    by_file = findings.with_columns(pl.col("column").cast(pl.String), pl.col("severity").cast(pl.String))
    by_form = [
        (row, each.column, each.code, each.severity.value, each.value, each.detail, message_for(each))
        for row, worker in enumerate(rows)
        for each in check_worker(worker, limits)
    ]
    assert sorted(by_file.rows()) == sorted(by_form)


@given(st.lists(workers, min_size=1, max_size=12))
def test_the_form_and_the_file_keep_the_same(rows: list[dict[str, str]]) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    checked = check_workers(
        frame, SbcLimits(None, None), row_numbers=pl.int_range(len(rows), dtype=pl.UInt32, eager=True)
    )
    clean = [normalise_worker(row) for row in rows]
    for column in COLUMNS[:-1]:
        assert checked.frame.get_column(column).to_list() == [worker[column] for worker in clean]


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=20), st.integers(2, 1000))
def test_duplicates_name_the_first_holder(order: list[str], first_row: int) -> None:
    keys = {name: f"{place:010}" + nss.check_digit(f"{place:010}") for place, name in enumerate("abcd", 7)}
    frame = pl.DataFrame({"nss": [keys[name] for name in order], "curp": "", "sbc": "450"})
    numbers = pl.int_range(first_row, first_row + len(order), dtype=pl.UInt32, eager=True)
    findings = check_workers(frame, SbcLimits(None, None), row_numbers=numbers).findings
    told = findings.filter(pl.col("code") == "nss_duplicate").select("row", "detail").rows()
    assert told == [
        (first_row + place, str(first_row + order.index(name)))
        for place, name in enumerate(order)
        if order.index(name) < place
    ]
