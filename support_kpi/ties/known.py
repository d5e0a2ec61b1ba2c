"""What a snapshot knows of surveys, studies and the ties between them."""

from dataclasses import dataclass

import duckdb
import pandas as pd

from support_kpi import queries


@dataclass(frozen=True)
class Known:
    """Frames of the queries `questionnaire_questions`, `questionnaire_options`, `study_codes`."""

    questions: pd.DataFrame
    options: pd.DataFrame
    codes: pd.DataFrame

    def of(self, survey: str) -> pd.DataFrame:
        """The questions of one survey by id."""
        found = self.questions[self.questions["survey"] == survey]
        return found.set_index("question_id", drop=False)

    def answers(self, survey: str, question_id: str) -> pd.DataFrame:
        """The answers to choose of one question, with what they mean."""
        found = self.options
        return found[(found["survey"] == survey) & (found["question_id"] == question_id)]

    @property
    def studies(self) -> list[str]:
        return list(dict.fromkeys(self.codes["study"]))


def known(connection: duckdb.DuckDBPyConnection, survey: str | None = None) -> Known:
    values = {"survey": survey, "study": None}
    return Known(
        *(
            queries.run(connection, queries.load(name), values)
            for name in ("questionnaire_questions", "questionnaire_options", "study_codes")
        )
    )


def wording(questions: pd.DataFrame, question_id: str) -> tuple[str, str]:
    """How a tie names a question: its wording and its row of a matrix; its id where two questions
    of the survey are worded alike."""
    row = questions.loc[question_id]
    part = str(row["part"]) if pd.notna(row["part"]) else ""
    alike = questions[
        (questions["question"] == row["question"])
        & (questions["part"].fillna("").astype(str) == part)
    ]
    if pd.isna(row["question"]) or len(alike) > 1:
        return str(question_id), part
    return str(row["question"]), part
