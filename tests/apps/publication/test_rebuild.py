"""What the public list holds: the contracts of the filings in force, each once, and nothing else."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests import practice
from tests.apps.filings import acts
from tests.pki import authority as pki

from icsoe.apps.access import gateways
from icsoe.apps.access.isolation import serving
from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.filings.confirmation import confirm
from icsoe.apps.filings.models import Filing
from icsoe.apps.providers.models import Provider
from icsoe.apps.publication import services
from icsoe.apps.publication.models import Publication, PublishedContract
from icsoe.apps.publication.selectors import Asked, edition, list_page
from icsoe.lib.efirma.breaker import CircuitBreaker
from icsoe.lib.identifiers.search import search_words

pytestmark = pytest.mark.django_db
LATER = practice.IN_TIME + timedelta(days=1)


@pytest.fixture
def one(db: None) -> Provider:
    return practice.complete_profile(practice.provider())


def rebuilt(at: Any = LATER) -> Publication:
    return services.rebuild(by=SYSTEM, at=at)


def published() -> set[tuple[str, str]]:
    """Filing and contract of each line anybody sees."""
    return {(line.filing_folio, line.contract_folio) for line in list_page(Asked()).rows}


def filed(one: Provider, *references: str) -> Filing:
    for reference in references or ("C-1",):
        practice.with_workers(practice.contract(one, reference=reference), 2)
    return acts.file(one)


def lines_of(filing: Filing) -> set[tuple[str, str]]:
    from icsoe.apps.filings.selectors import facts_of

    return {(filing.folio, contract.folio) for contract in facts_of(filing).contracts}


def test_each_contract_of_a_filing_in_force_has_its_line(one: Provider) -> None:
    filing = filed(one, "C-1", "C-2")
    made = rebuilt()
    assert published() == lines_of(filing)
    assert (made.contracts, made.added, made.retired) == (2, 2, 0)
    line = list_page(Asked()).rows[0]
    assert (line.provider_name, line.provider_type) == (one.name, "moral")
    assert (line.beneficiary_name, line.beneficiary_type) == ("CORPORATIVO PLAZA MIRADOR SA DE CV", "moral")
    assert (line.service_folio, line.service_text) == practice.SERVICE
    assert (line.start_date, line.end_date, line.workers) == (practice.PERIOD.first_day, None, 2)
    assert (line.filing_type, line.year, line.number) == ("normal", 2026, 1)
    assert line.presented_on.isoformat() == "2026-05-10"


def test_it_holds_what_was_signed_and_not_what_is_being_changed(one: Provider) -> None:
    filing = filed(one)
    acts.start(one)
    acts.extend(one, one.contracts.all())
    practice.with_workers(practice.contract(one, reference="C-2"), 1)
    rebuilt()
    assert published() == lines_of(filing)
    assert list_page(Asked()).rows[0].end_date is None


def test_a_filing_without_information_and_one_voided_have_no_line(one: Provider) -> None:
    assert acts.file(one).type == "sin_informacion"
    assert rebuilt().contracts == 0
    acts.void(one)
    assert rebuilt().contracts == 0


def test_a_correction_takes_the_place_of_what_it_corrects(one: Provider) -> None:
    first = filed(one)
    rebuilt()
    acts.start(one)
    practice.with_workers(practice.contract(one, reference="C-2"), 1)
    second = acts.file(one)
    assert published() == lines_of(first)  # until the next rebuild
    made = rebuilt()
    assert published() == lines_of(second)
    assert (made.added, made.retired, made.contracts) == (2, 1, 2)
    assert {line.filing_type for line in list_page(Asked()).rows} == {"correccion"}


def test_what_waits_or_was_refused_is_not_published_and_what_stands_again_is(
    one: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_request: bytes) -> bytes:
        raise OSError("down")

    first = filed(one)
    rebuilt()
    acts.start(one)
    practice.with_workers(practice.contract(one, reference="C-2"), 1)
    settings.EFIRMA_REVOCATION = "required"
    monkeypatch.setattr(gateways, "BREAKER", CircuitBreaker())
    monkeypatch.setattr(gateways, "post_ocsp", nobody)
    pending = acts.file(one)
    assert acts.state_of(pending) == "pending"
    rebuilt()
    assert published() == set()
    before = {pki.certificate().serial: practice.IN_TIME - timedelta(days=1)}
    monkeypatch.setattr(gateways, "post_ocsp", pki.transport(at=LATER, revoked=before))
    assert confirm(filing_id=pending.pk, at=LATER)
    assert acts.state_of(pending) == "refused"
    rebuilt()
    assert published() == lines_of(first)


def test_made_twice_it_is_the_same_but_for_its_date(one: Provider) -> None:
    filed(one, "C-1", "C-2")
    first = rebuilt()
    before = list(PublishedContract.objects.order_by("pk").values())
    second = rebuilt(LATER + timedelta(days=1))
    assert list(PublishedContract.objects.order_by("pk").values()) == before
    assert (second.contracts, second.added, second.retired) == (2, 0, 0)
    now = edition()
    assert now is not None
    assert (now.version, now.as_of) == (second.pk, LATER + timedelta(days=1))
    assert second.pk > first.pk


def test_whoever_reads_the_version_before_still_finds_all_of_it(one: Provider) -> None:
    from icsoe.apps.publication.selectors import lines_of as every_line

    filed(one)
    rebuilt()
    before = edition()
    assert before is not None
    old = list(every_line(before, practice.PERIOD))
    acts.start(one)
    acts.extend(one, one.contracts.all())
    acts.file(one)
    rebuilt()
    after = edition()
    assert after is not None
    assert list(every_line(before, practice.PERIOD)) == old
    assert list(every_line(after, practice.PERIOD)) != old
    rebuilt()
    assert PublishedContract.objects.filter(until__isnull=False).count() == 0


def test_a_rebuild_that_fails_leaves_the_version_that_was(
    one: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = filed(one)
    rebuilt()
    acts.start(one)
    acts.extend(one, one.contracts.all())
    acts.file(one)

    def fail() -> None:
        raise OSError("full")

    monkeypatch.setattr(services, "_forget_old_figures", fail)
    with pytest.raises(OSError, match="full"):
        rebuilt()
    assert published() == lines_of(filing)


def test_old_figures_are_forgotten_and_the_version_in_force_never(
    one: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "KEPT_VERSIONS", 2)
    filed(one)
    made = [rebuilt().pk for _ in range(3)]
    assert set(Publication.objects.values_list("pk", flat=True)) == set(made[1:])
    assert len(published()) == 1


def test_a_rebuild_for_one_provider_alone_reads_nothing_of_another(one: Provider) -> None:
    """The wall holds here too: only the reach of the system publishes."""
    filed(one)
    with serving("OTR010101AA1"):
        assert rebuilt().contracts == 0


@pytest.mark.usefixtures("committed")
def test_readers_meanwhile_see_the_version_before_and_never_a_half() -> None:
    one = practice.complete_profile(practice.provider())
    first = filed(one, "C-1", "C-2")
    rebuilt()
    acts.start(one)
    acts.extend(one, one.contracts.all())
    second = acts.file(one)
    made, seen = threading.Event(), threading.Event()

    def rebuild_slowly() -> None:
        try:
            with transaction.atomic():
                rebuilt()
                made.set()
                seen.wait(10)
        finally:
            connection.close()

    worker = threading.Thread(target=rebuild_slowly)
    worker.start()
    assert made.wait(10)
    during = published()
    seen.set()
    worker.join()
    assert during == lines_of(first)
    assert published() == lines_of(second)


@given(
    st.lists(
        st.sampled_from(
            [
                "Limpieza",
                "ÑANDÚ",
                "Güémez",
                "S. A. de C. V.",
                "n\u0303u",
                "A&B",
                "3M",
                "«x»",
                "o'neil",
                "  ",
                "É",
                "42-b",
                "ç",
                "a.com",
                "\u00a0",
            ]
        ),
        max_size=6,
    )
)
def test_the_database_takes_the_same_words_from_a_name(parts: list[str]) -> None:
    text = " ".join(parts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT icsoe_search_words(%s)", [text])
        (found,) = cursor.fetchone()
    assert found == search_words(text)
