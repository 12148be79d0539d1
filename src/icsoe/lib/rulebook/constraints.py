"""Named database constraints, in the words of the rulebook.

The rules check first and in good words; a constraint speaks only when two acts race. This turns its name into
the same finding the rule would have given.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files

from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding


@lru_cache(maxsize=1)
def constraint_findings() -> dict[str, Finding]:
    """Constraint name -> the finding it stands for (``constraints.csv``)."""
    text = (files("icsoe.lib.rulebook") / "constraints.csv").read_text("utf-8")
    return {
        row["constraint"]: Finding(row["code"], row["column"]) for row in csv.DictReader(text.splitlines())
    }


def violated_constraint(error: BaseException) -> str | None:
    """The name of the constraint behind a database error, or None."""
    cause = error.__cause__ or error
    return getattr(getattr(cause, "diag", None), "constraint_name", None)


@contextmanager
def constraints_speak() -> Iterator[None]:
    """Raise Refused in place of a database error whose constraint the rulebook knows.

    Stands outside the transaction: the database has already undone the act when the error passes here.
    """
    try:
        yield
    except Exception as error:
        name = violated_constraint(error)
        known = constraint_findings().get(name or "")
        if known is None:
            raise
        raise Refused(known) from error
