"""The directory of clients in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from icsoe.apps.contracts.parties import KnownParty, Source
from icsoe.interfaces.portal.forms.beneficiary import BeneficiaryForm
from icsoe.interfaces.portal.forms.party import PartyForm
from icsoe.interfaces.portal.presenters.findings import sentence
from icsoe.lib.rulebook.rules import Finding
from icsoe.ui.parts import Column, NavItem, Row

if TYPE_CHECKING:
    from icsoe.apps.contracts.models import Beneficiary


def directory_page(
    rows: "Sequence[Beneficiary]", *, words: str, following: int, is_first: bool
) -> dict[str, Any]:
    """Context of the directory; ``following`` is the id the next page begins after, 0 on the last."""
    return {
        "columns": [
            Column(_("Nombre")),
            Column(_("RFC"), code=True),
            Column(_("Tipo de persona")),
            Column(_("Contacto")),
        ],
        "rows": [_row(one) for one in rows],
        "words": words,
        "is_empty": not rows and not words and is_first,
        "shown": _("Contratantes en esta página: %(count)s.") % {"count": len(rows)},
        "first_url": "" if is_first else _url(words),
        "next_url": _url(words, following) if following else "",
        "all_url": reverse("portal:beneficiaries"),
        "new_url": reverse("portal:beneficiary_new"),
    }


def form_page(form: BeneficiaryForm, rfc: str) -> dict[str, Any]:
    """Context of the form; ``rfc`` is empty for a new client."""
    back = reverse("portal:beneficiaries")
    title = _("Cambiar contratante") if rfc else _("Agregar contratante")
    return {
        "form": form,
        "rfc": rfc,
        "title": title,
        "draft": f"beneficiary-{rfc or 'new'}",
        "back_url": back,
        "validate_url": reverse("portal:beneficiary_validate"),
        "new_contract_url": f"{reverse('portal:contract_new')}?{urlencode({'contratante': rfc})}"
        if rfc
        else "",
        "trail": [NavItem(_("Contratantes"), back), NavItem(title)],
    }


def answer_part(findings: Sequence[Finding], known: KnownParty, *, typed: str, use: bool) -> dict[str, Any]:
    """Context of the answer about an RFC: sentences, and the field of the name when it is to be filled."""
    if any(finding.is_error for finding in findings):
        return {
            "sentences": [sentence(finding) for finding in findings],
            "kind": "error",
            "name_field": None,
            "offers_name": False,
        }
    fills = bool(known.name) and (use or not typed)
    return {
        "sentences": [*_source_sentences(known), *(sentence(finding) for finding in findings)],
        "kind": "success" if known.source is Source.REGISTER and not findings else "warning",
        "name_field": _name_field(known.name) if fills else None,
        "offers_name": bool(known.name) and not fills and known.name != typed,
    }


def _source_sentences(known: KnownParty) -> list[str]:
    """Where the name comes from, and never in silence that the register was not asked."""
    name = {"name": known.name}
    if known.source is Source.REGISTER:
        return [_("El registro de contribuyentes lo tiene como: %(name)s.") % name]
    said = [_("En su directorio es: %(name)s.") % name] if known.source is Source.DIRECTORY else []
    if known.compared:
        return [*said, _("El registro de contribuyentes no tiene este RFC. Revise que esté bien escrito.")]
    return [*said, _("El registro de contribuyentes no está disponible: este RFC no se comparó.")]


def _name_field(name: str) -> object:
    form = PartyForm(initial={"beneficiary_name": name})
    form.fields["beneficiary_name"].widget.attrs["hx-swap-oob"] = "true"
    return form["beneficiary_name"]


def _row(one: "Beneficiary") -> Row:
    new_contract = f"{reverse('portal:contract_new')}?{urlencode({'contratante': one.rfc})}"
    action = format_html(
        '<a href="{}">{}<span class="visually-hidden"> {} {}</span></a>',
        new_contract,
        _("Nuevo contrato"),
        _("con"),
        one.name,
    )
    contact = one.email or one.mobile or one.landline
    return Row(
        cells=[one.name, one.rfc, one.get_person_type_display(), contact],
        url=reverse("portal:beneficiary", args=[one.rfc]),
        actions=action,
    )


def _url(words: str, after: int = 0) -> str:
    asked = {name: value for name, value in {"q": words, "despues": after}.items() if value}
    return reverse("portal:beneficiaries") + (f"?{urlencode(asked)}" if asked else "")
