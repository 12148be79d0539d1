"""The pages without an account stand on the same seal as the receipts' own tests."""

from tests.apps.receipts.conftest import sealed_portal

__all__ = ["sealed_portal"]
