"""Complementarias in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.reviews import Shown
from icsoe.apps.filings.selectors import ComplementChoice, ComplementChoices, InCourse
from icsoe.apps.filings.updates import Undated
from icsoe.interfaces.portal.forms.complement import KINDS, MovementForm
from icsoe.interfaces.portal.presenters.findings import sentence
from icsoe.interfaces.portal.presenters.words import instant_words
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.complement import MOST_COMPLEMENTS
from icsoe.ui.parts import Column, Item, NavItem, Row
from icsoe.ui.tags.dates import period_words

#: Choices of workers one by one are offered up to so many; beyond, one day for all of them.
MOST_CHOICES = 100
#: Workers shown of those who lack a day.
NAMED = 50


@dataclass(frozen=True)
class Choice:
    """One way on: what it is for, and its button or why it has none."""

    title: str
    text: str
    action: str
    url: str
    is_post: bool
    reasons: list[str]


@dataclass
class Group:
    """The workers of a contract who came, or who left, and lack a day."""

    key: str
    folio: str
    way: str
    title: str
    lacking: dict[str, str]
    form: MovementForm
    count: str
    rows: list[Row]
    can_choose: bool


def choices_page(choices: ComplementChoices, period: Period) -> dict[str, Any]:
    """Context of the page where a complementaria begins."""
    standing = choices.standing
    return {
        "period_name": period_words(period),
        "folio": standing.folio,
        "receipt_url": reverse("portal:receipt", args=[standing.folio]),
        "items": [
            Item(_("Vigente"), standing.folio, hint=standing.get_type_display(), code=True),
            Item(_("Presentada"), instant_words(standing.presented_at)),
            Item(
                _("Complementarias presentadas"),
                _("%(used)s de %(most)s") % {"used": choices.presented, "most": MOST_COMPLEMENTS},
                hint=_("La actualización no cuenta."),
            ),
        ],
        "in_course": _in_course(choices.in_progress, period),
        "choices": [_choice(one, period) for one in choices.choices],
        "trail": [NavItem(_("Acuses"), reverse("portal:receipts")), NavItem(_("Complementaria"))],
    }


@dataclass(frozen=True)
class Banner:
    """What the pages of capture say while a complementaria is captured."""

    title: str
    text: str
    difference_url: str
    abandon_url: str


def banner(in_course: InCourse | None, period: Period) -> Banner | None:
    """The banner of the complementaria in course, or None."""
    if in_course is None:
        return None
    text = _("Parte de una copia de %(folio)s, que sigue vigente hasta que usted firme.")
    if in_course.type is FilingType.UPDATE:
        text = _(
            "Actualiza %(folio)s. Cambie la fecha final, los trabajadores, sus salarios y los datos de "
            "contacto; las partes, el objeto, el servicio y la fecha inicial quedan como se informaron."
        )
    return Banner(
        title=str(in_course.type.label),
        text=text % {"folio": in_course.folio},
        difference_url=reverse("portal:draft_difference", args=[period]),
        abandon_url=reverse("portal:complement_abandon", args=[period]),
    )


def _in_course(type: FilingType | None, period: Period) -> dict[str, str] | None:
    if type is None:
        return None
    return {
        "name": str(type.label),
        "continue_url": f"{reverse('portal:contracts')}?periodo={period}",
        "review_url": reverse("portal:review", args=[period]),
        "abandon_url": reverse("portal:complement_abandon", args=[period]),
    }


def _texts() -> dict[FilingType, tuple[str, str, str, str]]:
    """For each complementaria: its name, what it is for, the words of its button and its address."""
    return {
        FilingType.CORRECTION: (
            _("Corrección"),
            _(
                "Para reparar o completar lo que presentó, en cualquier momento. Empieza como una copia: "
                "cambie una línea o todo, menos el contratista y el cuatrimestre. "
                "Antes de firmar verá qué cambia."
            ),
            _("Iniciar corrección"),
            "portal:correct",
        ),
        FilingType.UPDATE: (
            _("Actualización"),
            _(
                "Para lo que cambió después de lo que ya informó: fecha final, trabajadores que entran o "
                "salen, salarios y datos de contacto. Las partes y la fecha inicial quedan como están, "
                "porque identifican al contrato informado."
            ),
            _("Iniciar actualización"),
            "portal:update",
        ),
        FilingType.VOIDING: (
            _("Sin efectos"),
            _(
                "Para anular una informativa Sin información que presentó por error. Después corresponde "
                "presentar la Normal con sus contratos."
            ),
            _("Dejar sin efectos"),
            "portal:void",
        ),
    }


def _choice(choice: ComplementChoice, period: Period) -> Choice:
    title, text, action, name = _texts()[choice.type]
    return Choice(
        title=title,
        text=text,
        action=action,
        url=reverse(name, args=[period]),
        is_post=choice.type is not FilingType.VOIDING,
        reasons=[sentence(finding) for finding in choice.findings],
    )


def started_words(type: FilingType) -> str:
    """What is said when a complementaria begins."""
    if type is FilingType.UPDATE:
        return _("Actualización iniciada. Cambie lo que haga falta y revise antes de firmar.")
    return _("Corrección iniciada con una copia de lo presentado. Cambie lo que haga falta y revise.")


def abandon_page(in_course: InCourse, period: Period) -> dict[str, Any]:
    """Context of the question before a complementaria is given up."""
    return {
        "title": _("¿Abandonar la complementaria?"),
        "text": _(
            "Lo que cambió desde que la inició se descarta y no se puede recuperar. La informativa %(folio)s "
            "sigue vigente tal como la presentó."
        )
        % {"folio": in_course.folio},
        "confirm": _("Sí, abandonar"),
        "back_url": reverse("portal:review", args=[period]),
        "trail": [NavItem(_("Acuses"), reverse("portal:receipts")), NavItem(_("Abandonar"))],
    }


def void_page(choices: ComplementChoices, period: Period) -> dict[str, Any]:
    """Context of the form that asks for the reason."""
    return {
        "period": period,
        "period_name": period_words(period),
        "folio": choices.standing.folio,
        "back_url": reverse("portal:complement", args=[period]),
        "action": reverse("portal:void", args=[period]),
        "trail": [
            NavItem(_("Acuses"), reverse("portal:receipts")),
            NavItem(_("Complementaria"), reverse("portal:complement", args=[period])),
            NavItem(_("Sin efectos")),
        ],
    }


def void_signed(shown: Shown, period: Period) -> dict[str, Any]:
    """Context of the page where a void is signed."""
    sha256 = shown.review.document_id if shown.review else ""
    return {
        "items": [
            Item(_("Tipo"), FilingType.VOIDING.label),
            Item(_("Periodo"), period_words(period)),
            Item(_("Deja sin efectos a"), shown.replaces.folio if shown.replaces else "", code=True),
            Item(_("Motivo"), shown.facts.reason or ""),
        ],
        "document_sha256": sha256,
        "document_url": reverse("portal:document", args=[period, sha256]),
    }


def movement_groups(undated: Sequence[Undated]) -> list[Group]:
    """One group for each contract and way, of those that lack a day."""
    return [_group(one, way, nss) for one in undated for way, kind in KINDS.items() if (nss := one.of(kind))]


def _group(one: Undated, way: str, nss: tuple[str, ...]) -> Group:
    titles = {"entran": _("Entran en %(folio)s"), "salen": _("Salen de %(folio)s")}
    key = f"{way}-{one.folio}"
    lacking = {each: f"{one.names[each]} · {each}" for each in nss}
    return Group(
        key=key,
        folio=one.folio,
        way=way,
        title=titles[way] % {"folio": one.folio},
        lacking=lacking,
        form=MovementForm(lacking=lacking, prefix=key),
        count=_count_words(nss),
        rows=[Row([each, one.names[each]]) for each in nss[:NAMED]],
        can_choose=1 < len(nss) <= MOST_CHOICES,
    )


def movements_page(groups: Sequence[Group], undated: Sequence[Undated], period: Period) -> dict[str, Any]:
    """Context of the page of movements."""
    lacking, dated = sum(one.count for one in undated), sum(one.dated for one in undated)
    return {
        "period_name": period_words(period),
        "groups": groups,
        "summary": _("Con fecha: %(dated)s. Sin fecha: %(lacking)s.")
        % {
            "dated": number_format(dated, force_grouping=True),
            "lacking": number_format(lacking, force_grouping=True),
        },
        "columns": [Column(_("NSS"), code=True), Column(_("Nombre completo"))],
        "action": reverse("portal:movements", args=[period]),
        "review_url": reverse("portal:review", args=[period]),
        "trail": [
            NavItem(_("Contratos"), f"{reverse('portal:contracts')}?periodo={period}"),
            NavItem(_("Fechas de movimientos")),
        ],
    }


def dated_words(count: int) -> str:
    """How many got their day."""
    text = ngettext(
        "Se puso la fecha a %(count)s trabajador.", "Se puso la fecha a %(count)s trabajadores.", count
    )
    return text % {"count": number_format(count, force_grouping=True)}


def _count_words(nss: Sequence[str]) -> str:
    """``3 trabajadores sin fecha``, and how many of them are shown when not all are."""
    text = ngettext("%(count)s trabajador sin fecha", "%(count)s trabajadores sin fecha", len(nss))
    count = text % {"count": number_format(len(nss), force_grouping=True)}
    if len(nss) <= NAMED:
        return count
    return _("%(count)s; se muestran los primeros %(shown)s") % {"count": count, "shown": NAMED}
