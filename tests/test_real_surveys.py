"""Surveys by others, kept beside the project: the figures that their publishers counted."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from support_kpi import readers
from support_kpi.conversion.convert import convert
from support_kpi.drafts import Options
from support_kpi.parsing.files import sheets

SURVEYS = Path(__file__).parents[1].parent / "shared" / "exports" / "surveys"

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
