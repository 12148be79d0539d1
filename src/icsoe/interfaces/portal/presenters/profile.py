"""The general data in words."""

from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from icsoe.interfaces.portal.forms.profile import ProfileForms
from icsoe.interfaces.portal.presenters.words import instant_words
from icsoe.ui.parts import Column, Item, NavItem, Row
from icsoe.ui.tags.dates import day_words

if TYPE_CHECKING:
    from icsoe.apps.providers.models import Provider, Registration, RegistrationCopy


def profile_page(
    *,
    provider: "Provider",
    held: "list[Registration]",
    copies: "dict[int, RegistrationCopy]",
    forms: ProfileForms,
    may_change: bool,
) -> dict[str, Any]:
    """Context of the page; ``held`` are the registrations, newest first."""
    current = held[0] if held else None
    return {
        "identity": _identity(provider),
        "form": forms.main,
        "services": forms.services,
        "social": forms.social,
        "validity": _validity(current) if current else "",
        "copy": _copy_items(copies[current.pk]) if current and current.pk in copies else [],
        "copy_url": _copy_url(current) if current and current.pk in copies else "",
        "earlier_columns": [
            Column(_("Número"), code=True),
            Column(_("Desde")),
            Column(_("Hasta")),
            Column(_("Servicios")),
        ],
        "earlier": [_earlier(one, one.pk in copies, may_change=may_change) for one in held[1:]],
        "may_change": may_change,
        "complete": bool(provider.email and current),
        "contract_url": reverse("portal:contract_new"),
    }


def removal_page(registration: "Registration") -> dict[str, Any]:
    """Context of the question before a registration is removed."""
    back = reverse("portal:profile")
    return {
        "title": _("¿Quitar el registro %(number)s?") % {"number": registration.number},
        "text": _(
            "Se quitan también sus servicios y su copia en PDF. Los contratos ya capturados no cambian."
        ),
        "confirm": _("Sí, quitar el registro"),
        "back_url": back,
        "trail": [NavItem(_("Datos generales"), back), NavItem(_("Quitar un registro"))],
    }


def _identity(provider: "Provider") -> list[Item]:
    items = [
        Item(_("Nombre o razón social"), provider.name),
        Item(_("RFC"), provider.rfc, code=True),
        Item(_("Tipo de persona"), provider.get_person_type_display()),
    ]
    if provider.representative_rfc:
        items.append(Item(_("RFC del representante legal"), provider.representative_rfc, code=True))
    return items


def _validity(registration: "Registration") -> str:
    return _("El registro %(number)s vale del %(first)s al %(last)s.") % {
        "number": registration.number,
        "first": day_words(registration.registered_on),
        "last": day_words(registration.valid_until),
    }


def _copy_items(copy: "RegistrationCopy") -> list[Item]:
    return [
        Item(_("Copia guardada"), copy.file_name, hint=filesizeformat(copy.size)),
        Item(_("Cargada"), instant_words(copy.uploaded_at)),
    ]


def _copy_url(registration: "Registration") -> str:
    return reverse("portal:registration_copy", args=[registration.pk])


def _earlier(registration: "Registration", has_copy: bool, *, may_change: bool) -> Row:
    actions: list[tuple[str, str, str]] = []
    if has_copy:
        actions.append((_copy_url(registration), _("Descargar"), registration.number))
    if may_change:
        removal = reverse("portal:registration_remove", args=[registration.pk])
        actions.append((removal, _("Quitar"), registration.number))
    return Row(
        cells=[
            registration.number,
            day_words(registration.registered_on),
            day_words(registration.valid_until),
            ", ".join(service.folio for service in registration.services.all()),
        ],
        actions=_links(actions),
    )


def _links(actions: list[tuple[str, str, str]]) -> SafeString:
    """Links that say to the ear what they are about."""
    link = '<a href="{}">{}<span class="visually-hidden"> {}</span></a>'
    return format_html("{}", format_html_join(" ", link, actions))
