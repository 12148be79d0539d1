"""Invented clerks, the letters they get, and their browsers."""

import re
from datetime import datetime
from typing import Any

from django.core import mail
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.firms import AT, Firm, persons

from icsoe.apps.access import clerks, delegation, links
from icsoe.apps.access.clerks import Reach
from icsoe.apps.access.letters import SEND_LETTER
from icsoe.apps.access.models import Account, Appointment

PASSWORD = "faro colibrí 8 ventana"
EVERYTHING = Reach()
EMAIL = "capturista@despacho.example"


def curp_of(place: int = 0) -> str:
    """The CURP of one invented person."""
    return persons(place + 1, seed=31)[place]["curp"]


def invited(
    firm: Firm, place: int = 0, *, reach: Reach = EVERYTHING, at: datetime = AT, **given: str
) -> Appointment:
    """An invitation of the firm to an invented person."""
    data = {"curp": curp_of(place), "name": "Renata Olmos Prado", "email": EMAIL, **given}
    return clerks.invite(provider_rfc=firm.provider.rfc, reach=reach, by=firm.actor, at=at, **data)


def appointed(firm: Firm, place: int = 0, *, reach: Reach = EVERYTHING) -> Appointment:
    """A clerk of the firm, with its account made when it has none."""
    one = invited(firm, place, reach=reach)
    account = Account.objects.filter(kind="clerk", key=one.curp).first()
    if account is None:
        delegation.accept_as_new(
            appointment_id=one.pk, nonce=one.nonce, password=PASSWORD, again=PASSWORD, address="", at=AT
        )
    else:
        from icsoe.apps.access.passwords import clerk

        delegation.accept(
            appointment_id=one.pk, nonce=one.nonce, account=account, by=clerk(account, ""), at=AT
        )
    one.refresh_from_db()
    return one


def browser_of(one: Appointment, *, working: bool = True) -> Client:
    """The clerk's browser: entered, and working for the appointment's provider."""
    assert one.account is not None
    browser = Client()
    browser.force_login(one.account)
    if working:
        browser.post("/empresas/elegir/", {"rfc": one.provider_rfc})
    return browser


def proved_browser_of(one: Appointment) -> Client:
    """The clerk's browser, in which the password was typed just now."""
    browser = browser_of(one)
    browser.post("/seguridad/confirmar/", {"password": PASSWORD})
    return browser


def enter(browser: Client, curp: str, password: str = PASSWORD, **extra: Any) -> Any:
    """Post the clerks' door."""
    return browser.post("/entrar/capturista/", {"curp": curp, "password": password}, **extra)


def letters() -> list[mail.EmailMultiAlternatives]:
    """Do the jobs of e-mail that wait, and give every letter sent."""
    task = app.tasks[SEND_LETTER]
    for job in ProcrastinateJob.objects.filter(task_name=SEND_LETTER, status="todo").order_by("id"):
        task(**job.args)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [SEND_LETTER])
    return list(mail.outbox)


def link_in(letter: mail.EmailMultiAlternatives) -> str:
    """The path of the link in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(letter.body))
    assert found is not None
    return found.group(1)


def invitation_path(one: Appointment) -> str:
    """The link of an invitation."""
    return f"/invitacion/{links.invitation_token(one)}/"
