"""Addresses of capture: general data, directory, contracts and workers. None carries an NSS or a CURP."""

from django.urls import path

from icsoe.interfaces.portal import beneficiaries, contracts, profile, workers

_WORKER = "contratos/<str:folio>/trabajadores/<int:worker_id>"

urlpatterns = [
    path("datos/", profile.profile, name="profile"),
    path("datos/guardar/", profile.profile_save, name="profile_save"),
    path("datos/registros/<int:registration_id>/copia/", profile.registration_copy, name="registration_copy"),
    path(
        "datos/registros/<int:registration_id>/quitar/",
        profile.registration_remove,
        name="registration_remove",
    ),
    path("contratantes/", beneficiaries.beneficiaries, name="beneficiaries"),
    path("contratantes/nuevo/", beneficiaries.beneficiary_new, name="beneficiary_new"),
    path("contratantes/validar/", beneficiaries.beneficiary_validate, name="beneficiary_validate"),
    path("contratantes/<str:rfc>/", beneficiaries.beneficiary, name="beneficiary"),
    path("contratos/", contracts.contracts, name="contracts"),
    path("contratos/nuevo/", contracts.contract_new, name="contract_new"),
    path("contratos/<str:folio>/", contracts.contract, name="contract"),
    path("contratos/<str:folio>/editar/", contracts.contract_edit, name="contract_edit"),
    path("contratos/<str:folio>/eliminar/", contracts.contract_remove, name="contract_remove"),
    path("contratos/<str:folio>/trabajadores/", workers.worker_add, name="worker_add"),
    path("contratos/<str:folio>/trabajadores/buscar/", workers.worker_search, name="worker_search"),
    path("contratos/<str:folio>/trabajadores/registro/", workers.worker_register, name="worker_register"),
    path(f"{_WORKER}/", workers.worker_change, name="worker_change"),
    path(f"{_WORKER}/editar/", workers.worker_edit, name="worker_edit"),
    path(f"{_WORKER}/quitar/", workers.worker_remove, name="worker_remove"),
    path(f"{_WORKER}/deshacer/", workers.worker_restore, name="worker_restore"),
]
