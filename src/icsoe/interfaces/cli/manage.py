"""Django's own commands (migrate, makemigrations, makemessages...), on the system's settings."""

import argparse

from django.core.management import execute_from_command_line

from icsoe.interfaces.cli.settings import choose_settings


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, help="a Django command and its arguments")


def run(options: argparse.Namespace) -> int:
    choose_settings()
    execute_from_command_line(["icsoe manage", *options.words])
    return 0
