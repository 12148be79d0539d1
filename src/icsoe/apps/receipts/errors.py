"""What receipts refuse to do."""

from django.utils.functional import Promise


class ReceiptError(Exception):
    """An act on a receipt was refused; ``code`` is stable, ``message`` is for a person."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
