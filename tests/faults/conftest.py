"""A running system, the same that the journeys use."""

from tests.journeys.conftest import start_system

__all__ = ["start_system"]
