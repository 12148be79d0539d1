"""Words of the profile."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PersonType(TextChoices):
    MORAL = "moral", _("Persona moral")
    FISICA = "fisica", _("Persona física")


class AddressKind(TextChoices):
    CONVENTIONAL = "conventional", _("Domicilio convencional")
    SOCIAL = "social", _("Domicilio social")


class State(TextChoices):
    """The 32 federal entities, by the codes of INEGI."""

    AGU = "01", "Aguascalientes"
    BCN = "02", "Baja California"
    BCS = "03", "Baja California Sur"
    CAM = "04", "Campeche"
    COA = "05", "Coahuila de Zaragoza"
    COL = "06", "Colima"
    CHP = "07", "Chiapas"
    CHH = "08", "Chihuahua"
    CMX = "09", "Ciudad de México"
    DUR = "10", "Durango"
    GUA = "11", "Guanajuato"
    GRO = "12", "Guerrero"
    HID = "13", "Hidalgo"
    JAL = "14", "Jalisco"
    MEX = "15", "México"
    MIC = "16", "Michoacán de Ocampo"
    MOR = "17", "Morelos"
    NAY = "18", "Nayarit"
    NLE = "19", "Nuevo León"
    OAX = "20", "Oaxaca"
    PUE = "21", "Puebla"
    QUE = "22", "Querétaro"
    ROO = "23", "Quintana Roo"
    SLP = "24", "San Luis Potosí"
    SIN = "25", "Sinaloa"
    SON = "26", "Sonora"
    TAB = "27", "Tabasco"
    TAM = "28", "Tamaulipas"
    TLA = "29", "Tlaxcala"
    VER = "30", "Veracruz de Ignacio de la Llave"
    YUC = "31", "Yucatán"
    ZAC = "32", "Zacatecas"
