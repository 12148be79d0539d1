"""Invented data for the gallery. Nobody in it exists."""

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html

from icsoe.ui.forms import CodeInput, DateInput, DigitsInput, DropFileInput, MoneyInput
from icsoe.ui.parts import (
    Account,
    Bar,
    Change,
    Column,
    Deadline,
    Event,
    Item,
    NavItem,
    Problem,
    Row,
    SignBox,
    Stat,
    Tag,
    Task,
)

LONG_NAME = (
    "Servicios Integrales de Mantenimiento Electromecánico, Limpieza Industrial y Conservación de Áreas "
    "Verdes del Altiplano Potosino, Sociedad Anónima Promotora de Inversión de Capital Variable"
)
DIGEST = "9f2c1b7e4d5a60318c2f7be9a1d04c63e85b7f12a9c0d3e4f5061728394a5b6c"
LAST_DAY = date(2026, 9, 17)


class SampleForm(forms.Form):
    """A form with every kind of field."""

    rfc = forms.CharField(
        label="RFC del contratante",
        help_text="12 caracteres si es persona moral, 13 si es física.",
        widget=CodeInput(attrs={"maxlength": 13}),
    )
    name = forms.CharField(label="Nombre, denominación o razón social")
    purpose = forms.CharField(label="Objeto del contrato", widget=forms.Textarea(attrs={"rows": 3}))
    service = forms.ChoiceField(
        label="Servicio u obra especializado contratado",
        choices=[("", "Elija un servicio"), ("1", "104 · Limpieza de oficinas"), ("2", "233 · Vigilancia")],
    )
    start = forms.DateField(label="Fecha inicial", widget=DateInput())
    end = forms.DateField(
        label="Fecha final",
        required=False,
        widget=DateInput(),
        help_text="Déjela vacía si es por tiempo indefinido.",
    )
    salary = forms.DecimalField(label="Salario base de cotización", widget=MoneyInput())
    postcode = forms.CharField(
        label="Código postal", widget=DigitsInput(attrs={"class": "in-6 code", "maxlength": 5})
    )
    scope = forms.ChoiceField(
        label="Contratos que puede ver",
        choices=[("all", "Todos"), ("some", "Solo los que yo elija")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Avisos que quiere recibir",
        choices=[("open", "Se abre el plazo"), ("near", "Faltan siete días"), ("last", "Es el último día")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="Confirmo que los datos son verdaderos")
    file = forms.FileField(
        label="Documento PDF", required=False, widget=DropFileInput(attrs={"accept": ".pdf"})
    )

    def clean(self) -> dict[str, Any]:
        """Complain when the dates are out of order, to show an error of the whole form."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            raise forms.ValidationError("La fecha final es anterior a la inicial. Corrija una de las dos.")
        return cleaned


WRONG_DATA = {
    "rfc": "ABC",
    "name": "",
    "start": "2026-08-31",
    "end": "2026-05-01",
    "salary": "mucho",
    "postcode": "0612",
}

NAV = [
    NavItem("Panel", "#", current=True),
    NavItem("Datos generales", "#"),
    NavItem("Contratantes", "#"),
    NavItem("Contratos", "#"),
    NavItem("Acuses", "#"),
    NavItem("Capturistas", "#"),
    NavItem("Buzón", "#", count=2),
]
TRAIL = [NavItem("Panel", "#"), NavItem("Contratos", "#"), NavItem("A26S0001234")]

TASKS = [
    Task("Datos generales", "Completo", "success", url="#"),
    Task(
        "Registro REPSE",
        "Vence pronto",
        "warning",
        hint="Su registro vence el 3 de octubre de 2026.",
        url="#",
    ),
    Task(
        "Contratos del cuatrimestre",
        "Faltan datos",
        "error",
        hint="2 de 14 contratos no tienen trabajadores.",
        url="#",
    ),
    Task(
        "Trabajadores", "En revisión", "info", hint="Se está revisando el archivo mayo-agosto.csv.", url="#"
    ),
    Task("Firmar y presentar", "Aún no", hint="Podrá firmar cuando lo anterior esté completo."),
]

COLUMNS = [
    Column("Folio", code=True),
    Column("Contratante", wide=True),
    Column("Fecha inicial"),
    Column("Trabajadores", numeric=True),
    Column("Estado"),
]


def _row(number: int, name: str, workers: str, tag: Tag, problem: str = "") -> Row:
    action = format_html(
        '<a href="#">Editar<span class="visually-hidden"> A26S{}</span></a>', f"{number:07d}"
    )
    cells = [f"A26S{number:07d}", name, "4 de mayo de 2026", workers, tag]
    return Row(cells, url="#", actions=action, problem=problem)


ROWS = [
    _row(1, "Hotelera Bahía Serena, S. A. de C. V.", "1,204", Tag("Completo", "success")),
    _row(2, LONG_NAME, "38", Tag("Revise avisos", "warning")),
    _row(
        3,
        "María Ñandú Güemes Ibáñez",
        "0",
        Tag("Faltan trabajadores", "error"),
        problem="Agregue al menos un trabajador.",
    ),
    _row(4, "", "7", Tag("Borrador")),
]
MANY_ROWS = [
    _row(n, f"Cliente de ejemplo {n}, S. C.", str(n * 3), Tag("Completo", "success")) for n in range(10, 35)
]

PERIODS = [
    Row(
        ["Enero a abril de 2026", "N261253001", "12 de mayo de 2026", Tag("Presentada en tiempo", "success")],
        url="#",
    ),
    Row(
        [
            "Septiembre a diciembre de 2025",
            "N253252077",
            "2 de febrero de 2026",
            Tag("Extemporánea", "warning"),
        ],
        url="#",
    ),
    Row(["Mayo a agosto de 2025", "", "", Tag("Pendiente", "error")], url="#"),
    Row(["Enero a abril de 2025", "SI251250009", "16 de mayo de 2025", Tag("Sin efectos")], url="#"),
]
PERIOD_COLUMNS = [
    Column("Cuatrimestre"),
    Column("Folio", code=True),
    Column("Presentada el"),
    Column("Estado"),
]

ITEMS = [
    Item("RFC", "LIA150312QX4", code=True),
    Item("Nombre, denominación o razón social", LONG_NAME),
    Item("Correo electrónico", "avisos@limpieza-altiplano.example"),
    Item("Teléfono fijo", ""),
    Item("Número de registro REPSE", "AR0001/2024", hint="Vigente hasta el 3 de octubre de 2026", code=True),
]
RECEIPT_ITEMS = [
    Item("Folio", "N262253432", code=True),
    Item("Presentada", "17 de septiembre de 2026, 22:48:07, hora del centro"),
    Item("Cuatrimestre", "Mayo a agosto de 2026"),
    Item("Tipo", "Normal"),
    Item("Contratos", "14"),
    Item("Trabajadores", "1,249"),
]

CHANGES = [
    Change("Fecha final", "31 de diciembre de 2026", "30 de junio de 2027"),
    Change("Número interior", "", "Piso 3"),
    Change("Teléfono móvil", "55 0000 0000", ""),
]

BARS = [
    Bar("Enero a abril de 2025", 812, "812"),
    Bar("Mayo a agosto de 2025", 1103, "1,103"),
    Bar("Septiembre a diciembre de 2025", 0, "0"),
    Bar("Enero a abril de 2026", 1249, "1,249"),
]
STATS = [
    Stat("Contratos", "14", "del cuatrimestre"),
    Stat("Trabajadores", "1,249", "en 12 contratos"),
    Stat("Errores", "2", "impiden firmar"),
    Stat("Avisos", "5", "no impiden firmar"),
]
EVENTS = [
    Event("17 de septiembre, 22:48", "Se presentó la informativa", "Firmó el titular.", "success"),
    Event("17 de septiembre, 22:31", "Se deshizo una carga", "Eva Luna (capturista)", "warning"),
    Event("16 de septiembre, 09:12", "Se agregaron 1,204 trabajadores", "Archivo mayo-agosto.csv"),
]
DEADLINES = [
    Deadline("Plazo para presentar", LAST_DAY, 23, note="Cuatrimestre de mayo a agosto de 2026."),
    Deadline("Plazo para presentar", LAST_DAY, 5),
    Deadline("Plazo para presentar", LAST_DAY, 1),
    Deadline("Plazo para presentar", LAST_DAY, 0),
    Deadline("Plazo para presentar", LAST_DAY, -4),
    Deadline("Plazo para presentar", LAST_DAY, 3, done=True),
]
TABS = [
    NavItem("Trabajadores", "#", current=True, count=38),
    NavItem("Carga masiva", "#"),
    NavItem("Historia", "#"),
]

FILING_BOX = SignBox(
    purpose="filing",
    endpoint="/informativa/2026-2/firmar/",
    now="2026-09-17T22:47:00-06:00",
    document_url="/informativa/2026-2/documento/",
    session_rfc="LIA150312QX4",
    rfc="LIA150312QX4",
    period="2026-2",
    type="NORMAL",
    contracts=14,
    workers=1249,
    idempotency_key="00000000-0000-4000-8000-000000000000",
)
ENTRY_BOX = SignBox(
    purpose="entry",
    endpoint="/entrar/efirma/",
    challenge_url="/entrar/reto/",
    now="2026-09-17T22:47:00-06:00",
)


def components() -> dict[str, Any]:
    """Everything that the gallery and the sample pages draw."""
    wrong = SampleForm({f"wrong-{name}": value for name, value in WRONG_DATA.items()}, prefix="wrong")
    return {
        "account": Account(
            "Limpieza Integral del Altiplano, S. A. de C. V.", "LIA150312QX4", "#", key="sample"
        ),
        "bars": BARS,
        "changes": CHANGES,
        "columns": COLUMNS,
        "deadlines": DEADLINES,
        "digest": DIGEST,
        "entry_box": ENTRY_BOX,
        "events": EVENTS,
        "filing_box": FILING_BOX,
        "form": SampleForm(),
        "items": ITEMS,
        "long_name": LONG_NAME,
        "many_rows": MANY_ROWS,
        "nav": NAV,
        "none": [],
        "periods": PERIODS,
        "period_columns": PERIOD_COLUMNS,
        "problems": [
            Problem("El contrato A26S0000003 no tiene trabajadores.", "contenido"),
            Problem("Otro problema."),
        ],
        "receipt_items": RECEIPT_ITEMS,
        "rows": ROWS,
        "stats": STATS,
        "tabs": TABS,
        "tasks": TASKS,
        "trail": TRAIL,
        "wrong": wrong,
    }
