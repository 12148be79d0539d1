"""Invented facts shared by the tests of the canonical forms."""

from datetime import date

from icsoe.lib.canonical.document import (
    AddressFacts,
    ContractFacts,
    DocumentFacts,
    PartyFacts,
    ProviderFacts,
    RegistrationFacts,
    Replaced,
    ServiceFacts,
)

ADDRESS = AddressFacts(
    postal_code="06600",
    colonia="Juárez",
    street="Paseo de la Práctica",
    outside_number="476",
    inside_number="",
    between_streets="",
    municipality="Cuauhtémoc",
    state="09",
)


def beneficiary(**changes: object) -> PartyFacts:
    facts = {
        "rfc": "CÑE200101AB1",
        "name": "COMERCIAL ÑANDÚ & ESPEJO",
        "person_type": "moral",
        "email": "compras@nandu.example",
        "mobile": "",
        "landline": "5550001122",
        "conventional_address": None,
        "social_address": ADDRESS,
    }
    return PartyFacts(**{**facts, **changes})  # type: ignore[arg-type]


def contract(folio: str = "A26P0000001", **changes: object) -> ContractFacts:
    facts = {
        "folio": folio,
        "reference": "LIMP-01",
        "beneficiary": beneficiary(),
        "service_folio": "1234",
        "service_text": "Limpieza especializada de quirófanos",
        "object": 'Limpieza de "áreas blancas"',
        "start_date": date(2026, 2, 1),
        "end_date": date(2026, 12, 31),
        "estimated_workers": None,
        "workers": 12,
        "roster_sha256": "ab" * 32,
    }
    return ContractFacts(**{**facts, **changes})  # type: ignore[arg-type]


def document(**changes: object) -> DocumentFacts:
    facts = {
        "provider": ProviderFacts(
            rfc="SEP200101AB1",
            name="SERVICIOS ESPECIALIZADOS DE PRÁCTICA SA DE CV",
            person_type="moral",
            email="contacto@practica.example",
            mobile="5511112222",
            landline="",
            conventional_address=ADDRESS,
            social_address=None,
            representative_rfc="PEGJ800101AB1",
        ),
        "registration": RegistrationFacts(
            number="STPS/UTD/DGIFT/AR1876/2021",
            registered_on=date(2024, 6, 1),
            valid_until=date(2027, 6, 1),
            services=(
                ServiceFacts("1234", "Limpieza especializada de quirófanos"),
                ServiceFacts("77", "Jardinería"),
            ),
        ),
        "year": 2026,
        "number": 1,
        "type": "correccion",
        "replaces": Replaced("N261000123", "cd" * 32),
        "reason": None,
        "contracts": (contract("A26P0000002", end_date=None, estimated_workers=30), contract()),
    }
    return DocumentFacts(**{**facts, **changes})  # type: ignore[arg-type]


def nil_document() -> DocumentFacts:
    return document(type="sin_informacion", replaces=None, registration=None, contracts=())
