"""The questionnaire map as a file: CSV for spreadsheets, JSON for programs."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rapidfuzz import process

from support_kpi.errors import UsageError
from support_kpi.outputs import defused
from support_kpi.store.ties import OptionTie, QuestionTie, from_rows
from support_kpi.ties.known import Known

COLUMNS = (
    "survey",
    "question",
    "part",
    "study",
    "code",
    "option",
    "meaning",
    "suggestion",
    "reason",
)
NEEDED = COLUMNS[:7]
NOTHING = "none"


def to_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """A row a question, and below it a row an option; what is blank is left as it is worded."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows([defused(row.get(name, "")) for name in COLUMNS] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def as_lines(
    questions: Sequence[QuestionTie], options: Sequence[OptionTie]
) -> list[dict[str, str]]:
    """Ties as rows of the file, questions first."""
    asked = [
        {
            "survey": one.survey,
            "question": one.question,
            "part": one.part,
            "study": one.study,
            "code": one.code or NOTHING,
        }
        for one in questions
    ]
    meant = [
        {
            "survey": one.survey,
            "code": one.code,
            "option": one.option,
            "meaning": one.meaning or NOTHING,
        }
        for one in options
    ]
    return [*asked, *meant]


def to_json(questions: Sequence[QuestionTie], options: Sequence[OptionTie]) -> bytes:
    told = {
        "questions": [asdict(one) for one in questions],
        "options": [asdict(one) for one in options],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def read(content: bytes, name: str, found: Known) -> tuple[list[QuestionTie], list[OptionTie]]:
    """The ties of a file, checked against the studies' questions and options."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{name} is no UTF-8 text; save it as CSV UTF-8 or JSON.") from None
    if text.lstrip().startswith(("{", "[")):
        questions, options = _of_json(text, name)
    else:
        questions, options = _of_csv(text, name)
    for place, tie in questions:
        _require_code(tie, f"{name} {place}", found)
    studies = {(tie.survey, tie.code): tie.study for _, tie in questions}
    for place, tie in options:
        study = studies.get((tie.survey, tie.code)) or _study_of(tie, found)
        _require_meaning(tie, study, f"{name} {place}", found)
    return [tie for _, tie in questions], [tie for _, tie in options]


_Placed = tuple[list[tuple[str, QuestionTie]], list[tuple[str, OptionTie]]]


def _of_json(text: str, name: str) -> _Placed:
    try:
        told = json.loads(text)
    except ValueError:
        raise UsageError(f"{name} is no JSON; `questionnaire export` writes one.") from None
    if not isinstance(told, dict) or not {"questions", "options"} & told.keys():
        raise UsageError(f"{name}: expected an object with “questions” and “options”.")
    questions = from_rows(told.get("questions", []), QuestionTie, f"{name}, questions")
    options = from_rows(told.get("options", []), OptionTie, f"{name}, options")
    return (
        [(f"questions, entry {place}", tie) for place, tie in enumerate(questions, start=1)],
        [(f"options, entry {place}", tie) for place, tie in enumerate(options, start=1)],
    )


def _of_csv(text: str, name: str) -> _Placed:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=separator)
    headings = [(heading or "").strip() for heading in rows.fieldnames or []]
    missing = [heading for heading in NEEDED if heading not in headings]
    if missing:
        raise UsageError(
            f"{name}: the headings lack {', '.join(missing)}; expected {', '.join(NEEDED)}."
        )
    rows.fieldnames = headings
    questions: list[tuple[str, QuestionTie]] = []
    options: list[tuple[str, OptionTie]] = []
    for row in rows:
        told = {key: _undefused((row.get(key) or "").strip()) for key in NEEDED}
        place = f"line {rows.line_num}"
        if told["option"] and told["meaning"]:
            meaning = "" if told["meaning"] == NOTHING else told["meaning"]
            tie = OptionTie(told["survey"], told["code"], told["option"], meaning)
            options.append((place, tie))
        elif told["code"] and not told["option"]:
            code = "" if told["code"] == NOTHING else told["code"]
            if not told["survey"] or not told["question"]:
                raise UsageError(f"{name} {place}: the survey or the question is blank.")
            questions.append(
                (
                    place,
                    QuestionTie(
                        told["survey"], told["question"], told["study"], code, told["part"]
                    ),
                )
            )
    return questions, options


def _undefused(text: str) -> str:
    return text[1:] if text.startswith("'") and defused(text[1:]) == text else text


def _require_code(tie: QuestionTie, where: str, found: Known) -> None:
    if not tie.code:
        return
    if tie.study not in found.studies:
        raise UsageError(
            f'{where}: there is no study "{tie.study}"; there are {", ".join(found.studies)}.'
        )
    codes = list(dict.fromkeys(found.codes.loc[found.codes["study"] == tie.study, "code"]))
    if tie.code not in codes:
        raise UsageError(
            f'{where}: {tie.study} has no question "{tie.code}"{_nearest(tie.code, codes)}; '
            "`questionnaire codes` lists them."
        )


def _require_meaning(tie: OptionTie, study: str | None, where: str, found: Known) -> None:
    if not tie.meaning:
        return
    codes = found.codes
    asked = codes[(codes["code"] == tie.code) & ((codes["study"] == study) | (study is None))]
    if asked.empty:
        raise UsageError(f'{where}: no study has a question "{tie.code}".')
    options = list(dict.fromkeys(asked["option"].dropna()))
    if tie.meaning not in options:
        raise UsageError(
            f'{where}: "{tie.meaning}" is no option of {tie.code}{_nearest(tie.meaning, options)}; '
            f"there are {', '.join(options) or 'none'}."
        )


def _study_of(tie: OptionTie, found: Known) -> str | None:
    tied = found.questions
    rows = tied[(tied["survey"] == tie.survey) & (tied["code"] == tie.code)]
    return None if rows.empty else str(rows["study"].iloc[0])


def _nearest(word: str, words: Sequence[str]) -> str:
    found = process.extractOne(word, words, score_cutoff=60)
    return f'; perhaps "{found[0]}"' if found else ""
