"""Who is in a new list of workers and was not in an old one, who left, and whose data changed.

Vectorised: two lists of a hundred thousand workers are compared in a fraction of a second.
"""

import io
from dataclasses import dataclass

import polars as pl

from icsoe.lib.canonical.errors import CanonicalError
from icsoe.lib.canonical.roster import COLUMNS, HEADER

#: What a change shows beside the NSS: each column as it was and as it is.
COMPARED = COLUMNS[1:]
WAS = "_was"


@dataclass(frozen=True)
class RosterDifference:
    """Three tables in order of NSS.

    ``came`` and ``left`` hold the six ``COLUMNS`` as text. ``changed`` holds ``nss``, each other column as it
    is and, under its name and ``_was``, as it was.
    """

    came: pl.DataFrame
    left: pl.DataFrame
    changed: pl.DataFrame

    @property
    def total(self) -> int:
        """How many workers differ."""
        return self.came.height + self.left.height + self.changed.height


def roster_difference(old: bytes, new: bytes) -> RosterDifference:
    """Compare two canonical rosters by NSS. Raises CanonicalError for bytes that are not lists of workers.

    The bytes are trusted to be canonical: whoever kept them did so under their hash.
    """
    before, after = _rows(old), _rows(new)
    both = after.join(before, on="nss", how="inner", suffix=WAS, maintain_order="left")
    differs = pl.any_horizontal(pl.col(name) != pl.col(f"{name}{WAS}") for name in COMPARED)
    return RosterDifference(
        came=after.join(before, on="nss", how="anti", maintain_order="left"),
        left=before.join(after, on="nss", how="anti", maintain_order="left"),
        changed=both.filter(differs),
    )


def _rows(data: bytes) -> pl.DataFrame:
    if not data.startswith(HEADER.encode()):
        raise CanonicalError("not_canonical", "no es una lista de trabajadores")
    try:
        frame = pl.read_csv(
            io.BytesIO(data), schema=dict.fromkeys(COLUMNS, pl.String()), raise_if_empty=False
        )
    except pl.exceptions.PolarsError as error:
        raise CanonicalError("not_canonical", "no es una lista de trabajadores") from error
    return frame.with_columns(pl.col("segundo_apellido").fill_null(""))
