"""Names are found whatever accents were typed, and a list finds them as one worker does."""

import polars as pl
import pytest

from icsoe.lib.identifiers import person_name
from icsoe.lib.identifiers.search import name_key, name_key_expr


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (("Muñoz", "", "José  María"), "MUÑOZ JOSE MARIA"),
        (("Šimić", "Łukasz", "Ângela"), "SIMIC ŁUKASZ ANGELA"),
        (("De la Cruz", "Ibáñez", "Ma. Inés"), "DE LA CRUZ IBAÑEZ MA. INES"),
    ],
)
def test_a_key_is_plain_capitals(names: tuple[str, str, str], key: str) -> None:
    assert name_key(*names) == key


def test_the_key_of_a_list_is_that_of_each_for_every_letter_a_name_may_hold() -> None:
    letters = [char for char in map(chr, range(0x41, 0x180)) if person_name.check(char) is None]
    frame = pl.DataFrame(
        {"first": [person_name.normalise(letter) for letter in letters], "second": "", "given": "ANA"}
    )
    table = frame.select(name_key_expr(*map(pl.col, frame.columns))).to_series().to_list()
    assert table == [name_key(*row) for row in frame.rows()]
