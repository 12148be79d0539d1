"""Deadlines speak to those who lack a filing, four times a window, never twice; and are in a calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import practice
from tests.apps.filings import acts

from icsoe.apps.access import gateways
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind
from icsoe.apps.audit.models import Entry
from icsoe.apps.filings.calendar import business_calendar, record_day, withdraw_day
from icsoe.apps.filings.clocks import Term, term_ends
from icsoe.apps.filings.deadlines import speak
from icsoe.apps.filings.enums import DayKind
from icsoe.apps.filings.feed import calendar_file, renew_feed
from icsoe.apps.filings.models import CalendarDay, CalendarFeed, Movement
from icsoe.apps.filings.tasks import make_up_for_deadlines
from icsoe.apps.mailbox.letters import write
from icsoe.apps.mailbox.models import Notice
from icsoe.apps.mailbox.notices import mark_read, notices_of, unread
from icsoe.apps.providers.models import Provider
from icsoe.lib.efirma.breaker import CircuitBreaker
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import window
from icsoe.lib.rulebook.refusal import Refused

pytestmark = pytest.mark.django_db
OFFICER = Actor(kind=ActorKind.OFFICER, key="ofi", name="Oficial de prueba")


@pytest.fixture(autouse=True)
def _no_calendar_kept() -> None:
    cache.clear()


@pytest.fixture
def one() -> Provider:
    return practice.complete_profile(practice.provider())


def may(day: int, hour: int = 14) -> datetime:
    return datetime(2026, 5, day, hour, tzinfo=UTC)


def told(one: Provider) -> list[str]:
    return [notice.key for notice in reversed(notices_of(one.rfc))]


def test_each_moment_of_the_window_speaks_once_however_often_it_runs(one: Provider) -> None:
    assert speak(at=datetime(2026, 4, 30, 14, tzinfo=UTC)) == 0
    for day in range(1, 20):
        speak(at=may(day))
        assert speak(at=may(day, 20)) == 0
    assert told(one) == [
        "plazo:2026-1:abre",
        "plazo:2026-1:dia-10",
        "plazo:2026-1:dia-15",
        "plazo:2026-1:ultimo-dia:2026-05-18",
    ]


@pytest.mark.parametrize(
    ("day", "moment"), [(9, "abre"), (10, "dia-10"), (14, "dia-10"), (15, "dia-15"), (17, "dia-15")]
)
def test_each_moment_speaks_on_its_very_day(one: Provider, day: int, moment: str) -> None:
    speak(at=may(day))
    assert told(one) == [f"plazo:2026-1:{moment}"]


def test_who_waits_for_its_certificate_s_answer_is_left_in_peace(
    one: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_request: bytes) -> bytes:
        raise OSError("down")

    settings.EFIRMA_REVOCATION = "required"
    monkeypatch.setattr(gateways, "BREAKER", CircuitBreaker())
    monkeypatch.setattr(gateways, "post_ocsp", nobody)
    assert acts.file(one).state == "pending"
    assert speak(at=may(11)) == 0


def test_a_day_without_service_is_made_up_for(one: Provider) -> None:
    speak(at=may(12))
    assert told(one) == ["plazo:2026-1:dia-10"]


def test_a_last_day_that_is_moved_once_told_is_told_again_on_the_new_one(one: Provider) -> None:
    assert speak(at=may(18, 7)) == 1
    add(date(2026, 5, 18))
    assert speak(at=may(18)) == 1, "the fifteenth is what the moved window has reached"
    assert [speak(at=may(19, hour)) for hour in (7, 14)] == [1, 0]
    assert told(one)[-1] == "plazo:2026-1:ultimo-dia:2026-05-19"


def test_a_start_asks_for_what_came_due_meanwhile_however_many_start(one: Provider) -> None:
    for _ in range(2):
        make_up_for_deadlines()
    assert ProcrastinateJob.objects.filter(queueing_lock="filings.deadlines", status="todo").count() == 1


def test_who_presented_is_left_in_peace_and_who_voided_is_not(one: Provider) -> None:
    acts.file(one)
    assert speak(at=may(11)) == 0
    acts.void(one)
    assert speak(at=may(11, 20)) == 1


def test_both_periods_of_september_2021_are_told_apart(one: Provider) -> None:
    speak(at=datetime(2021, 9, 17, 14, tzinfo=UTC))
    assert sorted(told(one)) == [
        "plazo:2021-1:ultimo-dia:2021-09-17",
        "plazo:2021-2:ultimo-dia:2021-09-17",
    ]


def test_the_notice_goes_by_e_mail_too_where_there_is_an_address(one: Provider) -> None:
    Provider.objects.filter(pk=practice.provider("fisica").pk).update(email="")
    assert speak(at=may(18)) == 2
    jobs = ProcrastinateJob.objects.filter(task_name="mailbox.send_letter", args__letter="notice")
    assert jobs.count() == 1
    letter = write("notice", Notice.objects.get(provider_rfc=one.rfc).pk)
    assert letter is not None
    assert letter.to == "contacto@example.com"
    assert "18/05/2026" in " ".join(letter.paragraphs)
    assert "304 C" in " ".join(letter.paragraphs)
    assert one.rfc not in " ".join([letter.subject, letter.greeting, *letter.paragraphs])


def test_a_notice_is_new_until_the_mailbox_is_opened(one: Provider) -> None:
    speak(at=may(11))
    assert unread(one.rfc) == 1
    mark_read(provider_rfc=one.rfc, at=may(12))
    assert unread(one.rfc) == 0


def test_the_database_keeps_a_notice_from_being_told_twice(one: Provider) -> None:
    speak(at=may(11))
    copy = Notice.objects.get()
    copy.pk = None
    with pytest.raises(IntegrityError, match="mailbox_notice_never_twice"), transaction.atomic():
        copy.save(force_insert=True)
    with pytest.raises(IntegrityError, match="mailbox_notice_read_after_sent"), transaction.atomic():
        Notice.objects.update(read_at=may(1))


# The calendar that officers keep


def add(day: date, kind: DayKind = DayKind.ADDED, **given: str) -> CalendarDay:
    return record_day(
        day=day,
        kind=kind,
        reason=given.get("reason", "Suspensión de labores"),
        source=given.get("source", "DOF, acuerdo de prueba"),
        published_on=date(2026, 5, 2),
        by=OFFICER,
        at=may(2),
    )


def test_a_day_that_officers_add_moves_the_last_day_and_withdrawing_it_moves_it_back() -> None:
    assert window(Period(2026, 1), business_calendar(fresh=True)).last_day == date(2026, 5, 18)
    add(date(2026, 5, 18))
    assert window(Period(2026, 1), business_calendar(fresh=True)).last_day == date(2026, 5, 19)
    withdraw_day(day=date(2026, 5, 18), by=OFFICER, at=may(3))
    assert window(Period(2026, 1), business_calendar(fresh=True)).last_day == date(2026, 5, 18)
    assert list(
        Entry.objects.filter(event__startswith="calendar_day").order_by("id").values_list("event", flat=True)
    ) == ["calendar_day_recorded", "calendar_day_withdrawn"]


def test_a_holiday_that_officers_make_a_working_day_counts() -> None:
    add(date(2026, 5, 17), DayKind.WORKING)
    assert window(Period(2026, 1), business_calendar(fresh=True)).last_day == date(2026, 5, 17)


def test_whoever_presents_on_a_moved_last_day_is_in_time(one: Provider) -> None:
    late = datetime(2026, 5, 19, 18, tzinfo=UTC)
    business_calendar()  # another page read the calendar before the day was added
    add(date(2026, 5, 18))
    assert acts.file(one, at=late).is_late is False


def test_the_calendar_is_read_once_a_minute_and_anew_after_a_change(
    django_assert_num_queries: object, django_capture_on_commit_callbacks: object
) -> None:
    business_calendar()
    with django_assert_num_queries(0):  # type: ignore[operator]
        business_calendar()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        add(date(2026, 5, 18))
    assert not business_calendar().is_business_day(date(2026, 5, 18))


@pytest.mark.parametrize(
    ("day", "kind", "given", "code"),
    [
        (date(2026, 5, 18), DayKind.ADDED, {"reason": " "}, "day_reason_required"),
        (date(2026, 5, 18), DayKind.ADDED, {"source": ""}, "day_source_required"),
        (date(2026, 5, 17), DayKind.ADDED, {}, "day_needless"),
        (date(2026, 5, 18), DayKind.WORKING, {}, "day_needless"),
    ],
)
def test_a_day_needs_its_reason_its_source_and_a_purpose(
    day: date, kind: DayKind, given: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        add(day, kind, **given)
    assert [one.code for one in refusal.value.findings] == [code]


def test_a_day_is_recorded_once() -> None:
    add(date(2026, 5, 18))
    with pytest.raises(Refused) as refusal:
        add(date(2026, 5, 18))
    assert refusal.value.findings[0].code == "day_already"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"day": date(2026, 5, 18)}, "filings_day_once"),
        ({"kind": "otro"}, "filings_day_kind_known"),
        ({"reason": ""}, "filings_day_has_a_reason"),
        ({"source": ""}, "filings_day_has_a_source"),
    ],
)
def test_the_database_refuses_impossible_days(change: dict[str, object], constraint: str) -> None:
    add(date(2026, 5, 18))
    values: dict[str, object] = {
        "day": date(2026, 5, 19),
        "kind": "added",
        "reason": "x",
        "source": "x",
        "published_on": date(2026, 5, 1),
        "recorded_by": "x",
        "recorded_at": may(2),
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CalendarDay.objects.create(**{**values, **change})


def test_the_database_refuses_impossible_movements(one: Provider) -> None:
    contract = practice.contract(one)
    row = {"contract": contract, "nss": "92919084431", "kind": "alta", "on": date(2026, 5, 1)}
    Movement.objects.create(**row)
    with pytest.raises(IntegrityError, match="filings_movement_once"), transaction.atomic():
        Movement.objects.create(**row)
    with pytest.raises(IntegrityError, match="filings_movement_kind_known"), transaction.atomic():
        Movement.objects.create(**{**row, "kind": "otro"})


def test_the_clocks_of_ten_and_fifteen_days_count_business_days_only() -> None:
    received = datetime(2026, 9, 10, 18, tzinfo=UTC)  # a Thursday; the 16th is a holiday
    assert term_ends(Term.REQUIREMENT, received) == date(2026, 9, 25)
    assert term_ends(Term.DIFFERENCES, received) == date(2026, 10, 2)
    add(date(2026, 9, 14))
    assert term_ends(Term.REQUIREMENT, received) == date(2026, 9, 28)


# The feed


def test_the_feed_tells_the_last_days_and_what_is_presented(one: Provider) -> None:
    acts.file(one)
    feed = renew_feed(provider_rfc=one.rfc, by=practice.actor(), at=practice.IN_TIME)
    with CaptureQueriesContext(connection) as asked:
        content = calendar_file(feed.token, at=practice.IN_TIME)
    assert sum('FROM "filings_filing"' in one["sql"] for one in asked.captured_queries) == 1
    events = {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}
    assert "Presentada con folio SI261" in str(events["2026-1-ultimo-dia@icsoe"]["summary"])
    assert events["2026-2-ultimo-dia@icsoe"].decoded("dtstart") == date(2026, 9, 17)
    assert events["2026-2-abre@icsoe"].decoded("dtend") == date(2026, 9, 2)
    (alarm,) = events["2026-3-ultimo-dia@icsoe"].walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-3)
    assert one.rfc.encode() not in content


def test_a_renewed_feed_forgets_its_address_before(one: Provider) -> None:
    old = renew_feed(provider_rfc=one.rfc, by=practice.actor(), at=practice.IN_TIME).token
    renew_feed(provider_rfc=one.rfc, by=practice.actor(), at=practice.IN_TIME)
    with pytest.raises(CalendarFeed.DoesNotExist):
        calendar_file(old, at=practice.IN_TIME)
