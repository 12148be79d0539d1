"""What the canonical forms refuse."""


class CanonicalError(ValueError):
    """Facts that have no canonical form, or bytes that are not one.

    ``code`` is stable; ``path`` names the member at fault, outermost first.
    """

    def __init__(self, code: str, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(message if not path else f"{'.'.join(path)}: {message}")
        self.code = code
        self.path = path
