"""Verify a receipt: by folio and code (typed, or carried by the QR), or by handing over the file."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from icsoe.apps.access.doors import open_reads, open_writes
from icsoe.apps.audit import clock
from icsoe.apps.receipts.examination import examine
from icsoe.apps.receipts.selectors import standing
from icsoe.interfaces.public.forms import CodeForm, FileForm
from icsoe.interfaces.public.presenters import Result, of_file, of_standing, unknown

PAGE = "public/verify.html"


@open_reads
def verify(request: HttpRequest) -> HttpResponse:
    """The page; with folio and code in its address, also the answer."""
    if not {"folio", "codigo"} & request.GET.keys():
        return _page(request, CodeForm(), FileForm(), None)
    form = CodeForm(request.GET)
    if not form.is_valid():
        return _page(request, form, FileForm(), None)
    found = standing(folio=form.cleaned_data["folio"], code=form.cleaned_data["codigo"])
    # A folio that does not exist and a wrong code are one answer: nobody learns which folios there are.
    result = of_standing(found) if found else unknown()
    return _page(request, CodeForm(initial={"folio": form.cleaned_data["folio"]}), FileForm(), result)


@open_writes
def verify_result(request: HttpRequest) -> HttpResponse:
    """The answer about a file; the file is read and forgotten."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("public:verify"))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, CodeForm(), form, None, status=400)
    result = of_file(examine(form.cleaned_data["acuse"].read(), at=clock.now()))
    return _page(request, CodeForm(), FileForm(), result)


@open_reads
def verify_state(request: HttpRequest) -> HttpResponse:
    """How a receipt stands, for programs: status and the folio that superseded it."""
    form = CodeForm(request.GET)
    given = form.cleaned_data if form.is_valid() else None
    found = standing(folio=given["folio"], code=given["codigo"]) if given else None
    if found is None:
        return JsonResponse({"code": "receipt_unknown"}, status=404)
    return JsonResponse({"status": found.status.value, "superseded_by": found.superseded_by})


def _page(
    request: HttpRequest,
    code_form: CodeForm,
    file_form: FileForm,
    result: Result | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"code_form": code_form, "file_form": file_form, "result": result}
    response = render(request, PAGE, context, status=status)
    # The address may carry a code: no cache keeps it, and by the policy of every page no other site is told.
    # No stricter policy: under no-referrer a browser hides whence a form comes, and the file's is refused.
    response["Cache-Control"] = "no-store"
    return response
