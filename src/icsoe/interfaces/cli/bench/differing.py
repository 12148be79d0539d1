"""One provider whose list of workers is corrected, and the pages that show it. Needs Django set up."""

import base64
import json
import time
from datetime import datetime
from pathlib import Path

import polars as pl
from django.core.management import call_command
from django.test import Client

from icsoe.apps.access import services as access
from icsoe.apps.audit import clock
from icsoe.apps.filings import complements, selectors
from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.services import present
from icsoe.apps.intake import applying, checking, services
from icsoe.apps.intake.enums import ApplyMode
from icsoe.interfaces.cli.bench.holders import Holder, Holders, register, review, signed
from icsoe.interfaces.cli.bench.providers import capture_contract
from icsoe.lib.efirma.challenge import entry_text
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import central_day


class Corrected:
    """A provider with one contract, presented with the rows of a file and then corrected with another's."""

    def __init__(self, folder: Path, before: Path, after: Path) -> None:
        call_command("collectstatic", verbosity=0, interactive=False)
        at = clock.now()
        period = Period.of_contract(central_day(at)).previous
        if period is None:
            raise ValueError("nothing was due before the first period")
        self._period: Period = period
        self._holders = Holders(folder, clock.now)
        self._holder: Holder = self._holders.mint(1, since=at)
        register(self._holder, period, at)
        self._folio = capture_contract(self._holder, period, at)
        self._load(before)
        self._filed = [self.present()]
        complements.start(
            provider_rfc=self._holder.rfc,
            period=period,
            type=FilingType.CORRECTION,
            by=self._holder.actor,
            at=clock.now(),
        )
        self._load(after)
        self._browser = self._enter()

    def present(self) -> str:
        """Review and sign what there is; its folio."""
        at = clock.now()
        shown = review(self._holder, self._period, at)
        access.remember(self._holder.certificate, at=at)
        return present(
            provider_rfc=self._holder.rfc,
            period=self._period,
            signed=signed(self._holders, self._holder, shown),
            by=self._holder.actor,
            at=clock.now(),
        ).folio

    def draft_pages(self) -> dict[str, str]:
        """The pages of the difference before it is signed, in the order in which a person opens them."""
        base = f"/informativa/{self._period}/"
        told = f"{base}diferencias/"
        return {
            "before signing": told,
            "before signing, workers": f"{told}{self._folio}/?ver=cambios",
            "review": base,
        }

    def filed_pages(self, folio: str) -> dict[str, str]:
        """The same once it is presented."""
        told = f"/acuses/{folio}/diferencias/"
        return {"presented": told, "presented, workers": f"{told}{self._folio}/?ver=cambios"}

    def view(self, address: str) -> float:
        """Seconds that the server takes for the page."""
        started = time.perf_counter()
        answer = self._browser.get(address)
        taken = time.perf_counter() - started
        if answer.status_code != 200:
            raise AssertionError(f"{address} answered {answer.status_code}")
        return taken

    def floor(self, folio: str) -> float:
        """Seconds to read the bytes of both lists from the database, parse them, and join them once."""
        started = time.perf_counter()
        frames = []
        for one in (self._filed[0], folio):
            filing = selectors.filing(self._holder.rfc, one)
            (contract,) = selectors.facts_of(filing).contracts
            content = selectors.roster_of(self._holder.rfc, self._period, contract.roster_sha256)
            frames.append(pl.read_csv(content, infer_schema=False))
        frames[0].join(frames[1], on="nss", how="full")
        return time.perf_counter() - started

    def _load(self, file: Path) -> None:
        rfc, by = self._holder.rfc, self._holder.actor
        load = services.receive(
            provider_rfc=rfc,
            period=self._period,
            folio=self._folio,
            file_name=file.name,
            source=file,
            by=by,
            at=clock.now(),
        )
        checking.check(load_id=load.pk, at=clock.now())
        seen = services.preview(provider_rfc=rfc, load_id=load.public_id, mode=ApplyMode.REPLACE)
        services.apply(
            provider_rfc=rfc,
            load_id=load.public_id,
            mode=ApplyMode.REPLACE,
            only_valid=True,
            basis=seen.basis,
            by=by,
            at=clock.now(),
        )
        applying.apply_now(load_id=load.pk, at=clock.now())

    def _enter(self) -> Client:
        """A browser in which the holder has entered with its e.firma."""
        browser = Client(SERVER_NAME="127.0.0.1")
        given = browser.post("/entrar/reto/").json()
        certificate = self._holder.certificate
        text = entry_text(
            host=given["host"],
            nonce=bytes.fromhex(given["nonce"]),
            expires=datetime.fromisoformat(given["expires"]),
            certificate_number=certificate.number,
        )
        body = {
            "certificate": base64.b64encode(certificate.der).decode(),
            "nonce": given["nonce"],
            "signature": base64.b64encode(self._holders.sign(text.encode())).decode(),
        }
        answer = browser.post("/entrar/efirma/", json.dumps(body), "application/json")
        if answer.status_code != 200:
            raise AssertionError("the holder of the measurement could not enter")
        return browser
