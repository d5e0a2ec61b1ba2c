"""What a reader says of a sheet: which cells fill which canonical columns, and how they are read.

A reader only declares. `conversion` turns a draft into typed rows, `checks` decides which stay.
A cell names its heading (aliases in order of preference; the first present wins) or its position.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from support_kpi.parsing.sheet import Sheet

Place = str | int
Unit = Literal["seconds", "minutes", "hours", "days", "milliseconds"]
DateOrder = Literal["dmy", "mdy", "ymd"]


@dataclass(frozen=True)
class Options:
    """What the user said about a file; None means: find out.

    `mapping` is for every table of the file, `mappings` are by the fingerprint of the headings.
    With `is_once` they are not remembered. `can_ask` says that a person is there to be asked about
    columns.
    """

    zone: str | None = None
    date_order: DateOrder | None = None
    reader: str | None = None
    mapping: Mapping[str, object] | None = None
    mappings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    is_once: bool = False
    can_ask: bool = False
    name: str = ""
    encoding: str | None = None


@dataclass(frozen=True, init=False)
class Text:
    """Text as written, trimmed; `keep_words` leaves words such as `NA` and `None` alone."""

    places: tuple[Place, ...]
    keep_words: bool = False

    def __init__(self, *places: Place, keep_words: bool = False) -> None:
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "keep_words", keep_words)


@dataclass(frozen=True, init=False)
class Moment:
    """A point in time. `and_time` is the heading of a time of day kept in a column of its own.

    Zone, first that is known: in the value; `zone`; in the heading's bracket; `zone_column`; the
    user's; UTC with a warning. `order` is that of day and month where no value tells it.
    """

    places: tuple[Place, ...]
    zone: str | None = None
    zone_column: Place | None = None
    and_time: Place | None = None
    order: DateOrder | None = None

    def __init__(
        self,
        *places: Place,
        zone: str | None = None,
        zone_column: Place | None = None,
        and_time: Place | None = None,
        order: DateOrder | None = None,
    ) -> None:
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "zone", zone)
        object.__setattr__(self, "zone_column", zone_column)
        object.__setattr__(self, "and_time", and_time)
        object.__setattr__(self, "order", order)


@dataclass(frozen=True, init=False)
class Duration:
    """A length of time; bare numbers are in the heading's unit where it names one, else `unit`.

    `is_short` says that `4:30` is minutes and seconds where the heading names no unit.
    """

    places: tuple[Place, ...]
    unit: Unit = "seconds"
    zero_is_none: bool = False
    is_short: bool = False

    def __init__(
        self,
        *places: Place,
        unit: Unit = "seconds",
        zero_is_none: bool = False,
        is_short: bool = False,
    ) -> None:
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "unit", unit)
        object.__setattr__(self, "zero_is_none", zero_is_none)
        object.__setattr__(self, "is_short", is_short)


@dataclass(frozen=True, init=False)
class Number:
    """A number, as an integer where the canonical column is one.

    `is_money_beside` names the columns of money whose values tell the decimal mark of all of them:
    money has no three decimals, so `12.500` alone is twelve thousand and more.
    """

    places: tuple[Place, ...]
    minus: float = 0
    times: float = 1
    is_money_beside: tuple[int, ...] = ()

    def __init__(
        self,
        *places: Place,
        minus: float = 0,
        times: float = 1,
        is_money_beside: tuple[int, ...] = (),
    ) -> None:
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "minus", minus)
        object.__setattr__(self, "times", times)
        object.__setattr__(self, "is_money_beside", is_money_beside)


@dataclass(frozen=True, init=False)
class Day:
    """A date; a month such as `2025-03` or `Mar 2025` is its first day."""

    places: tuple[Place, ...]
    order: DateOrder | None = None

    def __init__(self, *places: Place, order: DateOrder | None = None) -> None:
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "order", order)


@dataclass(frozen=True, init=False)
class Flag:
    """True or false; `true` and `false` add the vendor's words to the usual ones."""

    places: tuple[Place, ...]
    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()

    def __init__(
        self, *places: Place, true: tuple[str, ...] = (), false: tuple[str, ...] = ()
    ) -> None:
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "true", true)
        object.__setattr__(self, "false", false)


@dataclass(frozen=True, init=False)
class Choice:
    """A vendor's value as a canonical one, compared casefolded.

    What `values` lacks goes to the free-text rule of `vocabulary` (channel, status, priority), else
    to `otherwise`; None there makes it a bad cell. With `is_open` it stays as written instead.
    """

    places: tuple[Place, ...]
    values: Mapping[str, str | None] = field(default_factory=dict)
    vocabulary: Literal["channel", "status", "priority"] | None = None
    otherwise: str | None = None
    is_open: bool = False

    def __init__(
        self,
        *places: Place,
        values: Mapping[str, str | None] | None = None,
        vocabulary: Literal["channel", "status", "priority"] | None = None,
        otherwise: str | None = None,
        is_open: bool = False,
    ) -> None:
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "values", values or {})
        object.__setattr__(self, "vocabulary", vocabulary)
        object.__setattr__(self, "otherwise", otherwise)
        object.__setattr__(self, "is_open", is_open)


@dataclass(frozen=True, init=False)
class Labels:
    """A list: one cell split at `separator`, or the filled cells of several columns."""

    places: tuple[Place, ...]
    separator: str | None = None

    def __init__(self, *places: Place, separator: str | None = None) -> None:
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "separator", separator)


@dataclass(frozen=True, init=False)
class Person:
    """A requester: the first filled cell, an e-mail address before an id, stored as a pseudonym."""

    places: tuple[Place, ...]

    def __init__(self, *places: Place) -> None:
        object.__setattr__(self, "places", places)


@dataclass(frozen=True, init=False)
class Serial:
    """An identifier where the export has none: the cells' text, numbered among the rows that share
    it in the order of the file (`text`, `text #2`); several cells become one digest."""

    places: tuple[Place, ...]
    prefix: str = ""

    def __init__(self, *places: Place, prefix: str = "") -> None:
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "prefix", prefix)


@dataclass(frozen=True)
class Constant:
    """The same value in every row."""

    value: str | float | bool | None


@dataclass(frozen=True)
class Derived:
    """SQL over the draft's other canonical columns, for vendor rules such as
    `case when closed_at is null then 'open' else 'closed' end`."""

    sql: str


Cell = (
    Text
    | Moment
    | Duration
    | Number
    | Day
    | Flag
    | Choice
    | Labels
    | Person
    | Serial
    | Constant
    | Derived
)


@dataclass(frozen=True)
class Question:
    """One question of a survey and the columns that hold its answers.

    `columns` pairs a position with the option it stands for, or None when the cell itself is the
    answer. `separator` splits a cell of several picked options. `options` are the choices in their
    order, as far as it is known; when `is_closed`, what else a split cell holds is one text.
    `points` are those of answers in words, in lower case; `rank` is that of every pick in it.
    """

    question_id: str
    text: str
    kind: Literal["single", "multiple", "scale", "numeric", "rank", "open"]
    columns: tuple[tuple[int, str | None], ...]
    part: str | None = None
    separator: str | None = None
    options: tuple[str, ...] = ()
    is_closed: bool = False
    points: Mapping[str, float] = field(default_factory=dict)
    rank: float | None = None


@dataclass(frozen=True)
class Draft:
    """Rows of one canonical table. `when` is SQL over the canonical columns that a row must meet.

    A cell whose name starts with `_` is scratch: `Derived` and `when` may use it, it is not kept.
    With `questions` (table `answer` only) each filled cell of each question becomes a row. `refuse`
    pairs SQL over the raw cells (`c0`, `c1`, ...) with the reason why such a row is no record.
    """

    table: str
    cells: Mapping[str, Cell]
    when: str | None = None
    questions: tuple[Question, ...] = ()
    refuse: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a reader makes of a sheet. The first draft's table is the main one: a row of the file is
    kept when its required cells can be read in a draft of that table. `mapping` reads a few rows of
    the sheet as all of them were read, where headings alone would not tell."""

    source: str
    drafts: tuple[Draft, ...]
    heading_rows: int = 1
    warnings: tuple[str, ...] = ()
    mapping: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Lookup:
    """A table beside the main one, told by its `headings`, and by its name where others look alike.

    `cells` are what a join may use of it. Of rows with the same `key` the newest stands, by the
    cells `is_active` and `updated_at` where it has them.
    """

    name: str
    use: str
    headings: tuple[str, ...]
    cells: Mapping[str, Cell]
    key: str | None = None
    is_named: bool = False


@dataclass(frozen=True)
class Join:
    """How the tables of one vendor become further columns of what `readers` read.

    `main` names that table in the SQL file beside the join; `cells` are what the SQL uses of it.
    """

    readers: tuple[str, ...]
    main: str
    cells: Mapping[str, Cell]
    lookups: tuple[Lookup, ...]


class Reader(Protocol):
    """A module of `readers/`. Exactly one may recognise a sheet."""

    TITLE: str

    def recognises(self, sheet: Sheet) -> bool: ...

    def read(self, sheet: Sheet, options: Options) -> Reading: ...
