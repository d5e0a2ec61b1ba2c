"""Surveys by others, kept beside the project: the figures that their publishers counted."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from support_kpi import readers
from support_kpi.conversion.convert import convert
from support_kpi.drafts import Options
from support_kpi.errors import UnknownFormat
from support_kpi.parsing.files import sheets

SURVEYS = Path(__file__).parents[1].parent / "shared" / "exports" / "surveys"

MAINTAINERS = "sm-cncf-maintainer-satisfaction"

pytestmark = pytest.mark.skipif(
    not SURVEYS.is_dir(), reason=f"the real surveys are not beside the project ({SURVEYS})"
)


def read(folder: Path, path: str) -> Mapping[str, Path]:
    export = SURVEYS / path
    if not export.exists():
        pytest.skip(f"{export} is absent")
    (sheet,) = sheets(export, folder / "sheets")
    options = Options(name=export.name)
    _, reader = readers.claim(sheet, options)
    with duckdb.connect() as connection:
        reading = reader.read(sheet, options)
        converted = convert(connection, sheet, reading, options, b"k" * 32, folder / "tables")
    assert converted.rows_read == converted.rows_kept + converted.rows_rejected
    return converted.tables


def picked(tables: Mapping[str, Path], question: str) -> dict[str, int]:
    query = """
        select option, count(distinct respondent_id) as respondents
        from read_parquet($path)
        where question = $question and option is not null
        group by option
        order by respondents desc, option
    """
    parameters = {"path": str(tables["answer"]), "question": question}
    return dict(duckdb.execute(query, parameters).fetchall())


def count(table: Path, condition: str = "true") -> int:
    query = f"select count(*) from read_parquet($path) where {condition}"
    row = duckdb.execute(query, {"path": str(table)}).fetchall()[0]
    return row[0] if row else 0


def test_star_wars_films_are_counted_as_published(tmp_path: Path) -> None:
    tables = read(tmp_path, "sm-starwars-538/StarWars.csv")
    assert count(tables["respondent"]) == 1186
    seen = picked(
        tables,
        "Which of the following Star Wars films have you seen? Please select all that apply.",
    )
    assert sorted(seen.values()) == sorted([673, 571, 550, 607, 758, 738])
    assert {option.split("Episode ")[1].split()[0]: n for option, n in seen.items()} == {
        "I": 673,
        "II": 571,
        "III": 550,
        "IV": 607,
        "V": 758,
        "VI": 738,
    }
    any_film = picked(tables, "Have you seen any of the 6 films in the Star Wars franchise?")
    assert any_film == {"Yes": 936, "No": 250}


def test_star_wars_films_are_ranked_from_one_to_six(tmp_path: Path) -> None:
    tables = read(tmp_path, "sm-starwars-538/StarWars.csv")
    query = """
        select kind, min(number) as low, max(number) as high, count(distinct option) as films
        from read_parquet($path)
        where question like 'Please rank%'
        group by kind
        order by kind
    """
    rows = duckdb.execute(query, {"path": str(tables["answer"])}).fetchall()
    assert rows == [("rank", 1.0, 6.0, 6)]


def test_dask_interfaces_are_split_at_semicolons(tmp_path: Path) -> None:
    tables = read(tmp_path, "gforms-dask-user-survey/2019-user-survey-results.csv")
    assert count(tables["respondent"]) == 259
    interfaces = picked(tables, "Dask APIs")
    expected = {
        "DataFrame": 189,
        "Delayed": 151,
        "Array": 140,
        "Futures": 85,
        "Xarray": 71,
        "ML": 60,
        "Bag": 49,
    }
    assert {option: interfaces.get(option) for option in expected} == expected


def test_qualtrics_codes_and_labels_give_the_same_counts(tmp_path: Path) -> None:
    folder = "qualtrics-voting-numeric-and-text"
    codes = read(tmp_path / "codes", f"{folder}/qualtrics_numeric_ipmasked.csv")
    labels = read(tmp_path / "labels", f"{folder}/qualtrics_text_ipmasked.csv")
    query = """
        with
            picked as (
                select question_id, option, count(*) as answers
                from read_parquet($path)
                group by question_id, option
            )
        select question_id, list_sort(list(answers)) as answers
        from picked
        group by question_id
        order by question_id
    """
    counts = []
    for tables in (codes, labels):
        assert count(tables["respondent"]) == 156
        assert count(tables["respondent"], "is_complete") == 134
        assert count(tables["respondent"], "is_test") == 0
        counts.append(duckdb.execute(query, {"path": str(tables["answer"])}).fetchall())
    assert counts[0] == counts[1]
    assert len(counts[0]) > 40


def test_qualtrics_times_are_in_the_zone_of_the_third_heading_row(tmp_path: Path) -> None:
    tables = read(tmp_path, "qualtrics-voting-numeric-and-text/qualtrics_numeric_ipmasked.csv")
    query = """
        select strftime(started_at, '%Y-%m-%d %H:%M:%S')
        from read_parquet($path)
        where respondent_id = 'R_1ocLQUr8gMQxM09'
    """
    row = duckdb.execute(query, {"path": str(tables["respondent"])}).fetchall()[0]
    assert row == ("2021-07-23 15:00:09",)  # 09:00:09 in Denver, six hours behind UTC in July


def test_maintainers_recommend_as_counted(tmp_path: Path) -> None:
    tables = read(
        tmp_path,
        "sm-cncf-maintainer-satisfaction/maintainer__2024__h1__CNCF Maintainers Survey 2024 H1.csv",
    )
    query = """
        select option, count(*) as respondents
        from read_parquet($path)
        where question like 'Would you recommend%' and part is null
        group by option
        order by option
    """
    recommended = dict(duckdb.execute(query, {"path": str(tables["answer"])}).fetchall())
    assert recommended == {
        "Strongly agree": 36,
        "9": 26,
        "8": 17,
        "7": 4,
        "6": 4,
        "5": 1,
        "4": 3,
        "3": 1,
        "Strongly disagree": 1,
    }
    assert sum(recommended.values()) == 93
    assert "response" not in tables


def test_new_coders_pick_what_was_counted_in_each_column(tmp_path: Path) -> None:
    tables = read(tmp_path, "typeform-freecodecamp-2016/2016 New Coders Survey Part 1.csv")
    assert count(tables["respondent"]) == 15_653
    query = """
        select distinct question_id
        from read_parquet($path)
        where kind = 'multiple'
        order by question_id
    """
    several = duckdb.execute(query, {"path": str(tables["answer"])}).fetchall()
    assert several == [("question_10",), ("question_8",), ("question_9",)]
    expected = {
        "question_8": {"hackathons": 2429, "coffee-and-codes": 2080, "RailsBridge": 257},
        "question_9": {"Free Code Camp": 10_959, "Codecademy": 9607, "DevTips": 969},
        "question_10": {"Code Newbie": 1879, "The Changelog": 583},
    }
    counted = {
        question: {
            option: count(tables["answer"], f"question_id = '{question}' and option = '{option}'")
            for option in options
        }
        for question, options in expected.items()
    }
    assert counted == expected


def test_research_engineers_of_2016_are_all_there(tmp_path: Path) -> None:
    tables = read(tmp_path, "limesurvey-rse-survey/2016_uk_public_data.csv")
    assert count(tables["respondent"]) == 273
    assert picked(tables, "In which country do you work?") == {"United Kingdom": 273}


def test_research_engineers_pick_options_that_say_yes_or_no(tmp_path: Path) -> None:
    tables = read(tmp_path, "limesurvey-rse-survey/2017_uk_public_data.csv")
    assert count(tables["respondent"]) == 253
    met = picked(tables, "How do you meet other RSEs?")
    assert met == {"N/A": 101, "UK RSE Association": 72, "Local RSE group/network": 66}
    assert count(tables["answer"], "question_id = 'ukrse2' and option is null") == 25
    languages = picked(
        tables, "What programming languages do you use at work? (Select as many as apply)"
    )
    assert languages["Python"] == 189
    assert count(tables["answer"], "option like '%' || chr(65279) || '%'") == 0


def test_worded_ends_of_the_maintainers_scale_are_its_ends(tmp_path: Path) -> None:
    tables = read(
        tmp_path,
        "sm-cncf-maintainer-satisfaction/maintainer__2024__h1__CNCF Maintainers Survey 2024 H1.csv",
    )
    query = """
        select option, max(number)
        from read_parquet($path)
        where question like 'Would you recommend%' and part is null and option like 'Strongly%'
        group by option
        order by option
    """
    ends = duckdb.execute(query, {"path": str(tables["answer"])}).fetchall()
    assert ends == [("Strongly agree", 10), ("Strongly disagree", 1)]


@pytest.mark.parametrize(
    ("path", "respondents"),
    [
        (f"{MAINTAINERS}/maintainer__2019__maintainer-survey-results-2019-h1.csv", 64),
        (f"{MAINTAINERS}/maintainer__2022__h1__CNCF Maintainers Survey 2022 H1.csv", 99),
        ("sm-cncf-micro/CNCF GitOps Microsurvey.csv", 220),
        ("sm-cncf-micro/CNCF Training and Certifications Microsurvey.csv", 134),
        ("sm-cncf-micro/CNCF_Ambassadors_Survey_2021.csv", 44),
        ("sm-cncf-micro/CNCF_TOC_Survey_2020_H1.csv", 28),
        ("sm-kubernetes-contribex/contribex-survey-2018.csv", 160),
        ("sm-kubernetes-contribex/contribex-survey-2019_ipmasked.csv", 211),
        ("gforms-rstudio-learning-r/2018_english_form_responses.tsv", 3062),
        ("gforms-rstudio-learning-r/2018_spanish_form_responses.tsv", 295),
        ("gforms-rstudio-learning-r/2019 English R Community Survey Responses.xlsx", 1838),
        ("gforms-rstudio-learning-r/2019 Spanish R Community Survey Responses.csv", 338),
        ("gforms-dask-user-survey/2020-user-survey-results.csv", 239),
        ("gforms-dask-user-survey/2021-user-survey-results.csv", 247),
        ("limesurvey-rse-survey/2017_de_public_data.csv", 325),
        ("limesurvey-rse-survey/2018_public_data.csv", 997),
        ("carpentries-assessment/data_20170701.csv", 476),
        ("carpentries-assessment/longterm_October2017.csv", 476),
        ("carpentries-assessment/20200326-longterm-other_questions-no-open.csv", 176),
    ],
)  # fmt: skip
def test_every_respondent_of_a_file_is_there(path: str, respondents: int, tmp_path: Path) -> None:
    tables = read(tmp_path, path)
    assert count(tables["respondent"]) == respondents
    assert count(tables["answer"], "question_position is null") == 0


def test_picks_of_r_users_keep_options_that_hold_commas(tmp_path: Path) -> None:
    tables = read(
        tmp_path, "gforms-rstudio-learning-r/2019 English R Community Survey Responses.xlsx"
    )
    helped = picked(tables, "When you have problems in R, where do you go for help?")
    social = "Social media such as blogs, R-bloggers, Twitter, Slack, or GitHub contacts"
    assert {"Your personal network, such as colleagues and professors", social} <= helped.keys()
    assert not {"R-bloggers", "or GitHub contacts"} & helped.keys()
    assert helped["Slack"] == 1  # One person wrote it under other.


def test_channels_of_contributors_are_one_question(tmp_path: Path) -> None:
    tables = read(tmp_path, "sm-kubernetes-contribex/contribex-survey-2018.csv")
    contributed = picked(tables, "Contribute")
    assert contributed["Documentation"] == 59
    assert contributed["Core code inside of kubernetes/kubernetes"] == 65


def test_fields_of_learners_go_on_in_unnamed_columns(tmp_path: Path) -> None:
    tables = read(tmp_path, "carpentries-assessment/data_20170701.csv")
    fields = picked(tables, "Field")
    assert (fields["Life Sciences"], fields["Biomedical/Health Sciences"]) == (166, 95)
    assert picked(tables, "Content")["Git"] == 362


def test_a_plain_list_of_scores_with_a_zero_is_nps(tmp_path: Path) -> None:
    tables = read(tmp_path, "nps-synthetic-small/nps_responses.csv")
    assert count(tables["response"], "metric = 'nps' and score between 0 and 10") == 100


def test_tables_of_a_warehouse_are_refused_one_by_one_but_for_people_and_answers(
    tmp_path: Path,
) -> None:
    folder = SURVEYS / "fivetran-qualtrics-seeds"
    exports = sorted(folder.glob("*.csv"))
    if not exports:
        pytest.skip(f"{folder} is absent")
    for number, export in enumerate(exports):
        if export.name in ("question_response.csv", "survey_response.csv"):
            continue
        (sheet,) = sheets(export, tmp_path / f"{number}")
        with pytest.raises(UnknownFormat):
            readers.claim(sheet, Options(name=export.name))
