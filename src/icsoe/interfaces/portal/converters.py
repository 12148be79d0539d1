"""Parts of addresses."""

from django.urls import register_converter

from icsoe.lib.periods.period import Period


class PeriodConverter:
    """A period in an address: ``2026-2``. One that does not exist is an address that does not exist."""

    name = "period"
    regex = r"[0-9]{4}-[123]"

    def to_python(self, value: str) -> Period:
        return Period.parse(value)

    def to_url(self, value: Period) -> str:
        return str(value)


# Here, so that every module of addresses that imports this one may use it.
register_converter(PeriodConverter, PeriodConverter.name)
