"""*Survey tables* and *Questionnaire map* without a browser."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from support_kpi.drafts import Options
from support_kpi.store import Store
from support_kpi.store.questionnaires import Questionnaires
from tests.pages import opened
from tests.sample_store import copied

AIRCALL = "synthetic_aircall2018_survey"
CHANNELS = "which_support_channels_do_you_offer"
SIZE = "profile:aircall2018.team_size"


@pytest.fixture(autouse=True)
def store(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(sample_store))
    return Store.open(sample_store)


def said(app: AppTest) -> str:
    return " ".join(one.value.replace("\\", "") for one in app.caption)


def seen(app: AppTest) -> pd.DataFrame:
    return app.dataframe[0].value


def test_a_link_says_which_table_is_seen():
    app = opened("survey_tables", {"survey": AIRCALL, "rows": CHANNELS, "columns": SIZE})
    assert not app.exception
    assert list(seen(app).columns) == [
        "Answer",
        "Measure",
        "Total",
        "A · small",
        "B · medium",
        "C · large",
    ]
    assert seen(app).iloc[0].tolist()[2:] == ["475", "132", "236", "107"]
    assert "Benjamini-Hochberg" in said(app)
    assert "475 respondents, answered" in said(app)


def test_a_choice_on_the_page_is_written_into_the_address():
    app = opened("survey_tables", {"survey": AIRCALL, "rows": CHANNELS, "columns": SIZE})
    app.selectbox(key="correction").set_value("holm").run()
    assert app.query_params["correction"] == "holm"
    assert "(Holm, 5 %)" in said(app)
    app.selectbox(key="columns").set_value("none").run()
    assert list(seen(app).columns) == ["Answer", "Measure", "Total"]


def test_another_survey_forgets_the_questions_of_the_last():
    app = opened("survey_tables", {"survey": AIRCALL, "rows": CHANNELS, "columns": SIZE})
    app.selectbox(key="survey").set_value("synthetic_nps_google_forms").run()
    assert not app.exception
    assert "synthetic_nps_google_forms" in said(app)
    assert app.query_params["survey"] == "synthetic_nps_google_forms"
    assert "rows" not in app.query_params


def test_margins_in_the_address_weigh_the_table():
    margin = '["what_is_your_business_model", "B2B", 0.5]'
    app = opened(
        "survey_tables",
        {
            "survey": AIRCALL,
            "rows": "what_is_your_business_model",
            "columns": "none",
            "rake": "what_is_your_business_model",
            "margin": margin,
        },
    )
    assert not app.exception
    assert "Raking met every margin" in said(app)
    table = next(one.value for one in app.dataframe if "Measure" in one.value)
    shares = dict(zip(table["Answer"], table["Total"], strict=True))
    assert shares["B2B"] == "50.0 %"


def test_margins_that_cannot_be_met_are_told_and_nothing_breaks():
    margin = '["what_is_your_business_model", "B2B", 1.0]'
    query = {"survey": AIRCALL, "rake": "what_is_your_business_model", "margin": margin}
    app = opened("survey_tables", query)
    assert not app.exception
    assert "lower the shares" in app.error[0].value


def test_a_filter_that_nobody_passes_is_told():
    app = opened("survey_tables", {"survey": AIRCALL, "rows": CHANNELS, "since": "2030-01-01"})
    assert not app.exception
    assert "loosen the filters" in app.info[0].value


def test_own_answers_stand_as_the_study_prints_them():
    query = {"survey": AIRCALL, "layout": "study", "study_question": "budget_change"}
    app = opened("survey_tables", query)
    assert not app.exception
    table = seen(app)
    assert {"All", "Small", "Team lead", "Best"} <= set(table.columns)
    published = table[table["Measure"] == "Published"]["All"].tolist()
    assert published == ["36 %"]
    assert table[table["Measure"] == "Difference, points"]["All"].tolist() == ["+0.0"]


def test_a_survey_of_no_study_says_how_to_tie_it():
    app = opened("survey_tables", {"survey": "synthetic_nps_google_forms", "layout": "study"})
    assert "Questionnaire map" in app.info[0].value


def test_the_map_shows_what_is_tied_and_forgets_on_a_click(
    sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    copied(sample_store, tmp_path / "store")
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(tmp_path / "store"))
    app = opened("questionnaire_map", {"mapped_survey": AIRCALL})
    assert any("**22 of 22** questions are tied" in one.value for one in app.markdown)
    next(one for one in app.button if one.label == "Save questions").click().run()
    assert not app.exception
    assert "are tied by hand" in app.success[0].value
    assert Questionnaires(tmp_path / "store").questions() == []


def test_one_click_takes_every_proposal_and_another_forgets_them(
    sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store = Store.open(copied(sample_store, tmp_path / "store"))
    leaders = tmp_path / "Own leaders.csv"
    asked = "Respondent ID,Which support channels do you offer today?,What is your role?"
    rows = [f"{n},{'Phone; Email' if n % 2 else 'Live chat; SMS'},Director" for n in range(40)]
    leaders.write_text("\n".join([asked, *rows]), encoding="utf-8")
    assert [one.error for one in store.load(leaders, Options(), by="test")] == [None]
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(store.folder))
    app = opened(
        "questionnaire_map", {"mapped_survey": "Own leaders", "mapped_study": "aircall2018"}
    )
    next(one for one in app.button if one.label == "Take every proposal").click().run()
    assert not app.exception
    assert [one.code for one in Questionnaires(store.folder).questions()] == ["channels_offered"]
    next(one for one in app.button if one.label == "Forget saved ties").click().run()
    assert Questionnaires(store.folder).questions() == []
