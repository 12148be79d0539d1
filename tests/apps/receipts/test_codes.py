"""Verification codes: chance, read back however a person spells them."""

from hypothesis import given
from hypothesis import strategies as st

from icsoe.apps.receipts.codes import ALPHABET, new_code, same_code

codes = st.text(ALPHABET, min_size=12, max_size=12).map(lambda text: f"{text[:4]}-{text[4:8]}-{text[8:]}")
LOOKALIKES = {"0": "O", "1": "Il"}


@given(code=codes, data=st.data())
def test_a_code_is_known_however_it_is_spelt(code: str, data: st.DataObject) -> None:
    spelt = "".join(data.draw(st.sampled_from(letter + LOOKALIKES.get(letter, ""))) for letter in code)
    bare = data.draw(
        st.sampled_from([spelt, spelt.lower(), spelt.replace("-", ""), f" {spelt.replace('-', ' ')} "])
    )
    assert same_code(bare, code)


@given(code=codes, other=codes)
def test_another_code_is_another(code: str, other: str) -> None:
    assert same_code(other, code) is (other == code)


@given(typed=st.text(max_size=20))
def test_nothing_a_person_types_breaks_it(typed: str) -> None:
    assert same_code(typed, "0000-0000-0000") in (True, False)


def test_every_code_is_new() -> None:
    assert len({new_code() for _ in range(1000)}) == 1000
