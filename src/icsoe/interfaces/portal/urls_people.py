"""Addresses about who enters: clerks, providers served, one's own account. None carries a CURP or an RFC."""

from django.urls import path

from icsoe.interfaces.portal import (
    clerk_entry,
    clerks,
    delegation,
    invitation,
    own_account,
    practice_mail,
    sessions,
    trail,
)

urlpatterns = [
    path("entrar/capturista/", clerk_entry.enter_as_clerk, name="enter_as_clerk"),
    path("entrar/capturista/codigo/", clerk_entry.second_factor_page, name="second_factor"),
    path("entrar/capturista/llave/", clerk_entry.passkey_proof, name="passkey_proof"),
    path("recuperar/", clerk_entry.recover, name="recover"),
    path("recuperar/contrasena/", clerk_entry.recover_choose, name="recover_choose"),
    path("recuperar/<str:token>/", clerk_entry.recover_link, name="recover_link"),
    path("invitacion/", invitation.invitation, name="invitation"),
    path("invitacion/<str:token>/", invitation.invitation_link, name="invitation_link"),
    path("empresas/", delegation.providers, name="providers"),
    path("empresas/elegir/", delegation.provider_pick, name="provider_pick"),
    path("empresas/solicitar/", delegation.access_ask, name="access_ask"),
    path(
        "empresas/invitaciones/<int:appointment_id>/", delegation.invitation_accept, name="invitation_accept"
    ),
    path("capturistas/", clerks.clerks, name="clerks"),
    path("capturistas/invitar/", clerks.clerk_invite, name="clerk_invite"),
    path("capturistas/<int:appointment_id>/", clerks.clerk, name="clerk"),
    path("capturistas/<int:appointment_id>/<str:word>/", clerks.clerk_move, name="clerk_move"),
    path("bitacora/", trail.trail, name="trail"),
    path("sesiones/", sessions.sessions, name="sessions"),
    path("sesiones/seguir/", sessions.session_keep, name="session_keep"),
    path("sesiones/cerrar-otras/", sessions.sessions_close_others, name="sessions_close_others"),
    path("sesiones/<int:session_id>/cerrar/", sessions.session_close, name="session_close"),
    path("seguridad/", own_account.security, name="security"),
    path("seguridad/confirmar/", own_account.password_confirm, name="password_confirm"),
    path("seguridad/contrasena/", own_account.password_change, name="password_change"),
    path("seguridad/telefono/", own_account.totp_add, name="totp_add"),
    path("seguridad/llave/", own_account.passkey_add, name="passkey_add"),
    path("seguridad/factores/<int:factor_id>/quitar/", own_account.factor_remove, name="factor_remove"),
    path("practica/correos/", practice_mail.letters, name="practice_letters"),
    path("practica/correos/<int:letter_id>/", practice_mail.letter, name="practice_letter"),
]
