"""One provider with one contract, and the ways a file becomes its list. Needs Django set up."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from icsoe.apps.access.services import holder
from icsoe.apps.audit import clock
from icsoe.apps.contracts.records import ContractData, PartyData
from icsoe.apps.contracts.services import add_contract
from icsoe.apps.intake import applying, checking, reports, services
from icsoe.apps.intake.enums import ApplyMode
from icsoe.apps.providers.records import RegistrationData
from icsoe.apps.providers.registrations import store_registration
from icsoe.apps.providers.selectors import provider
from icsoe.apps.providers.services import open_provider
from icsoe.interfaces.cli.bench import crowd
from icsoe.lib.efirma.certificate import Certificate, read_certificate
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import central_day

_SERVICE = ("1", "Limpieza")
_BLOCK = 1024 * 1024


class Site:
    """A provider ready to load workers into its only contract, on the database of the measurement."""

    def __init__(self, folder: Path) -> None:
        at = clock.now()
        held = sorted((folder / "demo" / "efirmas").glob("*/*.cer"))[0]
        certificate = read_certificate(held.read_bytes())
        self._by = holder(certificate, "")
        self._rfc = certificate.rfc
        self._period = Period.of_contract(central_day(at))
        self._folio = self._capture(certificate)

    def _capture(self, certificate: Certificate) -> str:
        at, by = clock.now(), self._by
        open_provider(certificate=certificate, by=by, at=at)
        data = RegistrationData(
            number="STPS/UTD/DGIFT/AR1876/2025", registered_on=self._period.first_day, services=[_SERVICE]
        )
        store_registration(provider(self._rfc), data, by=by, at=at)
        contract, _ = add_contract(
            provider_rfc=self._rfc,
            period=self._period,
            data=ContractData(
                beneficiary=PartyData(rfc="CPM090518QC0", name="CORPORATIVO PLAZA MIRADOR SA DE CV"),
                object="Limpieza",
                service_folio=_SERVICE[0],
                start_date=self._period.first_day,
            ),
            by=by,
            at=at,
        )
        return contract.folio

    def load(self, file: Path, *, with_reports: bool = False) -> dict[str, float]:
        """Seconds of each step from the file on disk to committed rows; then the list is emptied again."""
        steps: dict[str, float] = {}
        with _timed(steps, "receive"):
            load = services.receive(
                provider_rfc=self._rfc,
                period=self._period,
                folio=self._folio,
                file_name=file.name,
                source=file,
                by=self._by,
                at=clock.now(),
            )
        with _timed(steps, "check"):
            checking.check(load_id=load.pk, at=clock.now())
        with _timed(steps, "preview"):
            seen = services.preview(provider_rfc=self._rfc, load_id=load.public_id, mode=ApplyMode.REPLACE)
        with _timed(steps, "apply"):
            services.apply(
                provider_rfc=self._rfc,
                load_id=load.public_id,
                mode=ApplyMode.REPLACE,
                only_valid=True,
                basis=seen.basis,
                by=self._by,
                at=clock.now(),
            )
            applying.apply_now(load_id=load.pk, at=clock.now())
        if with_reports:
            with _timed(steps, "reports"):
                reports.write(load_id=load.pk)
        self._empty(expected=seen.added)
        return steps

    def plain_copy(self, rows: Path) -> dict[str, float]:
        """Seconds of the floor: the rows of the table's own columns, in order of the file, by one COPY."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO contracts_roster (id, contract_id, is_current, revision, worker_count,"
                " canonical_sha256, created_at)"
                " SELECT %s, id, false, 0, 0, '', now() FROM contracts_contract",
                [crowd.FLOOR_ROSTER],
            )
        steps: dict[str, float] = {}
        query = f"COPY contracts_worker ({', '.join(crowd.TABLE_COLUMNS)}) FROM STDIN"
        with (
            _timed(steps, "copy"),
            rows.open("rb") as source,
            connection.cursor() as cursor,
            cursor.copy(query) as copy,
        ):
            while block := source.read(_BLOCK):
                copy.write(block)
        self._clear()
        return steps

    def _empty(self, *, expected: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT worker_count, (SELECT count(*) FROM contracts_worker WHERE roster_id = roster.id)"
                " FROM contracts_roster AS roster WHERE is_current"
            )
            (told, held) = cursor.fetchone()
        if told != held or held != expected:
            raise AssertionError(f"{expected} rows were to be there, {told} are told and {held} held")
        self._clear()

    def _clear(self) -> None:
        """Back to an empty list, so that every measurement begins alike."""
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE contracts_worker")
            cursor.execute("TRUNCATE intake_load CASCADE")
            cursor.execute("DELETE FROM contracts_roster WHERE NOT is_current")
            cursor.execute("UPDATE contracts_roster SET worker_count = 0")


@contextmanager
def _timed(steps: dict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    steps[name] = time.perf_counter() - started
