"""The list is made of filings really presented: the same trust as theirs."""

from tests.apps.filings.conftest import _trust

__all__ = ["_trust"]
