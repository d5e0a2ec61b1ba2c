"""Words of the command line: commands, groups of them, and one sentence for every wrong one."""

import argparse
from collections.abc import Callable
from typing import NoReturn, Protocol

from support_kpi.commands.console import REFUSED, complain

Command = Callable[[argparse.Namespace], int]


class Commands(Protocol):
    """What commands are added to."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser: ...


class Parser(argparse.ArgumentParser):
    """Answers a wrong flag with one sentence instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        complain(f"{self.prog}: {message}. `{self.prog} --help` lists what there is.")
        raise SystemExit(REFUSED)


def added(commands: Commands, name: str, command: Command, about: str) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=about, description=about)
    one.set_defaults(command=command)
    one.add_argument("--store", metavar="DIR", help="folder of the store")
    one.add_argument("--json", action="store_true", help="answer in JSON")
    return one


def grouped(commands: Commands, name: str, about: str) -> Commands:
    one = commands.add_parser(name, help=about, description=about)
    return one.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
