"""The difference of two lists of workers: who came, who left, whose data changed."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icsoe.lib.canonical.errors import CanonicalError
from icsoe.lib.canonical.roster import COLUMNS, roster_bytes
from icsoe.lib.canonical.roster_difference import COMPARED, WAS, roster_difference

people = st.dictionaries(
    st.integers(0, 40).map(lambda number: f"{number:011}"),
    st.tuples(
        st.sampled_from(["PEXA800101HDFXXX09", "PEXB800101MDFXXX01"]),
        st.sampled_from(["PEÑA", "O'HARA, S"]),
        st.sampled_from(["", "LUNA"]),
        st.sampled_from(["ANA", "LUZ"]),
        st.sampled_from(["300.00", "300.01"]),
    ),
    max_size=15,
)


def listed(rows: dict[str, tuple[str, ...]]) -> bytes:
    frame = pl.DataFrame(
        [(nss, *rest) for nss, rest in rows.items()],
        schema=dict.fromkeys(COLUMNS, pl.String()),
        orient="row",
    )
    return roster_bytes(frame)


@settings(deadline=None)
@given(old=people, new=people)
def test_the_difference_is_that_of_the_two_sets(
    old: dict[str, tuple[str, ...]], new: dict[str, tuple[str, ...]]
) -> None:
    apart = roster_difference(listed(old), listed(new))
    assert set(apart.came.get_column("nss")) == new.keys() - old.keys()
    assert set(apart.left.get_column("nss")) == old.keys() - new.keys()
    changed = {nss for nss in old.keys() & new.keys() if old[nss] != new[nss]}
    assert set(apart.changed.get_column("nss")) == changed
    assert apart.total == len(new.keys() ^ old.keys()) + len(changed)
    for row in apart.changed.iter_rows(named=True):
        assert tuple(row[name] for name in COMPARED) == new[row["nss"]]
        assert tuple(row[f"{name}{WAS}"] for name in COMPARED) == old[row["nss"]]


@settings(deadline=None)
@given(old=people, new=people)
def test_it_comes_in_order_of_nss(old: dict[str, tuple[str, ...]], new: dict[str, tuple[str, ...]]) -> None:
    apart = roster_difference(listed(old), listed(new))
    for frame in (apart.came, apart.left, apart.changed):
        assert frame.get_column("nss").is_sorted()


def test_other_bytes_are_no_list() -> None:
    with pytest.raises(CanonicalError, match="lista de trabajadores"):
        roster_difference(b"otra cosa", listed({}))
