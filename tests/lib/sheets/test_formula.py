"""No cell we emit is taken for a formula, and none is lost."""

import polars as pl
import pytest

from icsoe.lib.sheets.formula import escape_cell, escape_columns, unescape_cell, unescape_columns


@pytest.mark.parametrize("opener", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_opens_like_a_formula_gets_an_apostrophe(opener: str) -> None:
    assert escape_cell(f"{opener}1+1") == f"'{opener}1+1"
    assert unescape_cell(f"'{opener}1+1") == f"{opener}1+1"


@pytest.mark.parametrize("text", ["", "ANA", "D'ANGELO", "'ANA'", "512.30", "A=1"])
def test_other_cells_are_left_alone(text: str) -> None:
    assert escape_cell(text) == unescape_cell(text) == text


def test_columns_like_cells() -> None:
    cells = ["=1", "'=1", "''-1", "ANA", "'ANA", "", "\t"]
    frame = pl.DataFrame({"a": cells, "n": range(len(cells))})
    escaped = escape_columns(frame)
    assert escaped["a"].to_list() == [escape_cell(cell) for cell in cells]
    assert unescape_columns(escaped.select("a"))["a"].to_list() == cells
