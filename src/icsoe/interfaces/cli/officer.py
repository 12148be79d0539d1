"""Officers of the Institute: give one an account, other keys, or none."""

import argparse
import io
import json
import sys
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist

from icsoe.interfaces.cli.settings import system

if TYPE_CHECKING:
    from icsoe.apps.access.officers import Keys


def configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    create = acts.add_parser("create", help="make an account with its password and second factor")
    create.add_argument("email")
    create.add_argument("name", help="the officer's name, as everybody will see it")
    renew = acts.add_parser("renew", help="give another password and second factor")
    renew.add_argument("email")
    close = acts.add_parser("close", help="let the officer enter no more")
    close.add_argument("email")
    for one in (create, renew):
        one.add_argument("--json", action="store_true", help="for programs")


def run(options: argparse.Namespace) -> int:
    with system():
        return _act(options)


def _act(options: argparse.Namespace) -> int:
    from icsoe.apps.access import officers  # deferred: needs Django set up
    from icsoe.apps.audit import clock
    from icsoe.apps.audit.actor import SYSTEM

    at = clock.now()
    try:
        if options.act == "create":
            _show(
                officers.create_officer(email=options.email, name=options.name, by=SYSTEM, at=at),
                options.json,
            )
        elif options.act == "renew":
            _show(officers.renew_officer(email=options.email, by=SYSTEM, at=at), options.json)
        else:
            officers.close_officer(email=options.email, by=SYSTEM, at=at)
            print(f"{options.email} ya no puede entrar.")
    except officers.OfficerExists:
        return _fail(f"Ya existe un servidor público con el correo {options.email}. Use «renew».")
    except ObjectDoesNotExist:
        return _fail(f"No existe un servidor público con el correo {options.email}.")
    return 0


def _show(keys: "Keys", as_json: bool) -> None:
    if as_json:
        print(json.dumps({"email": keys.email, "password": keys.password, "totp_secret": keys.totp_secret}))
        return
    import segno  # deferred: only to draw

    drawn = io.StringIO()
    segno.make(keys.totp_url, error="l").terminal(out=drawn, compact=True)
    print(
        f"Correo: {keys.email}\nContraseña: {keys.password}\nClave del segundo factor: {keys.totp_secret}\n"
    )
    print(drawn.getvalue())
    print("Escanee el código con su aplicación de autenticación. Nada de esto se vuelve a mostrar.")


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
