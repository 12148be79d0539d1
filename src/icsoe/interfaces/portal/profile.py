"""General data: contact, addresses and REPSE registrations, on one page with one button."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.providers import registrations, selectors, services
from icsoe.interfaces.portal.forms.profile import ProfileForms
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.profile import profile_page, removal_page
from icsoe.interfaces.portal.saving import forget_draft, saved_draft, tell_saved
from icsoe.interfaces.portal.upload_bounds import bounded_papers
from icsoe.lib.rulebook.refusal import Refused

DRAFT = "profile"


@reads(Permission.READ_PROVIDER)
def profile(request: VisitRequest) -> HttpResponse:
    """The general data as kept, ready to be changed."""
    rfc = request.visit.provider_rfc
    forms = ProfileForms.kept(
        selectors.provider(rfc),
        selectors.current_registration(rfc),
        with_social=request.GET.get("agregar") == "domicilio",
        more=1 if request.GET.get("agregar") == "servicio" else 0,
    )
    return _show(request, forms)


@writes(Permission.CHANGE_PROVIDER)
@bounded_papers
def profile_save(request: VisitRequest) -> HttpResponse:
    """Keep the general data; the form comes back with every error when something is wrong."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:profile"))
    visit = request.visit
    forms = ProfileForms.sent(request.POST, request.FILES, selectors.provider(visit.provider_rfc))
    if not forms.is_valid():
        return _show(request, forms, status=422)
    held = selectors.current_registration(visit.provider_rfc) is not None
    try:
        warnings = services.save_profile(
            provider_rfc=visit.provider_rfc,
            profile=forms.data(has_registration=held),
            by=visit.actor,
            at=visit.at,
        )
    except Refused as refusal:
        forms.show(refusal.findings)
        return _show(request, forms, status=422)
    tell_saved(request, _("Guardado"), warnings)
    forget_draft(request, DRAFT)
    more = request.POST.get("agregar", "")
    query = f"?agregar={more}" if more in {"servicio", "domicilio"} else ""
    return HttpResponseRedirect(reverse("portal:profile") + query)


@reads(Permission.READ_PROVIDER)
def registration_copy(request: VisitRequest, registration_id: int) -> HttpResponse:
    """The PDF copy kept of a registration, to download."""
    copy = selectors.registration_copy(request.visit.provider_rfc, registration_id)
    response = HttpResponse(bytes(copy.content), content_type="application/pdf")
    # Always a download: a paper that somebody uploaded is never shown as a page of ours.
    disposition = content_disposition_header(as_attachment=True, filename=copy.file_name)
    response["Content-Disposition"] = disposition or "attachment"
    return response


@writes(Permission.CHANGE_PROVIDER)
def registration_remove(request: VisitRequest, registration_id: int) -> HttpResponse:
    """Ask, and then remove an earlier registration."""
    visit = request.visit
    if request.method == "POST":
        number = registrations.remove_registration(
            provider_rfc=visit.provider_rfc, registration_id=registration_id, by=visit.actor, at=visit.at
        )
        messages.success(request, _("Se quitó el registro %(number)s.") % {"number": number})
        return HttpResponseRedirect(reverse("portal:profile"))
    registration = selectors.earlier_registration(visit.provider_rfc, registration_id)
    return page(request, "ui/page_confirm.html", removal_page(registration), current="datos")


def _show(request: VisitRequest, forms: ProfileForms, *, status: int = 200) -> HttpResponse:
    visit = request.visit
    context = profile_page(
        provider=selectors.provider(visit.provider_rfc),
        held=selectors.registrations(visit.provider_rfc),
        copies=selectors.kept_copies(visit.provider_rfc),
        forms=forms,
        may_change=visit.can(Permission.CHANGE_PROVIDER),
    )
    context |= {"draft": DRAFT, "saved_draft": saved_draft(request)}
    return page(request, "portal/profile.html", context, current="datos", status=status)
