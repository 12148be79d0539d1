"""Who the client is, as every form asks it."""

from django.utils.translation import gettext_lazy as _

from icsoe.interfaces.portal.forms.fields import CaptureForm, Words
from icsoe.ui.forms import CodeInput


class PartyForm(CaptureForm):
    """RFC and name; the name may be left to what is known of the RFC."""

    beneficiary_rfc = Words(
        label=_("RFC del contratante"),
        help_text=_("12 caracteres si es persona moral, 13 si es persona física."),
        widget=CodeInput(),
    )
    beneficiary_name = Words(
        label=_("Nombre, denominación o razón social"),
        help_text=_("Si el RFC ya está en su directorio, puede dejarlo vacío."),
    )
