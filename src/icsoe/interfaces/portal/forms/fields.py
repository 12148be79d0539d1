"""Fields that only turn text into values. What is missing or wrong is said by the rules, all at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from icsoe.interfaces.portal.presenters.findings import sentence
from icsoe.lib.rulebook.rules import VALUE_CHARS, Finding
from icsoe.ui.forms import DateInput, DropFileInput


class Words(forms.CharField):
    """Text. ``required`` only says that it is not optional."""

    def validate(self, value: Any) -> None:
        """Leave it to the rules."""


class Choice(forms.ChoiceField):
    """One of a list; a value outside it is answered by the rules."""

    def validate(self, value: Any) -> None:
        """Leave it to the rules."""


class Day(forms.DateField):
    """A day, from the browser's picker or written as 31/12/2026."""

    widget = DateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **options)

    def to_python(self, value: Any) -> date | None:
        """The day, or None where nothing was written. ValidationError in the words of the rulebook."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(sentence(Finding("date_format", "", str(value)[:VALUE_CHARS]))) from error

    def validate(self, value: Any) -> None:
        """Leave it to the rules."""


class Count(forms.CharField):
    """A whole number, with or without its thousands' commas."""

    def clean(self, value: Any) -> Any:
        """The number, or None where nothing was written. ValidationError in the words of the rulebook."""
        text = "".join(str(value or "").split()).replace(",", "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            finding = Finding("estimated_workers_range", "", str(value)[:VALUE_CHARS])
            raise ValidationError(sentence(finding))
        return int(text[:VALUE_CHARS])


class Paper(forms.FileField):
    """A PDF copy; it is looked into by the act."""

    def __init__(self, **options: Any) -> None:
        widget = DropFileInput(attrs={"accept": "application/pdf,.pdf"})
        super().__init__(allow_empty_file=True, widget=widget, **options)

    def validate(self, value: Any) -> None:
        """Leave it to the rules."""


class CaptureForm(forms.Form):
    """A form whose errors come from an act."""

    use_required_attribute = False

    def show(self, findings: Iterable[Finding], columns: Mapping[str, str] | None = None) -> None:
        """Put each error at its field, or at the top when it is of none; ``columns`` renames."""
        for finding in findings:
            if finding.is_error:
                name = (columns or {}).get(finding.column, finding.column)
                self.add_error(name if name in self.fields else None, sentence(finding))
