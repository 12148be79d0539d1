"""Addresses of bulk load: the form, the pieces of a file, what was found in it, and what it did."""

from django.urls import path

from icsoe.interfaces.portal import load_acts, load_downloads, loads, tus

urlpatterns = [
    path("contratos/cargar/", loads.load_new_period, name="load_new_period"),
    path("contratos/cargar/plantilla.<str:kind>", loads.template_period, name="load_template_period"),
    path("contratos/<str:folio>/cargar/", loads.load_new, name="load_new"),
    path("contratos/<str:folio>/cargar/plantilla.<str:kind>", loads.template, name="load_template"),
    path("cargas/tus/", tus.tus_uploads, name="tus_uploads"),
    path("cargas/tus/<uuid:transfer_id>/", tus.tus_upload, name="tus_upload"),
    path("cargas/tus/<uuid:transfer_id>/llegada/", tus.tus_arrived, name="tus_arrived"),
    path("cargas/<uuid:load_id>/", loads.load, name="load"),
    path("cargas/<uuid:load_id>/aplicar/", load_acts.load_apply, name="load_apply"),
    path("cargas/<uuid:load_id>/corregir/", load_acts.load_correct, name="load_correct"),
    path("cargas/<uuid:load_id>/revisar/", load_acts.load_check_again, name="load_check_again"),
    path("cargas/<uuid:load_id>/deshacer/", load_acts.load_undo, name="load_undo"),
    path("cargas/<uuid:load_id>/descartar/", load_acts.load_discard, name="load_discard"),
    path("cargas/<uuid:load_id>/original/", load_downloads.original, name="load_original"),
    path("cargas/<uuid:load_id>/informe.<str:kind>", load_downloads.report, name="load_report"),
]
