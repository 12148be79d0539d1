"""Reads of planteamientos."""

from icsoe.apps.mailbox.inquiries.enums import InquiryState
from icsoe.apps.mailbox.models import Inquiry, InquiryFile

PAGE_SIZE = 25


def inbox(state: InquiryState, *, after_id: int = 0, size: int = PAGE_SIZE) -> list[Inquiry]:
    """Planteamientos in a state, the oldest first; those after ``after_id`` when given; at most ``size``."""
    return list(Inquiry.objects.filter(state=state, id__gt=after_id).order_by("id")[:size])


def counts() -> dict[InquiryState, int]:
    """How many there are in each state."""
    return {state: Inquiry.objects.filter(state=state).count() for state in InquiryState}


def inquiry(folio: str) -> Inquiry:
    """One, with its file. Raises Inquiry.DoesNotExist."""
    return Inquiry.objects.select_related("file").defer("file__content").get(folio=folio)


def inquiry_file(folio: str) -> InquiryFile:
    """Its file, whole. Raises InquiryFile.DoesNotExist."""
    return InquiryFile.objects.get(inquiry__folio=folio)
