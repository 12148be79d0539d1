"""Addresses of the portal."""

from django.urls import path

from icsoe.interfaces.portal import board, entry, filing, history, sending
from icsoe.interfaces.portal.urls_capture import urlpatterns as capture
from icsoe.interfaces.portal.urls_filings import urlpatterns as filings
from icsoe.interfaces.portal.urls_loads import urlpatterns as loads
from icsoe.interfaces.portal.urls_people import urlpatterns as people

app_name = "portal"
urlpatterns = [
    path("entrar/", entry.enter, name="enter"),
    path("entrar/reto/", entry.challenge, name="challenge"),
    path("entrar/efirma/", entry.enter_with_efirma, name="enter_with_efirma"),
    path("salir/", entry.leave, name="leave"),
    path("panel/", board.board, name="board"),
    path("informativa/<period:period>/", filing.review, name="review"),
    path("informativa/<period:period>/presentar/", filing.present, name="present"),
    path("informativa/<period:period>/documento/<str:sha256>/", filing.document, name="document"),
    path("informativa/<period:period>/trabajadores/<str:sha256>/", filing.roster, name="roster"),
    path("informativa/<period:period>/enviar/", sending.send, name="send_to_signature"),
    path("informativa/<period:period>/devolver/", sending.give_back, name="return_to_capture"),
    path("acuses/", history.index, name="receipts"),
    path("acuses/<str:folio>/", history.receipt, name="receipt"),
    path("acuses/<str:folio>/estado/", history.receipt_state, name="receipt_state"),
    path("acuses/<str:folio>/acuse.pdf", history.receipt_pdf, name="receipt_pdf"),
    path("acuses/<str:folio>/acuse.json", history.receipt_json, name="receipt_json"),
    path("acuses/<str:folio>/documento.json", history.signed_document, name="signed_document"),
    *filings,
    *loads,
    *capture,
    *people,
]
