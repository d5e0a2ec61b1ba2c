"""Headings that name a period: a month, a quarter or a year, perhaps with a scenario beside it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from support_kpi.parsing.currencies import CODES
from support_kpi.parsing.sheet import normal, without_bracket

MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "january jan enero ene januar jänner janvier janv janeiro gennaio gen januari styczeń"
            " stycznia sty leden ledna led январь января янв ocak oca 一月",
            "february feb febrero februar février févr fév fevereiro fev febbraio februari luty"
            " lutego lut únor února úno февраль февраля февр фев şubat şub 二月",
            "march mar marzo märz mrz mars março maart mrt marts marzec marca březen března bře"
            " март марта мар mart 三月",
            "april apr abril abr avril avr aprile kwiecień kwietnia kwi duben dubna dub"
            " апрель апреля апр nisan nis 四月",
            "may mayo mai maio maggio mag mei maj maja květen května kvě май мая mayıs 五月",
            "june jun junio juni juin junho giugno giu czerwiec czerwca cze červen června čvn"
            " июнь июня июн haziran haz 六月",
            "july jul julio juli juillet juil julho luglio lug lipiec lipca lip červenec července"
            " čvc июль июля июл temmuz tem 七月",
            "august aug agosto ago août aout augustus augusti sierpień sierpnia sie srpen srpna srp"
            " август августа авг ağustos ağu 八月",
            "september sept sep septiembre septembre setembro set settembre wrzesień września wrz"
            " září zář сентябрь сентября сент сен eylül eyl 九月",
            "october oct octubre oktober okt octobre outubro out ottobre ott październik"
            " października paź říjen října říj октябрь октября окт ekim eki 十月",
            "november nov noviembre novembre novembro listopad listopada listopadu lis"
            " ноябрь ноября нояб ноя kasım kas 十一月",
            "december dec diciembre dic dezember dez décembre déc dezembro dicembre desember des"
            " grudzień grudnia gru prosinec prosince pro декабрь декабря дек aralık ara 十二月",
        ),
        start=1,
    )
    for word in words.split()
}

QUARTERS = ("q", "qtr", "quarter", "quartal", "trimestre", "kwartaal", "t")


@dataclass(frozen=True)
class Period:
    """A half-open run of whole months and the scenario named beside it, if any."""

    start: date
    end: date
    scenario: str = ""


def period(heading: str, scenarios: Collection[str], year: int | None) -> Period | None:
    """The period of a heading; `year` is that of headings such as `Jan`."""
    bare = _words(_without_unit(heading, scenarios))
    scenario = next((word for word in bare if word in scenarios), "")
    for word in (scenario, *CODES, "fy", "amount"):
        if normal(word) in bare:
            bare.remove(normal(word))
    months = _months(["q" if word in QUARTERS else word for word in bare], year)
    return Period(*months, scenario) if months else None


def _words(text: str) -> list[str]:
    return [word.rstrip(".") for word in re.findall(r"[^\W\d_]+\.?|\d+", normal(text))]


def _without_unit(heading: str, scenarios: Collection[str]) -> str:
    """`Jan 2026 (k€)` without the bracket that tells neither month, year nor scenario."""
    bare, inner = without_bracket(heading)
    told = [word for word in _words(inner) if word in MONTHS or word in scenarios or _year(word)]
    return heading if told else bare


def _months(words: list[str], year: int | None) -> tuple[date, date] | None:
    match words:
        case [month] if month in MONTHS and year:
            return _run(year, MONTHS[month], 1)
        case [month, number] | [number, month] if month in MONTHS and _year(number):
            return _run(_year(number), MONTHS[month], 1)
        case ["q", quarter, number] | [number, "q", quarter] if _quarter(quarter) and _year(number):
            return _run(_year(number), 3 * _quarter(quarter) - 2, 3)
        case [quarter, "q", number] if _quarter(quarter) and _year(number):
            return _run(_year(number), 3 * _quarter(quarter) - 2, 3)
        case ["q", quarter] | [quarter, "q"] if _quarter(quarter) and year:
            return _run(year, 3 * _quarter(quarter) - 2, 3)
        case [number] if len(number) == 4 and _year(number):
            return _run(_year(number), 1, 12)
        case [first, month] if len(first) == 4 and _year(first) and _month(month):
            return _run(_year(first), _month(month), 1)
        case [month, last] if len(last) == 4 and _year(last) and _month(month):
            return _run(_year(last), _month(month), 1)
        case [first, month, day, *midnight] if (
            len(first) == 4 and _year(first) and _month(month) and int(day) == 1
        ):
            is_date = all(part.isdigit() and int(part) == 0 for part in midnight)
            return _run(_year(first), _month(month), 1) if is_date else None
        case _:
            return None


def _year(text: str) -> int:
    """`2026` or `26` as a year, else 0."""
    if not text.isdigit() or len(text) not in (2, 4):
        return 0
    number = int(text) if len(text) == 4 else 2000 + int(text)
    return number if 1990 <= number < 2100 else 0


def _month(text: str) -> int:
    return int(text) if text.isdigit() and 1 <= int(text) <= 12 else 0


def _quarter(text: str) -> int:
    return int(text) if text in ("1", "2", "3", "4") else 0


def _run(year: int, month: int, months: int) -> tuple[date, date]:
    last = month - 1 + months
    return date(year, month, 1), date(year + last // 12, last % 12 + 1, 1)
