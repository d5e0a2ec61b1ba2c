"""The questionnaire map of a store: which of a survey's questions are those of a study."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from support_kpi.store import files, ledger, settings
from support_kpi.store.publication import publication
from support_kpi.store.ties import OptionTie, QuestionTie, as_text, from_text


@dataclass(frozen=True)
class Questionnaires:
    """What a person tied; questions in a study's own words are tied without it."""

    folder: Path

    def questions(self) -> list[QuestionTie]:
        return from_text(self._setting("questionnaire_map"), QuestionTie, "questionnaire_map")

    def options(self) -> list[OptionTie]:
        return from_text(self._setting("option_map"), OptionTie, "option_map")

    def save(
        self,
        surveys: Sequence[str],
        questions: Sequence[QuestionTie],
        options: Sequence[OptionTie],
    ) -> None:
        """Replace the ties of these surveys, as one publication; other surveys keep theirs."""
        kept = [one for one in self.questions() if one.survey not in surveys]
        meant = [one for one in self.options() if one.survey not in surveys]
        told = {
            "questionnaire_map": as_text(list(dict.fromkeys([*kept, *questions]))),
            "option_map": as_text(list(dict.fromkeys([*meant, *options]))),
        }
        if all(self._setting(name) == value for name, value in told.items()):
            return
        with files.plain_errors(self.folder), publication(self.folder) as published:
            for name, value in told.items():
                ledger.set_setting(published.ledger, name, value)
            published.publish("questionnaire map")

    def _setting(self, name: str) -> str:
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            return str(settings.of(connection)[name])
