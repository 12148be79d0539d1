"""Text files of every form the portal takes give the same table."""

import codecs
from pathlib import Path

import pytest

from icsoe.lib.sheets.errors import SheetError
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.read import Table, read_table

TITLES = "NSS,CURP,SBC,Primer apellido"
ROWS = ("92919084431,PEXA900101MDFRXN09,512.30,PEÑA", "01234567897,LOXB850615HJCPXR01,1234.56,LÓPEZ")
SURNAMES = ["PEÑA", "LÓPEZ"]


def read(path: Path, content: str | bytes, **limits: int) -> Table:
    """The table of a file with that content."""
    file = path / "lo que sea.bin"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(file, limits=Limits(**limits))  # type: ignore[arg-type]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("mark", "codec", "told"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (b"", "cp1252", "windows-1252"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
    ],
)
def test_encodings_and_line_ends(tmp_path: Path, mark: bytes, codec: str, told: str, end: str) -> None:
    table = read(tmp_path, mark + end.join((TITLES, *ROWS)).encode(codec))
    assert table.encoding == told
    assert table.frame["primer_apellido"].to_list() == SURNAMES
    assert table.row_numbers.to_list() == [2, 3]
    assert table.notes == ()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_separators_quoted_or_not(tmp_path: Path, separator: str, quote: str) -> None:
    lines = [separator.join(f"{quote}{cell}{quote}" for cell in line.split(",")) for line in (TITLES, *ROWS)]
    table = read(tmp_path, "\n".join(lines) + "\n")
    assert table.separator == separator
    assert table.frame["sbc"].to_list() == ["512.30", "1234.56"]
    assert table.frame["primer_apellido"].to_list() == SURNAMES


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line", ["sep={}", "SEP={}\r", '"sep={}"', "sep={0}{0}{0}"])
def test_a_first_line_that_tells_excel_the_separator_is_obeyed_and_counted(
    tmp_path: Path, separator: str, line: str
) -> None:
    lines = [line.format(separator), *(separator.join(row.split(",")) for row in (TITLES, *ROWS)), "1"]
    table = read(tmp_path, "\n".join(lines) + "\n")
    assert table.separator == separator
    assert table.header == tuple(TITLES.split(","))
    assert table.row_numbers.to_list() == [3, 4]
    assert table.findings["row"].to_list() == [5]
    assert table.frame["primer_apellido"].to_list() == SURNAMES


def test_a_separator_declared_that_is_none_of_ours_is_told_by_the_rows(tmp_path: Path) -> None:
    table = read(tmp_path, "\n".join(("sep=", TITLES, *ROWS)))
    assert (table.separator, table.row_numbers.to_list()) == (",", [3, 4])


def test_a_declaration_alone_is_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="file_empty"):
        read(tmp_path, "sep=;\r\n")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_no_header_when_there_are_the_three_official_columns(tmp_path: Path, separator: str) -> None:
    lines = [separator.join(row.split(",")[:3]) for row in ROWS]
    table = read(tmp_path, "\n".join(lines))
    assert table.header is None
    assert table.frame.columns == ["nss", "curp", "sbc"]
    assert table.row_numbers.to_list() == [1, 2]


def test_amounts_with_commas_inside_quotes_or_another_separator(tmp_path: Path) -> None:
    assert read(tmp_path, 'nss,curp,sbc\n1,A,"1,234.56"\n').frame["sbc"].to_list() == ["1,234.56"]
    assert read(tmp_path, "nss;curp;sbc\n1;A;1,234.56\n2;B;$3,5\n").frame["sbc"].to_list() == [
        "1,234.56",
        "$3,5",
    ]


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    table = read(tmp_path, "\n\nnss,curp,sbc\n1,A,3\n\n,,\n  \n2,B,4\n\n\n")
    assert table.frame.rows() == [("1", "A", "3"), ("2", "B", "4")]
    assert table.row_numbers.to_list() == [4, 8]
    assert table.rows_read == 2


def test_rows_of_another_shape_are_found_and_the_rest_is_read(tmp_path: Path) -> None:
    table = read(tmp_path, "nss,curp,sbc\n1,A,3\n2,B\n3,C,5,6\n4,D,6\n5,E,7,\n6,F,,,8\n")
    assert table.frame["nss"].to_list() == ["1", "4", "5"]
    assert table.row_numbers.to_list() == [2, 5, 6]
    assert table.findings.select("row", "code", "severity").rows() == [
        (3, "row_shape", "E"),
        (4, "row_shape", "E"),
        (7, "row_shape", "E"),
    ]
    assert table.rows_read == 6


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_short_row_is_found_where_last_cells_may_be_empty(tmp_path: Path, quote: str) -> None:
    table = read(tmp_path, f"nss,curp,sbc,referencia\n1,{quote}A{quote},3,\n2,B,4\n3,C,5,\n")
    assert table.row_numbers.to_list() == [2, 4]
    assert table.findings["row"].to_list() == [3]


def test_a_separator_inside_quotes_does_not_hide_a_short_row(tmp_path: Path) -> None:
    table = read(tmp_path, 'nss,curp,sbc\n1,A,3\n2,"B,C"\n')
    assert table.findings["row"].to_list() == [3]


def test_a_header_that_ends_in_separators(tmp_path: Path) -> None:
    table = read(tmp_path, "nss,curp,sbc,,\n1,A,3,,\n2,B,4\n")
    assert table.frame["sbc"].to_list() == ["3", "4"]
    assert table.findings.is_empty()


def test_a_cell_of_two_lines_is_one_cell(tmp_path: Path) -> None:
    table = read(tmp_path, 'nss,curp,sbc,nombre\n1,A,3,"ANA\nMARÍA"\n2,B,4,EVA\n')
    assert table.frame["nombre"].to_list() == ["ANA\nMARÍA", "EVA"]


@pytest.mark.parametrize("bad", ['2,"B,4', '2,"B"x,4,5', '"2,B,4'])
def test_an_open_quote_costs_its_row_alone(tmp_path: Path, bad: str) -> None:
    later = "\n".join(f"{number},C,5" for number in range(4, 60))
    table = read(tmp_path, f"nss,curp,sbc\n1,A,3\n{bad}\n{later}\n")
    assert table.findings["row"].to_list() == [3]
    assert table.frame.height == 57
    assert table.row_numbers.to_list()[:2] == [2, 4]


def test_mixed_encodings_are_read_line_by_line_and_told(tmp_path: Path) -> None:
    table = read(tmp_path, f"{TITLES}\n{ROWS[0]}\n".encode() + ROWS[1].encode("cp1252"))
    assert table.frame["primer_apellido"].to_list() == SURNAMES
    assert table.encoding == "mixed"
    assert [note.code for note in table.notes] == ["encoding_mixed"]


def test_bytes_that_windows_does_not_know_are_still_letters(tmp_path: Path) -> None:
    table = read(tmp_path, b"nss,curp,sbc,nombre\n1,A,3,A\x81\xd1O\n")
    assert table.frame["nombre"].to_list() == ["A\x81ÑO"]


def test_a_cell_we_escaped_comes_back_as_it_was(tmp_path: Path) -> None:
    table = read(tmp_path, "nss,curp,sbc,nombre\n1,A,'-3,'=SUM(A1)\n2,B,4,D'ANGELO\n")
    assert table.frame["sbc"].to_list() == ["-3", "4"]
    assert table.frame["nombre"].to_list() == ["=SUM(A1)", "D'ANGELO"]


def test_numbers_that_lost_their_digits_are_told(tmp_path: Path) -> None:
    table = read(tmp_path, "nss,curp,sbc\n9.29E+10,A,3\n92919084431,B,3\n")
    assert [note.code for note in table.notes] == ["scientific"]
    assert table.frame["nss"].to_list() == ["9.29E+10", "92919084431"]


def test_columns_that_are_not_ours_are_told(tmp_path: Path) -> None:
    (note,) = read(tmp_path, "nss,curp,sbc,puesto\n1,A,3,jefe\n").notes
    assert note.code == "columns_ignored"
    assert "puesto" in note.message


def test_a_million_rows_and_one_are_too_many(tmp_path: Path) -> None:
    rows = "1,A,3\n" * 11
    assert read(tmp_path, "nss,curp,sbc\n" + rows[:-6] + "\n\n", max_rows=10).frame.height == 10
    with pytest.raises(SheetError) as caught:
        read(tmp_path, "nss,curp,sbc\n" + rows, max_rows=10)
    assert (caught.value.code, caught.value.reason) == ("file_too_large", "too_many_rows")


def test_two_hundred_columns_are_read_and_one_more_is_too_many(tmp_path: Path) -> None:
    titles = ["nss", "curp", "sbc", *(f"extra {number}" for number in range(197))]
    assert read(tmp_path, ",".join(titles) + "\n" + "1" + ",x" * 199).frame.columns == ["nss", "curp", "sbc"]
    with pytest.raises(SheetError) as caught:
        read(tmp_path, ",".join([*titles, "otra"]) + "\n1")
    assert caught.value.reason == "too_many_columns"


def test_quotes_gone_wrong_in_a_long_file_cost_their_rows_wherever_they_are(tmp_path: Path) -> None:
    lines = [f"{number},CURP{number},512.30,ANA" for number in range(2, 40_002)]
    for number in range(100, 40_000, 777):
        lines[number - 2] = f'{number},"CURP{number},512.30,ANA'
    for number in range(500, 40_000, 777):
        lines[number - 2] = f'{number},"CU\nRP",512.30,ANA'
    table = read(tmp_path, "nss,curp,sbc,nombre\n" + "\n".join(lines))
    assert table.findings["row"].to_list() == list(range(100, 40_000, 777))
    assert table.frame["nss"].to_list() == [str(number) for number in table.row_numbers]
    assert table.rows_read == 40_000
    assert (table.frame["curp"] == "CU\nRP").sum() == len(range(500, 40_000, 777))
