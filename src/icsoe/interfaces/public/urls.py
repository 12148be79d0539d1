from django.urls import path

from icsoe.interfaces.public import verification

app_name = "public"
urlpatterns = [
    path("verificar/", verification.verify, name="verify"),
    path("verificar/resultado/", verification.verify_result, name="verify_result"),
    path("verificar/estado/", verification.verify_state, name="verify_state"),
]
