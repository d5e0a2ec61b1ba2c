"""Survey tables on twelve respondents that a hand can count."""

import io
from collections.abc import Iterator
from datetime import date

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportions_ztest

from support_kpi import crosstabs, queries
from support_kpi.crosstabs import Margin, Request, Table, study
from support_kpi.errors import UsageError
from tests import model

# Twelve people: 1 to 8 are small teams, 9 to 12 large ones; person 12 skips the channels. Phone is
# offered by 1 to 6 and 9; email by 5 to 10; 11 saw the options and picked none. Points of 0 to 10.
PEOPLE = """
    insert into respondent
        (source, load_id, source_row, survey, respondent_id, completed_at, weight, is_test)
    select 's', 1, 1, 'own', i::varchar, timestamp '2026-03-01 10:00:00' + to_days((i - 1)::int),
        if(i <= 8, 1, 2), i = 13
    from range(1, 14) as t(i);
    insert into answer
        (source, load_id, source_row, survey, respondent_id, question_id, question, kind, option,
        number, question_position, option_position)
    select 's', 1, 1, 'own', i::varchar, q.id, q.question, q.kind, q.option, q.number, q.place,
        q.position
    from range(1, 14) as t(i)
    cross join lateral (
        values
            ('size', 'Team size?', 'single', if(i <= 8, 'small', 'large'), null, 1, null,
                i <= 12),
            ('channels', 'Which channels?', 'multiple', 'Phone', null, 2, 1,
                i <= 6 or i in (9, 13)),
            ('channels', 'Which channels?', 'multiple', 'Email', null, 2, 2, i between 5 and 10),
            ('channels', 'Which channels?', 'multiple', null, null, 2, null, i = 11),
            ('nps', 'Would you recommend us?', 'scale', (i - 1)::varchar, i - 1, 3, i,
                i <= 11),
            ('heads', 'How many people?', 'numeric', (i * 10)::varchar, i * 10, 4, null, i <= 12),
            ('rank', 'Order these', 'rank', 'Speed', if(i <= 9, 1, 2), 5, 1, i <= 12),
            ('rank', 'Order these', 'rank', 'Cost', if(i <= 9, 2, 1), 5, 2, i <= 12),
            ('why', 'Why?', 'open', if(i <= 5, 'Too slow', 'Text ' || i), null, 6, null, i <= 8)
    ) as q(id, question, kind, option, number, place, position, is_given)
    where q.is_given;
"""


@pytest.fixture(scope="module")
def survey() -> Iterator[duckdb.DuckDBPyConnection]:
    with model.of_rows(PEOPLE) as connection:
        yield connection


def made(survey: duckdb.DuckDBPyConnection, row: str, column: str | None, **more: object) -> Table:
    asked = Request("own", row, column, **{"least": 1, **more})
    return crosstabs.table(crosstabs.counts(survey, asked), asked)


def line(table: Table, label: str) -> pd.Series:
    (found,) = (one for one in table.lines if one.label == label)
    names = [column.label for column in table.columns]
    return pd.DataFrame({"value": found.values, "n": found.n, "letters": found.higher}, names).T


def sheet_of(survey: duckdb.DuckDBPyConnection, table: Table) -> crosstabs.Sheet:
    found = queries.run(survey, queries.load("surveys"), {}).set_index("survey", drop=False)
    notes = crosstabs.notes(table, crosstabs.items(survey, "own"))
    return crosstabs.sheet(table, notes, crosstabs.source(table, found.loc["own"]))


def test_shares_of_several_answers_are_of_respondents(survey):
    table = made(survey, "channels", "size")
    assert {column.label: column.n for column in table.columns} == {
        "Total": 11,
        "small": 8,
        "large": 3,
    }
    phone = line(table, "Phone")
    assert phone.loc["n"].tolist() == [7, 6, 1]
    assert phone.loc["value"].tolist() == pytest.approx([7 / 11, 6 / 8, 1 / 3])


def test_shares_of_mentions_add_up_to_one_and_have_no_interval(survey):
    table = made(survey, "channels", "size", of_mentions=True)
    assert [column.mentions for column in table.columns] == [13, 10, 3]
    total = sum(line(table, name).loc["value", "Total"] for name in ("Phone", "Email"))
    assert total == pytest.approx(1)
    assert all(np.isnan(one.low).all() for one in table.lines)


def test_a_row_of_several_options_counts_nobody_twice(survey):
    table = made(survey, "channels", None, net=("Phone", "Email"))
    # 1 to 10 offer either; 5, 6 and 9 offer both.
    assert line(table, "Any of: Phone; Email").loc["n", "Total"] == 10


def test_test_answers_are_left_out(survey):
    assert made(survey, "size", None).columns[0].n == 12


def test_a_filter_by_another_question_and_by_days_narrows_the_base(survey):
    only = made(survey, "channels", None, filter_question="size", filter_options=("large",))
    assert only.columns[0].n == 3
    days = made(survey, "channels", None, start=date(2026, 3, 1), end=date(2026, 3, 6))
    assert days.columns[0].n == 5
    assert line(days, "Email").loc["n", "Total"] == 1


def test_a_scale_of_0_to_10_has_boxes_mean_deviation_and_nps(survey):
    table = made(survey, "nps", None)
    # Points 0 to 10, one each: 9 and 10 promote, 0 to 6 do not.
    assert line(table, "Top 1 (10)").loc["n", "Total"] == 1
    assert line(table, "Top 2 (9 and 10)").loc["n", "Total"] == 2
    assert line(table, "Bottom 2 (0 and 1)").loc["n", "Total"] == 2
    assert line(table, "Mean").loc["value", "Total"] == 5
    assert line(table, "Standard deviation").loc["value", "Total"] == pytest.approx(11**0.5)
    assert line(table, "NPS").loc["value", "Total"] == pytest.approx(100 * (2 - 7) / 11)


def test_numbers_have_their_mean_and_bands_that_hold_everybody(survey):
    table = made(survey, "heads", "size")
    assert line(table, "Mean").loc["value"].tolist() == [65, 45, 105]
    assert line(table, "Median").loc["value"].tolist() == [65, 45, 105]
    shares = [one for one in table.lines if one.unit == "share"]
    assert sum(one.n[0] for one in shares) == 12


def test_a_rank_counts_the_first_places_and_has_a_mean(survey):
    table = made(survey, "rank", None, rank_most=1)
    assert line(table, "Speed").loc["n", "Total"] == 9
    assert line(table, "Cost").loc["n", "Total"] == 3
    assert line(table, "Mean rank: Speed").loc["value", "Total"] == pytest.approx(15 / 12)


def test_an_open_text_stands_alone_only_where_enough_wrote_the_same(survey):
    table = made(survey, "why", None, least=3)
    assert line(table, "Too slow").loc["n", "Total"] == 5
    assert line(table, "Other texts (3)").loc["n", "Total"] == 3
    assert len(table.lines) == 2


def test_weights_of_the_export_weigh_and_lower_the_effective_n(survey):
    table = made(survey, "channels", None, weight="weight")
    # 7 offer phone: six of weight 1 and one of weight 2; together 8 ones and 3 twos.
    assert line(table, "Phone").loc["value", "Total"] == pytest.approx(8 / 14)
    total = table.columns[0]
    assert (total.n, total.weight) == (11, 14)
    assert total.effective_n == pytest.approx(14**2 / (8 + 3 * 4))


def test_a_numeric_question_may_be_the_weight(survey):
    table = made(survey, "size", None, weight="heads")
    assert line(table, "large").loc["value", "Total"] == pytest.approx(420 / 780)


def test_raking_gives_the_columns_their_known_shares(survey):
    half = (Margin("size", "small", 0.5), Margin("size", "large", 0.5))
    table = made(survey, "size", None, margins=half)
    assert line(table, "small").loc["value", "Total"] == pytest.approx(0.5)
    assert line(table, "small").loc["n", "Total"] == 8
    assert table.weighting is not None
    assert table.weighting.raking.is_converged
    assert table.weighting.margins["share_after"].tolist() == pytest.approx([0.5, 0.5])
    # Factors 0.75 for eight and 1.5 for four.
    assert table.columns[0].effective_n == pytest.approx(144 / (8 * 0.75**2 + 4 * 1.5**2))
    assert any("Raking met every margin" in note for note in sheet_of(survey, table).notes)


def test_raking_to_one_option_leaves_the_rest_to_the_others(survey):
    table = made(survey, "size", None, margins=(Margin("size", "small", 0.4),))
    assert line(table, "large").loc["value", "Total"] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("margins", "said"),
    [
        ((("size", "small", 0.9), ("size", "large", 0.4)), "add up to 130.0 %"),
        ((("size", "small", 0.5), ("size", "huge", 0.5)), "nobody here answered “huge”"),
        ((("size", "small", 1.0),), "4 respondents gave another answer"),
        ((("channels", "Phone", 0.5),), "several answers a respondent"),
    ],
)
def test_margins_that_cannot_be_met_are_refused_in_words(survey, margins, said):
    with pytest.raises(UsageError, match=said):
        made(survey, "size", None, margins=tuple(Margin(*one) for one in margins))


def test_small_cells_are_withheld_and_nobody_is_0(survey):
    table = made(survey, "channels", "size", least=5)
    small, large = table.columns[1:]
    assert (small.is_withheld, large.is_withheld) == (False, True)
    texts = sheet_of(survey, table).frame()
    row = texts[texts["Answer"] == "Phone"].iloc[0]
    assert row["B · large"] == "withheld"
    assert row["A · small"] == "75.0 %"
    cells = crosstabs.cells(table)
    assert cells.loc[cells["is_withheld"], ["value", "n", "low"]].isna().all(axis=None)
    nobody = made(survey, "channels", "nps", least=1)
    last = nobody.columns[-1].label
    assert (last, line(nobody, "Phone").loc["value", last]) == ("10", 0)


def test_columns_of_several_answers_share_respondents_and_the_table_says_so(survey):
    table = made(survey, "size", "channels")
    assert table.shared == 3
    assert any("share respondents" in note for note in sheet_of(survey, table).notes)


BIG = """
    insert into respondent (source, load_id, source_row, survey, respondent_id)
    select 's', 1, 1, 'own', i::varchar from range(300) as t(i);
    insert into answer
        (source, load_id, source_row, survey, respondent_id, question_id, question, kind, option)
    select 's', 1, 1, 'own', i::varchar, 'group', 'Group?', 'single', ['X', 'Y', 'Z'][i % 3 + 1]
    from range(300) as t(i)
    union all
    select 's', 1, 1, 'own', i::varchar, 'agrees', 'Agrees?', 'single',
        if((i // 3) % 10 < [7, 5, 1][i % 3 + 1], 'Yes', 'No')
    from range(300) as t(i);
"""


def test_letters_name_the_lower_columns_after_the_correction():
    # Of a hundred each, 70, 50 and 10 agree; all three differ at any correction.
    with model.of_rows(BIG) as survey:
        for correction in ("none", "holm", "bh"):
            table = made(survey, "agrees", "group", correction=correction)
            assert line(table, "Yes").loc["letters"].tolist() == ["", "B C", "C", ""]
            assert line(table, "No").loc["letters"].tolist() == ["", "", "A", "A B"]
            assert (table.tested, table.pairs) == (6, 6)
        raw = next(one.p for one in table.lines if one.label == "Yes")
        assert raw[0, 1] == pytest.approx(proportions_ztest([70, 50], [100, 100])[1])


def test_the_workbook_holds_what_is_seen_with_numbers_as_numbers(survey):
    table = made(survey, "channels", "size", least=3)
    sheet = sheet_of(survey, table)
    content = crosstabs.to_xlsx(sheet, {"Cells": crosstabs.cells(table)})
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(book["Table"].iter_rows(values_only=True))
    assert rows[0][0] == "Which channels?"
    assert rows[3][:5] == ("Answer", "Measure", "Total", "A · small", "B · large")
    phone = next(row for row in rows if row[0] == "Phone")
    assert phone[1:5] == ("Share", pytest.approx(7 / 11), 0.75, "withheld")
    texts = [row[0] for row in rows if row[0]]
    assert texts[-1] == sheet.source
    assert set(sheet.notes) <= set(texts)
    assert book["Cells"].max_row == 1 + len(crosstabs.cells(table))
    lines = crosstabs.to_csv(sheet).decode("utf-8-sig").splitlines()
    assert "Phone,Share,63.6 %,75.0 %,withheld" in lines
    assert lines[-1].strip(chr(34)) == sheet.source


def test_names_that_look_like_formulas_are_text_in_every_file(survey):
    cell = crosstabs.sheet(made(survey, "size", None), [], "=1+1")
    assert crosstabs.to_csv(cell).decode("utf-8-sig").rstrip().endswith("'=1+1")


STUDY = """
    insert into respondent (source, load_id, source_row, survey, respondent_id)
    select 's', 1, 1, 'leaders', i::varchar from range(1, 51) as t(i);
    insert into answer
        (source, load_id, source_row, survey, respondent_id, question_id, question, kind, option,
        number)
    select 's', 1, 1, 'leaders', i::varchar, q.*
    from range(1, 51) as t(i)
    cross join lateral (
        values
            ('heads', 'How many people work in your support team?', 'numeric', (i * 2)::varchar,
                i * 2),
            ('change', 'How does this year''s support budget compare with last year''s?', 'single',
                case when i <= 30 then 'Increase' when i <= 45 then 'No change' else 'Who knows'
                end, null)
    ) as q(id, question, kind, option, number);
    insert into published_figure
        (source, load_id, source_row, figure_id, study, topic, statistic, segment_dimension,
        segment, value, unit, comparator, sample_size)
    values
        ('s', 1, 2, 'aircall2018.budget_change.increase.all', 'aircall2018', 'budget', 'share',
        'all', 'all', 36, 'percent', 'exact', 475),
        ('s', 1, 3, 'aircall2018.budget_change.increase.large', 'aircall2018', 'budget', 'share',
        'team_size', 'large', 38, 'percent', 'exact', 475)
"""


def test_own_answers_stand_in_the_rows_and_columns_of_the_study():
    with model.of_rows(STUDY) as survey:
        rows = study.of_survey(survey, "leaders", "aircall2018", 5)
    own = rows[rows["code"] == "budget_change"].set_index(["options", "segment"])
    whole = own.loc[("increase", "all")]
    # 30 of 50 against 36 %; five answers that the study does not know are in the base.
    assert (whole["picked"], whole["n"], whole["own_share"]) == (30, 50, 0.6)
    assert whole["difference"] == pytest.approx(0.24)
    assert whole["published"] == "36 %"
    assert whole["verdict"] == "not comparable"
    assert whole["reason"].startswith("clearly above, but neither side of it is better")
    assert whole["difference_low"] > 0
    # Teams of more than 50: 26 to 50, of whom 26 to 30 raise the budget.
    large = own.loc[("increase", "team_size=large")]
    assert (large["picked"], large["n"]) == (5, 25)
    assert large["difference"] == pytest.approx(0.2 - 0.38)
    # Teams of at most 5: two, too few to be shown.
    assert own.loc[("increase", "team_size=small"), "is_withheld"]
    assert pd.isna(own.loc[("increase", "team_size=small"), "own_share"])


def test_the_sheet_of_a_study_writes_both_sides_under_each_answer():
    with model.of_rows(STUDY) as survey:
        rows = study.of_survey(survey, "leaders", "aircall2018", 5)
    rows = rows[rows["code"] == "budget_change"]
    seen = study.sheet(rows, "Budget", [], "Source").frame()
    start = seen.index[seen["Answer"] == "Increase"][0]
    block = seen.iloc[start : start + 7].set_index("Measure")["All"]
    assert block["Own share"] == "60.0 %"
    assert block["n"] == "30"
    assert block["Published"] == "36 %"
    assert block["Difference, points"] == "+24.0"
    assert block["Verdict"] == "clearly above"
