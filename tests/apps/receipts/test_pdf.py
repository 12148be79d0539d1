"""The printed receipt: what it shows, what it carries, what it costs."""

import io
import json

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.apps.receipts.examples import AT, CODE, FOLIO, ORIGIN, contract, facts, pdf_receipt, sealer, twin
from tests.apps.receipts.timestamping import practice_authority
from tests.pki import authority as pki

from icsoe.apps.receipts.facts import ReceiptFacts
from icsoe.apps.receipts.pdf import make_pdf, typeset
from icsoe.apps.receipts.sheet import sheet, verification_address
from icsoe.apps.receipts.twin import twin_bytes
from icsoe.apps.receipts.verdict import Kind
from icsoe.apps.receipts.verification import verify_receipt
from icsoe.lib.efirma.chain import TrustStore

ANCHORS = TrustStore.from_certificates([pki.seal().authority])
LONG = "COMERCIALIZADORA Y PRESTADORA DE SERVICIOS ESPECIALIZADOS INTEGRALES DE LA REGIÓN CENTRO " * 3


def pages(filing: ReceiptFacts) -> list[str]:
    document = pypdfium2.PdfDocument(typeset(twin(filing), origin=ORIGIN, profile="B-B"))
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def test_a_nil_receipt_and_one_of_three_contracts_fit_one_page() -> None:
    (nil,) = pages(facts())
    assert "En el cuatrimestre no inició ningún contrato" in nil
    (three,) = pages(facts(contract(1), contract(2), contract(3)))
    for told in (FOLIO, CODE, "enero-abril de 2026", "17:04:05", "23:04:05", "En tiempo", "A26P0000003"):
        assert told in three


def test_what_is_late_pending_or_replaced_is_said() -> None:
    page = pages(
        facts(
            contract(),
            is_late=True,
            is_pending=True,
            replaces="N261000001",
            reason="Error en la fecha final.",
        )
    )[0]
    for told in ("Extemporánea", "verificación pendiente", "N261000001", "Error en la fecha final."):
        assert told in page


def test_every_page_of_many_contracts_repeats_its_header_and_says_its_number() -> None:
    many = pages(facts(*(contract(number) for number in range(1, 201))))
    assert len(many) > 4
    for number, page in enumerate(many, 1):
        assert f"Página {number} de {len(many)}" in page
        assert ("Contratante" in page) is ("A26P0000" in page)
    assert all(any(f"A26P{number:07}" in page for page in many) for number in range(1, 201))


@pytest.mark.parametrize("name", [LONG[:300], "X" * 300])
def test_names_of_any_length_stay_on_the_page(name: str) -> None:
    filing = facts(contract(beneficiary=name, service_text=name), provider_name=name)
    document = pypdfium2.PdfDocument(typeset(twin(filing), origin=ORIGIN, profile="B-B"))
    for page in document:
        text = page.get_textpage()
        rights = [text.get_charbox(index)[2] for index in range(text.count_chars())]
        assert max(rights) <= page.get_width() - 40
    document.close()


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_no_text_of_a_person_is_taken_for_markup(text: str) -> None:
    typed = f"#panic() $ [ ] * _ ` \\ < > @ {text}"
    filing = facts(contract(beneficiary=typed), provider_name=typed, reason=typed)
    assert typeset(twin(filing), origin=ORIGIN, profile="B-B").startswith(b"%PDF-1.7")


def test_the_page_is_made_for_everybody_and_for_ever() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_receipt()))
    root = reader.trailer["/Root"]
    metadata = reader.xmp_metadata
    assert root["/Lang"] == "es-MX"
    assert root["/MarkInfo"]["/Marked"]
    assert metadata is not None
    declared = metadata.stream.get_data().decode()
    assert "<xmp:ModifyDate>2026-05-04T23:04:05+00:00</xmp:ModifyDate>" in declared
    assert "<pdfaid:part>3</pdfaid:part>" in declared
    assert "<pdfuaid:part>1</pdfuaid:part>" in declared
    assert all(font.startswith(("Libertinus", "DejaVu")) for font in _fonts(reader))


def _fonts(reader: pypdf.PdfReader) -> set[str]:
    fonts: set[str] = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            fonts.add(font.get_object()["/BaseFont"].split("+")[-1])
    return fonts


def test_the_json_twin_travels_inside() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_receipt()))
    assert dict(reader.attachments) == {"acuse.json": [twin_bytes(twin())]}


def test_the_qr_carries_folio_and_code_and_nothing_else() -> None:
    assert verification_address(twin(), origin=ORIGIN) == (
        f"https://icsoe.example/verificar/?folio={FOLIO}&codigo={CODE}"
    )


def test_the_same_receipt_gives_the_same_page() -> None:
    first, again = (typeset(twin(), origin=ORIGIN, profile="B-B") for _ in range(2))
    assert first == again


def test_every_character_a_name_may_hold_can_be_drawn() -> None:
    letters = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2010, 0x2028)]))
    assert "\u25a1" not in sheet(twin(facts(reason=letters)), origin=ORIGIN, profile="B-B")["reason"]
    assert "Ñandú" in pages(facts(reason=f"Ñandú {letters}"))[0]
    assert sheet(twin(facts(reason="中\n")), origin=ORIGIN, profile="B-B")["reason"] == "\u25a1\u25a1"


def test_what_the_page_says_speaks_spanish_of_every_type() -> None:
    for kind in ("normal", "sin_informacion", "correccion", "actualizacion", "sin_efectos"):
        said = sheet(twin(facts(contract(), type=kind)), origin=ORIGIN, profile="B-B")
        json.dumps(said)
        assert "_" not in said["type"]


@pytest.mark.parametrize(("known", "profile"), [(False, "B-T"), (True, "B-LT")])
def test_a_time_stamped_seal_says_so_and_no_bit_of_the_token_changes_unseen(
    known: bool, profile: str
) -> None:
    made = make_pdf(twin(), sealer=sealer(), origin=ORIGIN, at=AT, authority=practice_authority(known=known))
    assert made.profile == profile

    def kind(content: bytes) -> Kind:
        return verify_receipt(content, seal_anchors=ANCHORS, trust=pki.trust()).kind

    assert kind(made.content) is Kind.VALID
    assert kind(made.content + b"\n") is Kind.ALTERED
    start = made.content.rindex(b"/Contents <") + len(b"/Contents <")
    end = made.content.index(b">", start)
    used = len(made.content[start:end].rstrip(b"0"))
    for place in range(start, start + used, 61):
        changed = bytearray(made.content)
        changed[place] ^= 1
        assert kind(bytes(changed)) is Kind.ALTERED, place - start


def test_without_a_time_stamping_authority_the_receipt_says_so() -> None:
    assert "no lleva sello de tiempo" in sheet(twin(), origin=ORIGIN, profile="B-B")["profile"]
    assert "NOM-151" not in json.dumps(sheet(twin(), origin=ORIGIN, profile="B-LT"))
