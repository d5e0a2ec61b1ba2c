"""Flags that several commands share."""

import argparse
from typing import get_args

from support_kpi.filters import Compare


def loading(one: argparse.ArgumentParser) -> None:
    one.add_argument("paths", nargs="+", metavar="PATH", help="files, folders or globs")
    one.add_argument("--reader", help="read as this format")
    one.add_argument("--zone", help="zone of times that name none, such as Europe/Berlin")
    one.add_argument("--date-order", choices=("dmy", "mdy", "ymd"))
    one.add_argument("--encoding", help="encoding of text files, such as cp1250 or gb18030")
    one.add_argument("--mapping", metavar="FILE", help="JSON that maps headings, docs/mapping.md")
    one.add_argument("--once", action="store_true", help="do not remember the mapping")
    one.add_argument("--name", help="the file's own name, where the path is a copy")
    one.add_argument("--by", help="who loads it")
    one.add_argument("--quiet", action="store_true", help="no bar of progress on a terminal")


def compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--compare",
        choices=get_args(Compare),
        default="previous",
        help="the period before, a year before, or nothing",
    )


def filters(one: argparse.ArgumentParser) -> None:
    one.add_argument("--from", metavar="DATE", help="first day, such as 2026-01-01")
    one.add_argument("--to", metavar="DATE", help="last day")
    for name in ("channel", "team", "tier", "source"):
        one.add_argument(f"--{name}", nargs="+", action="extend", default=[], metavar=name.upper())


def engine(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--engine",
        default="duckdb",
        metavar="ENGINE",
        help="duckdb, sail, spark://HOST:PORT or sc://HOST:PORT; docs/scale.md",
    )
    one.add_argument(
        "--shared", metavar="DIR", help="the store as the machines of the engine see it"
    )
