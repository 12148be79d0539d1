"""Reads of the registers that are not look-ups."""

from icsoe.apps.registries.models import InsuredPerson, Taxpayer


def holds_insured() -> bool:
    """Whether the register of insured persons holds anybody."""
    return InsuredPerson.objects.exists()


def holds_taxpayers() -> bool:
    """Whether the register of taxpayers holds anybody."""
    return Taxpayer.objects.exists()
