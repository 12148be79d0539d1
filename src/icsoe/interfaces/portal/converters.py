"""Parts of addresses."""

from icsoe.lib.periods.period import Period


class PeriodConverter:
    """A period in an address: ``2026-2``. One that does not exist is an address that does not exist."""

    regex = r"[0-9]{4}-[123]"

    def to_python(self, value: str) -> Period:
        return Period.parse(value)

    def to_url(self, value: Period) -> str:
        return str(value)
