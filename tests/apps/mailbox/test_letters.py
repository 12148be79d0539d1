"""Letters: sent by a job of the caller's transaction, retried while SMTP is down, shown in practice."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.db.models.functions import Now
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from tests.clerks import EMAIL, appointed, invited, letters, link_in
from tests.firms import AT, Firm, make_firm

from icsoe.apps.access.letters import SEND_LETTER, Letter
from icsoe.apps.access.models import Appointment
from icsoe.apps.mailbox.letters import WRITERS, write
from icsoe.apps.mailbox.models import PracticeLetter


@pytest.fixture
def firm(db: None) -> Firm:
    return make_firm("LIA150312QX5", "Limpieza Integral del Altiplano, S. A. de C. V.")


def waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name=SEND_LETTER, status="todo").count()


def test_the_job_that_entering_asks_for_exists() -> None:
    task = app.tasks[SEND_LETTER]
    assert task.queue == "prompt"
    assert set(Letter) <= WRITERS.keys()


def test_an_act_undone_sends_nothing(firm: Firm) -> None:
    def fail() -> None:
        with transaction.atomic():
            invited(firm)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert waiting() == 0
    invited(firm)
    assert waiting() == 1


def test_a_letter_is_text_and_html_in_spanish(firm: Firm) -> None:
    invited(firm)
    [letter] = letters()
    assert letter.subject == "Le invitan a capturar en ICSOE"
    html = str(letter.alternatives[0][0])
    for body in (str(letter.body), html):
        assert "Limpieza Integral del Altiplano" in body
        assert link_in(letter) in body
        assert "72 horas" in body
    assert 'lang="es-MX"' in html


def test_markup_in_a_name_is_only_text(firm: Firm) -> None:
    one = invited(firm)
    Appointment.objects.filter(pk=one.pk).update(name="<b>Renata</b>")
    [letter] = letters()
    assert "<b>Renata</b>" not in str(letter.alternatives[0][0])
    assert "<b>Renata</b>" in str(letter.body)


def test_a_letter_nobody_waits_for_is_not_sent(firm: Firm) -> None:
    one = invited(firm)
    Appointment.objects.filter(pk=one.pk).update(state="removed")
    assert letters() == []
    assert all(write(kind, 999_999) is None for kind in Letter)


def test_a_letter_is_tried_again_while_smtp_is_down(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    one, task = invited(firm), app.tasks[SEND_LETTER]

    def down(*_: Any) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", down)
    with pytest.raises(smtplib.SMTPServerDisconnected) as failed:
        task(letter="invitation", subject_id=one.pk)
    waits = [
        task.get_retry_exception(exception=failed.value, job=_job(attempts)) for attempts in (0, 50, 199)
    ]
    assert all(waits)
    assert task.get_retry_exception(exception=ValueError(), job=_job(0)) is None
    monkeypatch.undo()
    task(letter="invitation", subject_id=one.pk)
    assert len(mail.outbox) == 1


def _job(attempts: int) -> Job:
    return Job(id=1, queue="prompt", lock=None, queueing_lock=None, task_name=SEND_LETTER, attempts=attempts)


def test_a_letter_sent_twice_is_one_to_who_reads_it(firm: Firm) -> None:
    one, task = invited(firm), app.tasks[SEND_LETTER]
    for _ in range(2):
        task(letter="invitation", subject_id=one.pk)
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1


@pytest.mark.parametrize("kind", [Letter.RECOVERY, Letter.PASSWORD_CHANGED])
def test_another_letter_of_the_same_kind_is_another_one_to_who_reads_it(firm: Firm, kind: Letter) -> None:
    account = appointed(firm).account
    told = list[str]()
    for day in (1, 1, 2):
        account.recovery_asked_at = AT + timedelta(days=day)
        account.password = f"hash-{day}"
        account.save()
        told.append(str(write(kind, account.pk).key))
    assert told[0] == told[1] != told[2]


def test_practice_shows_its_letters_on_a_page(
    firm: Firm, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "icsoe.apps.mailbox.practice.Backend"
    settings.CLOCK_SHIFT = timedelta(days=-400)
    appointed(firm)
    invited(firm, 1)
    letters()
    kept = PracticeLetter.objects.get(to=EMAIL)
    assert "correo de práctica" in capsys.readouterr().err
    dated = PracticeLetter.objects.filter(
        sent_at__gt=Now() - timedelta(days=401), sent_at__lt=Now() - timedelta(days=399)
    )
    assert kept in dated, "on the day that is practised"
    assert "Le invitan a capturar" in Client().get("/practica/correos/").content.decode()
    shown = Client().get(f"/practica/correos/{kept.pk}/").content.decode()
    assert "/invitacion/" in shown


@pytest.mark.django_db
def test_the_practice_page_is_not_there_in_production(settings: Any) -> None:
    settings.PRACTICE = False
    assert Client().get("/practica/correos/").status_code == 404
