"""Reads of the registers that are not look-ups."""

from icsoe.apps.registries.models import Coverage, InsuredPerson, RepseRecord, Taxpayer


def holds_insured() -> bool:
    """Whether the register of insured persons holds anybody."""
    return InsuredPerson.objects.exists()


def holds_taxpayers() -> bool:
    """Whether the register of taxpayers holds anybody."""
    return Taxpayer.objects.exists()


def holds_repse() -> bool:
    """Whether the register of specialised providers holds anybody."""
    return RepseRecord.objects.exists()


def coverages() -> list[Coverage]:
    """What is known of each register that was handed over."""
    return list(Coverage.objects.order_by("register"))
