"""The review in words: exactly what will be signed, and what keeps it from being signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from icsoe.apps.filings.comparing import compare
from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.reviews import Shown
from icsoe.apps.filings.selectors import roster_of
from icsoe.interfaces.portal.presenters.differences import summary_words
from icsoe.interfaces.portal.presenters.findings import sentence as say
from icsoe.interfaces.portal.presenters.lateness import TimeLimit, time_limit
from icsoe.interfaces.portal.presenters.words import address_words, count_workers, day_or_indefinite
from icsoe.lib.canonical.document import ContractFacts, PartyFacts
from icsoe.lib.canonical.roster import first_rows
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.rules import Finding
from icsoe.ui.parts import Column, Item, Row, Stat
from icsoe.ui.tags.dates import day_words, period_words

SHOWN_WORKERS = 50
#: More contracts than these are folded, so many on a page.
UNFOLDED_CONTRACTS = 5
SHOWN_CONTRACTS = 25
SHOWN_ERRORS = 10
#: Told with its amounts beside the sign box, where there is one.
_LATE = "filing_late"


@dataclass(frozen=True)
class Obstacle:
    """A finding and where it is mended."""

    message: str
    url: str
    action: str


@dataclass(frozen=True)
class ContractPart:
    """One contract of the review, with the first of its workers; ``summary`` is what is read when folded."""

    folio: str
    title: str
    summary: str
    items: list[Item]
    workers: list[Row]
    more: str
    roster_url: str
    edit_url: str


@dataclass(frozen=True)
class ComplementPart:
    """What the review says when it replaces a filing: which one, and what changes."""

    folio: str
    receipt_url: str
    changes: list[str]
    difference_url: str
    abandon_url: str


@dataclass(frozen=True)
class ReviewPage:
    """Everything of the page but the sign box."""

    period: Period
    period_name: str
    at: datetime
    type_name: str
    is_nil: bool
    errors: list[Obstacle]
    more_errors: int
    warnings: list[Obstacle]
    stats: list[Stat]
    provider: list[Item]
    registration: list[Item]
    contracts: list[ContractPart]
    is_folded: bool
    pages: dict[str, str]
    worker_columns: list[Column]
    document_url: str
    document_sha256: str
    complement: "ComplementPart | None" = None
    limit: "TimeLimit | None" = None


def review_page(shown: Shown, period: Period, at: datetime, *, offset: int = 0) -> ReviewPage:
    """Context of the review; workers are read from the frozen bytes, not from the live rows.

    ``offset`` is how many contracts stand on the pages before this one.
    """
    facts, review = shown.facts, shown.review
    sha256 = review.document_id if review else ""
    limit = time_limit(shown.late_from, at) if review and shown.late_from else None
    return ReviewPage(
        period=period,
        period_name=period_words(period),
        at=at,
        type_name=str(FilingType(facts.type).label),
        is_nil=facts.type == FilingType.NIL,
        errors=[_obstacle(finding, period) for finding in shown.errors[:SHOWN_ERRORS]],
        more_errors=max(len(shown.errors) - SHOWN_ERRORS, 0),
        warnings=[_obstacle(one, period) for one in shown.warnings if limit is None or one.code != _LATE],
        stats=[
            _type_stat(FilingType(facts.type)),
            Stat(_("Contratos"), number_format(len(facts.contracts))),
            Stat(_("Trabajadores"), number_format(facts.workers)),
        ],
        provider=_provider_items(facts.provider, facts.provider.representative_rfc),
        registration=_registration_items(shown),
        contracts=[_contract_part(one, shown, period) for one in _on_the_page(facts.contracts, offset)],
        is_folded=len(facts.contracts) > UNFOLDED_CONTRACTS,
        pages=_pages(len(facts.contracts), offset, period),
        worker_columns=_worker_columns(),
        document_url=reverse("portal:document", args=[period, sha256]) if sha256 else "",
        document_sha256=sha256,
        complement=_complement_part(shown, period),
        limit=limit,
    )


def _on_the_page(contracts: Sequence[ContractFacts], offset: int) -> Sequence[ContractFacts]:
    return contracts[offset : offset + SHOWN_CONTRACTS]


def _pages(total: int, offset: int, period: Period) -> dict[str, str]:
    """Which contracts are seen, in words, and the ways to the others; empty when all fit."""
    if total <= SHOWN_CONTRACTS:
        return {}
    here = reverse("portal:review", args=[period])
    last = min(offset + SHOWN_CONTRACTS, total)
    return {
        "shown": _("Contratos del %(first)s al %(last)s de %(total)s")
        % {
            "first": number_format(offset + 1, force_grouping=True),
            "last": number_format(last, force_grouping=True),
            "total": number_format(total, force_grouping=True),
        },
        "previous": f"{here}?desde={max(offset - SHOWN_CONTRACTS, 0)}#contratos" if offset else "",
        "next": f"{here}?desde={last}#contratos" if last < total else "",
    }


def _worker_columns() -> list[Column]:
    return [
        Column(_("NSS"), code=True),
        Column(_("CURP"), code=True),
        Column(_("Nombre completo")),
        Column(_("SBC"), numeric=True),
    ]


def _type_stat(type: FilingType) -> Stat:
    """``Tipo: Normal``, ``Complementaria: Corrección``: three in a row fit a phone."""
    family, _colon, kind = str(type.label).partition(": ")
    return Stat(family, kind) if kind else Stat(_("Tipo"), family)


def _complement_part(shown: Shown, period: Period) -> ComplementPart | None:
    if shown.replaces is None or shown.old is None:
        return None
    return ComplementPart(
        folio=shown.replaces.folio,
        receipt_url=reverse("portal:receipt", args=[shown.replaces.folio]),
        changes=summary_words(compare(shown.old, shown.facts)),
        difference_url=reverse("portal:draft_difference", args=[period]),
        abandon_url=reverse("portal:complement_abandon", args=[period]),
    )


def _obstacle(finding: Finding, period: Period) -> Obstacle:
    profile, contracts = reverse("portal:profile"), f"{reverse('portal:contracts')}?periodo={period}"
    sentence = say(finding)
    if finding.code == "movement_date_missing":
        folio = finding.column.removeprefix("contract.")
        return Obstacle(f"{folio}: {sentence}", reverse("portal:movements", args=[period]), _("Poner fechas"))
    if finding.column == "email":
        return Obstacle(sentence, f"{profile}#id_email", _("Capturar el correo"))
    if finding.column == "registration":
        return Obstacle(sentence, f"{profile}#id_registration_number", _("Ir al registro REPSE"))
    if finding.column.startswith("contract."):
        folio = finding.column.removeprefix("contract.")
        url = reverse("portal:contract", args=[folio])
        told = sentence if folio in sentence else f"{folio}: {sentence}"
        return Obstacle(told, f"{url}#id_nss", _("Ir al contrato"))
    if finding.column == "contracts":
        return Obstacle(sentence, contracts, _("Ir a contratos"))
    return Obstacle(sentence, "", "")


def _provider_items(party: PartyFacts, representative: str | None) -> list[Item]:
    items = [
        Item(_("Nombre, denominación o razón social"), party.name),
        Item(_("RFC"), party.rfc, code=True),
        Item(_("Correo electrónico"), party.email or _("Sin capturar")),
        Item(_("Teléfonos"), ", ".join(filter(None, (party.mobile, party.landline))) or _("Sin capturar")),
    ]
    if representative:
        items.insert(2, Item(_("RFC del representante"), representative, code=True))
    if party.conventional_address:
        items.append(Item(_("Domicilio convencional"), address_words(party.conventional_address)))
    if party.social_address:
        items.append(Item(_("Domicilio social"), address_words(party.social_address)))
    return items


def _registration_items(shown: Shown) -> list[Item]:
    registration = shown.facts.registration
    if registration is None:
        return []
    services = "; ".join(f"{service.folio} {service.text}" for service in registration.services)
    return [
        Item(_("Número de registro REPSE"), registration.number, code=True),
        Item(
            _("Vigencia"), f"{day_words(registration.registered_on)} – {day_words(registration.valid_until)}"
        ),
        Item(_("Servicios autorizados"), services),
    ]


def _contract_part(contract: ContractFacts, shown: Shown, period: Period) -> ContractPart:
    rows: list[Row] = []
    if shown.review is not None:
        content = roster_of(shown.review.provider_id, period, contract.roster_sha256)
        rows = _worker_rows(content)
    return ContractPart(
        folio=contract.folio,
        title=f"{contract.folio} · {contract.beneficiary.name}",
        summary=f"{contract.folio} · {contract.beneficiary.name} · {count_workers(contract.workers)}",
        items=_contract_items(contract),
        workers=rows,
        more=_("Se muestran los primeros %(shown)s de %(total)s.")
        % {"shown": len(rows), "total": number_format(contract.workers)}
        if contract.workers > len(rows)
        else "",
        roster_url=reverse("portal:roster", args=[period, contract.roster_sha256]) if shown.review else "",
        edit_url=reverse("portal:contract", args=[contract.folio]),
    )


def _contract_items(contract: ContractFacts) -> list[Item]:
    beneficiary = contract.beneficiary
    items = [
        Item(_("Contratante"), beneficiary.name),
        Item(_("RFC del contratante"), beneficiary.rfc, code=True),
        Item(_("Objeto del contrato"), contract.object),
        Item(
            _("Servicio u obra especializado contratado"), f"{contract.service_folio} {contract.service_text}"
        ),
        Item(_("Fecha inicial"), day_words(contract.start_date)),
        Item(_("Fecha final"), day_or_indefinite(contract.end_date)),
        Item(_("Trabajadores"), number_format(contract.workers)),
    ]
    contact = ", ".join(filter(None, (beneficiary.email, beneficiary.mobile, beneficiary.landline)))
    if contact:
        items.insert(2, Item(_("Contacto del contratante"), contact))
    if beneficiary.conventional_address:
        items.insert(2, Item(_("Domicilio del contratante"), address_words(beneficiary.conventional_address)))
    if contract.reference:
        items.append(Item(_("Referencia propia"), contract.reference))
    if contract.estimated_workers is not None:
        items.append(Item(_("Trabajadores estimados"), number_format(contract.estimated_workers)))
    return items


def _worker_rows(content: bytes) -> list[Row]:
    workers = first_rows(content, SHOWN_WORKERS)
    return [
        Row(
            [
                row["nss"],
                row["curp"],
                " ".join(filter(None, (row["primer_apellido"], row["segundo_apellido"], row["nombre"]))),
                f"${number_format(row['sbc'], 2, force_grouping=True)}",
            ]
        )
        for row in workers.iter_rows(named=True)
    ]
