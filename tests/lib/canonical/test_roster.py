"""The canonical list of workers: one list, one sequence of bytes."""

import csv
import io
import unicodedata
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsoe.lib.canonical.errors import CanonicalError
from icsoe.lib.canonical.roster import COLUMNS, HEADER, first_rows, read_roster, roster_bytes

GOLDEN = Path(__file__).parent / "golden"
ROWS = [
    ("92919084431", "PEGJ800101HDFRRN09", "PEÑA", "GARCÍA", "JUAN", "1250.50"),
    ("01234567897", "LOAM910202MDFPRR02", "O'LEARY", "", 'MARÍA "LUPE", HIJA', "315.04"),
]


def frame(rows: list) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String()), orient="row")


def test_the_bytes_never_change() -> None:
    assert roster_bytes(frame(ROWS)) == (GOLDEN / "roster.csv").read_bytes()


def test_an_amount_is_the_same_as_number_or_text() -> None:
    numbers = frame(ROWS).with_columns(pl.col("sbc").cast(pl.Decimal(10, 2)))
    short = frame([(*ROWS[0][:5], "1250.5"), (*ROWS[1][:5], "0315.04")])
    assert roster_bytes(numbers) == roster_bytes(short) == roster_bytes(frame(ROWS))


def test_a_letter_in_two_parts_is_the_same_letter() -> None:
    parted = [tuple(unicodedata.normalize("NFD", cell) for cell in row) for row in ROWS]
    assert parted != ROWS
    assert roster_bytes(frame(parted)) == roster_bytes(frame(ROWS))


def test_other_columns_and_a_null_second_surname_change_nothing() -> None:
    wider = frame(ROWS).with_columns(
        pl.col("segundo_apellido").replace("", None), pl.lit(7).alias("fila")
    )  # fmt: skip
    assert roster_bytes(wider) == roster_bytes(frame(ROWS))


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
people = st.tuples(
    st.from_regex(r"[0-9]{11}", fullmatch=True), names, names, st.one_of(st.just(""), names), names,
    st.decimals(0, 10**9, places=2).map(str),
)  # fmt: skip


@given(rows=st.lists(people, max_size=8, unique_by=lambda row: row[0]), data=st.data())
def test_order_leaves_no_trace_and_any_csv_reader_agrees(rows: list, data: st.DataObject) -> None:
    written = roster_bytes(frame(rows))
    assert roster_bytes(frame(data.draw(st.permutations(rows)))) == written
    assert roster_bytes(read_roster(written)) == written
    seen = list(csv.reader(io.StringIO(written.decode(), newline="")))
    assert [row[0] for row in seen[1:]] == sorted(row[0] for row in rows)
    assert [tuple(row) for row in seen[1:]] == [
        tuple(map(str, row)) for row in read_roster(written).select(COLUMNS).iter_rows()
    ]


def test_rows_read_are_typed() -> None:
    rows = read_roster(roster_bytes(frame(ROWS)))
    assert rows.get_column("sbc").to_list() == [Decimal("315.04"), Decimal("1250.50")]
    assert rows.get_column("segundo_apellido").to_list() == ["", "GARCÍA"]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (frame(ROWS).drop("curp"), "column_missing"),
        (frame([(*ROWS[0][:5], "1.005")]), "wrong_value"),
        (frame([(*ROWS[0][:5], "-1.00")]), "wrong_value"),
        (frame([(*ROWS[0][:5], None)]), "wrong_value"),
        (frame([("", *ROWS[0][1:])]), "value_missing"),
        (frame([(*ROWS[0][:4], None, "1.00")]), "value_missing"),
        (frame([ROWS[0], ROWS[0]]), "worker_repeated"),
    ],
)
def test_lists_without_a_canonical_form_are_refused(bad: pl.DataFrame, code: str) -> None:
    with pytest.raises(CanonicalError) as caught:
        roster_bytes(bad)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"nss,curp\n1,2\n",
        (GOLDEN / "roster.csv").read_bytes()[:-1],
        (GOLDEN / "roster.csv").read_bytes().replace(b"\n", b"\r\n"),
        (GOLDEN / "roster.csv").read_bytes().replace(b"1250.50", b"1250.5"),
        (GOLDEN / "roster.csv").read_bytes().replace(b"JUAN", b'"JUAN"'),
        (GOLDEN / "roster.csv").read_bytes() + b"92919084432,A,B,C,D,1.00,EXTRA\n",
    ],
)
def test_bytes_that_are_not_canonical_are_refused(data: bytes) -> None:
    with pytest.raises(CanonicalError):
        read_roster(data)


def test_the_first_rows_are_read_without_the_rest() -> None:
    written = roster_bytes(frame(ROWS))
    assert first_rows(written, 1).equals(
        read_roster(written).with_columns(pl.col("sbc").cast(pl.String)).head(1)
    )
    assert first_rows(HEADER.encode(), 50).is_empty()
