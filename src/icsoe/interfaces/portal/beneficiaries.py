"""The provider's directory of clients."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.contracts import selectors, services
from icsoe.apps.contracts.parties import known_party
from icsoe.interfaces.portal.forms.beneficiary import BeneficiaryForm, kept_values
from icsoe.interfaces.portal.forms.party import PartyForm
from icsoe.interfaces.portal.forms.worker import read_id, read_words
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.beneficiaries import answer_part, directory_page, form_page
from icsoe.interfaces.portal.saving import tell_saved
from icsoe.lib.rulebook.contract import check_rfc
from icsoe.lib.rulebook.refusal import Refused


@reads(Permission.ADD_CONTRACTS)
def beneficiaries(request: VisitRequest) -> HttpResponse:
    """The directory in order of name, a page at a time."""
    words = read_words(request.GET)
    rows, following = selectors.directory_page(
        request.visit.provider_rfc, words=words, after=read_id(request.GET, "despues")
    )
    context = directory_page(rows, words=words, following=following, is_first="despues" not in request.GET)
    return page(request, "portal/beneficiaries.html", context, current="contratantes")


@writes(Permission.ADD_CONTRACTS)
def beneficiary_new(request: VisitRequest) -> HttpResponse:
    """Add a client to the directory."""
    form = BeneficiaryForm(request.POST) if request.method == "POST" else BeneficiaryForm()
    return _save(request, form)


@writes(Permission.ADD_CONTRACTS)
def beneficiary(request: VisitRequest, rfc: str) -> HttpResponse:
    """Change a client of the directory; its RFC stays."""
    kept = selectors.beneficiary(request.visit.provider_rfc, rfc)
    form = (
        BeneficiaryForm(request.POST)
        if request.method == "POST"
        else BeneficiaryForm(initial=kept_values(kept))
    )
    del form.fields["beneficiary_rfc"]
    form.fields["beneficiary_name"].help_text = ""
    return _save(request, form, kept.rfc)


@writes(Permission.CAPTURE)
def beneficiary_validate(request: VisitRequest) -> HttpResponse:
    """What is known of an RFC; with ``usar``, or where no name was typed, the name for the form."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:beneficiaries"))
    form = PartyForm(request.POST)
    form.is_valid()
    rfc, name = form.cleaned_data["beneficiary_rfc"], form.cleaned_data["beneficiary_name"]
    provider_rfc = request.visit.provider_rfc
    context = answer_part(
        check_rfc(rfc, column="beneficiary_rfc", provider_rfc=provider_rfc),
        known_party(provider_rfc, rfc),
        typed=name,
        use=bool(request.POST.get("usar")),
    )
    return page(request, "portal/_party_answer.html", {**context, "validate_url": request.path})


def _save(request: VisitRequest, form: BeneficiaryForm, rfc: str = "") -> HttpResponse:
    visit, status = request.visit, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                kept, warnings = services.save_beneficiary(
                    provider_rfc=visit.provider_rfc, party=form.party(rfc), by=visit.actor, at=visit.at
                )
            except Refused as refusal:
                form.show(refusal.findings)
            else:
                tell_saved(request, _("%(name)s guardado") % {"name": kept.name}, warnings)
                return HttpResponseRedirect(reverse("portal:beneficiaries"))
    return page(
        request, "portal/beneficiary.html", form_page(form, rfc), current="contratantes", status=status
    )
