"""Published comparisons as they are drawn, and as data: every figure, on the page it belongs to."""

import csv
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from support_kpi import charts, queries
from support_kpi.commands import main
from support_kpi.store import Store
from support_kpi.ui.beside import EVERY, KINDS
from support_kpi.ui.sides import row_names
from tests import pages

PROJECT = Path(__file__).parents[1]
PUBLISHED = PROJECT / "sample_data" / "studies" / "benchmarks.csv"
MEASURES = PROJECT / "queries" / "model" / "reference" / "study_measure.csv"
SHARED = PROJECT.parent / "shared" / "studies"
SECTIONS = {
    1: {"channel_mix"},
    2: {"budget_allocation"},
    3: {"csat_trends"},
    4: {"maturity_tiers"},
    5: {"workload_and_speed"},
    6: {"workload_and_speed", "budget_allocation"},
    7: {"studies"},
    8: {"studies"},
    9: {"studies"},
}
PAGES = sorted(set.union(*SECTIONS.values()))
ROW = re.compile(r"^\| (?!KPI|Driver|---)(.+)\|$")
PERIOD = ("--from", "2025-11-01", "--to", "2026-10-31")
VERDICTS = {"ahead", "behind", "no clear difference", "not comparable"}
TOLD = {
    "figure_id", "page", "pages", "kind", "unit", "shape", "published_value", "published_low",
    "published_high", "published_n", "own_value", "own_n", "own_low", "own_high", "own_scope",
    "verdict", "reason", "practice", "practice_holds", "doubts",
}  # fmt: skip


@pytest.fixture
def store(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(sample_store))
    return Store.open(sample_store)


@pytest.fixture(scope="module")
def said(sample_store: Path) -> dict[str, dict[str, object]]:
    """What `compare --json` writes, by figure."""
    with redirect_stdout(StringIO()) as written:
        assert main(["compare", *PERIOD, "--store", str(sample_store), "--json"]) == 0
    rows = json.loads(written.getvalue(), parse_constant=pytest.fail)
    return {row["figure_id"]: row for row in rows}


def printed() -> list[dict[str, str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def needed(name: str) -> Path:
    if not (SHARED / name).exists():
        pytest.skip(f"{name} of the studies is not beside the project")
    return SHARED / name


def test_every_figure_is_one_object_with_both_sides_verdict_and_reason(
    said: dict[str, dict[str, object]],
) -> None:
    assert list(said) and set(said) == {row["id"] for row in printed()}
    assert all(set(row) >= TOLD for row in said.values())
    assert {row["verdict"] for row in said.values()} == VERDICTS
    silent = [name for name, row in said.items() if row["own_value"] is None and not row["reason"]]
    unsaid = [
        name
        for name, row in said.items()
        if row["verdict"] == "not comparable" and not row["reason"]
    ]
    assert silent == unsaid == []
    assert sum(row["own_value"] is not None for row in said.values()) >= 260


def test_what_is_no_target_is_neither_ahead_nor_behind(
    said: dict[str, dict[str, object]],
) -> None:
    story = said["intercom2021.case_vend.csat_increase"]
    assert story["own_value"] is not None
    assert (story["verdict"], story["is_target"]) == ("not comparable", False)
    assert str(story["reason"]).startswith("One company")


def test_a_fact_of_the_organisation_stands_beside_how_many_peers_share_it(
    said: dict[str, dict[str, object]],
) -> None:
    grew = said["aircall2018.budget_change.increase.all"]
    assert (grew["practice"], grew["practice_holds"]) == ("your spend grew on a year before", True)
    flat = said["salesforce2020.budget.flat_or_down.all"]
    assert (flat["practice"], flat["practice_holds"]) == (grew["practice"], False)
    # 18.7 agents on average are a medium team: the other sizes are no peers.
    assert said["aircall2018.budget_change.increase.medium"]["practice_holds"] is True
    assert said["aircall2018.budget_change.increase.small"]["practice"] is None


def test_shares_of_money_are_told_and_never_stand_on_an_axis_of_shares(
    said: dict[str, dict[str, object]],
) -> None:
    budget = [row for row in said.values() if "budget_allocation" in row["pages"]]
    shares = [row for row in budget if row["unit"] == "share"]
    assert {row["kind"] for row in shares} == {"share against share"}
    assert {row["practice_unit"] for row in budget} & {"share", "USD"} == set()


def test_the_published_figures_are_those_of_the_studies_cell_for_cell(store: Store) -> None:
    with needed("benchmarks.csv").open(encoding="utf-8", newline="") as file:
        assert printed() == list(csv.DictReader(file))
    _, connection = store.connect()
    with connection:
        loaded = connection.execute("from published_figure").df().set_index("figure_id")
    assert len(loaded) == len(printed()) == 295
    for row in printed():
        kept = loaded.loc[row.pop("id")]
        for name, text in row.items():
            if text in ("", "none"):
                assert pd.isna(kept[name]), (kept.name, name)
            elif name in ("value", "low", "high", "year", "sample_size"):
                assert kept[name] == float(text), (kept.name, name)
            else:
                assert kept[name] == text, (kept.name, name)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_comparison_of_a_section_is_drawn_on_its_page(section: int, store: Store) -> None:
    _, connection = store.connect()
    with connection:
        rows = queries.run(connection, queries.load("study_comparisons"), {})
    drawn = rows[rows["page"].isin(SECTIONS[section])]
    titles = set(rows.loc[rows["section"] == section, "title"])
    wanted = list(overlays(section))
    assert len(titles) >= len(wanted)
    for overlay in wanted:
        figures = set(expanded(overlay))
        assert figures <= set(drawn["figure_id"]), overlay


def overlays(section: int) -> Iterator[str]:
    """The last column of each row of a section that lists comparisons."""
    text = needed("COMPARISONS.md").read_text(encoding="utf-8")
    body = text.split(f"\n## {section}. ")[1].split("\n## ")[0]
    for line in body.splitlines():
        if found := ROW.match(line):
            yield found[1].split(" | ")[-1]


def expanded(overlay: str) -> Iterator[str]:
    """The figures that the patterns of a cell name."""
    names = [row["id"] for row in printed()]
    for pattern in re.findall(r"`([^`]+)`", overlay):
        parts = re.split(r"\{([^}]*)\}", pattern)
        choices = [part.split(",") if at % 2 else [part] for at, part in enumerate(parts)]
        for words in product(*choices):
            form = re.compile(re.escape("".join(words)).replace(r"\*", ".*"))
            found = [name for name in names if form.fullmatch(name)]
            assert found, pattern
            yield from found


@pytest.mark.parametrize("name", PAGES)
def test_each_figure_is_drawn_on_the_page_it_names_or_says_why_not(
    name: str, store: Store, said: dict[str, dict[str, object]]
) -> None:
    app = pages.opened(name)
    app.selectbox(key=f"beside {name}").set_value(EVERY).run()
    assert not app.exception
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    drawn = {
        label for spec in specs for label in spec.get("encoding", {}).get("y", {}).get("sort") or []
    }
    captions = " ".join(caption.value.replace("\\", "") for caption in app.caption)
    with MEASURES.open(encoding="utf-8", newline="") as file:
        wanted = {row["figure_id"] for row in csv.DictReader(file) if row["page"] == name}
    rows = pd.DataFrame([row for row in said.values() if name in row["pages"]])
    assert wanted <= set(rows["figure_id"])
    for row in rows.itertuples():
        if row.kind == "not drawn":
            assert f"Not drawn, {row.answer}: {row.reason}" in captions
        else:
            assert row.kind in (*KINDS, "peer practice")
            assert any(label.startswith(str(row.answer)) for label in drawn), row.figure_id
    assert (
        max(len(rows) for spec in specs for rows in spec.get("datasets", {"": []}).values()) < 2000
    )


def test_two_figures_of_one_name_are_told_apart(said: dict[str, dict[str, object]]) -> None:
    rows = pd.DataFrame([row for row in said.values() if ".career." in str(row["figure_id"])])
    names = row_names(rows)
    assert len(set(names)) == len(names)
    assert sum(name.endswith("2018") for name in names) == 2


def test_each_doubt_of_the_studies_touches_a_figure(said: dict[str, dict[str, object]]) -> None:
    with (MEASURES.parent / "study_doubt.csv").open(encoding="utf-8", newline="") as file:
        doubts = list(csv.DictReader(file))
    numbers = {int(row["number"]) for row in doubts if row["number"]}
    assert numbers == set(range(1, 21))
    shown = {doubt for row in said.values() for doubt in row["doubts"]}
    assert shown == {row["doubt"] for row in doubts if row["kind"] != "no target"}
    (misprint,) = said["salesforce2020.field_service.key_to_strategy.decision_maker"]["doubts"]
    assert misprint.endswith("Use 80")


SIDES = pd.DataFrame(
    {
        "row": ["exact", "about", "more", "less", "range", "direction", "alone"],
        "told": ["Ahead"] * 7,
        "both": ["You 41 %"] * 7,
        "shape": ["line", "dashed line", "above", "below", "band", "direction", "line"],
        "published": [0.6, 0.5, 0.4, 0.1, None, None, 0.3],
        "published_low": [0.56, None, 0.4, 0.0, 0.2, 0.5, None],
        "published_high": [0.64, None, None, 0.1, 0.3, None, None],
        "own": [0.7, 0.4, 0.4, 0.05, 0.4, 0.65, None],
        "own_low": [0.6, 0.3, 0.3, 0.0, 0.3, 0.6, None],
        "own_high": [0.8, 0.5, 0.5, 0.1, 0.5, 0.7, None],
        "fact": [None] * 7,
    }
)


def data_of(chart: charts.Drawing) -> pd.DataFrame:
    return pd.DataFrame(chart.to_dict()["datasets"].popitem()[1]).set_index("row")


def test_a_published_side_is_a_line_a_dashed_line_a_band_or_open_at_one_end() -> None:
    drawn = data_of(charts.beside(SIDES, "share"))
    assert list(drawn.index) == list(SIDES["row"])
    assert drawn["edge"].dropna().to_dict() == {
        "exact": 0.6,
        "more": 0.4,
        "less": 0.1,
        "alone": 0.3,
    }
    assert drawn["about"].dropna().to_dict() == {"about": 0.5, "direction": 0.5}
    assert list(drawn.index[drawn["open_above"].notna()]) == ["more", "direction"]
    assert list(drawn.index[drawn["open_below"].notna()]) == ["less"]
    assert drawn.loc["more", "published_high"] == 1.0
    assert (drawn.loc["range", "published_low"], drawn.loc["range", "published_high"]) == (0.2, 0.3)


def test_like_for_like_surveys_and_peers_look_different() -> None:
    like, surveyed = (charts.beside(SIDES, "share", is_survey=is_it) for is_it in (False, True))
    marks = [
        {layer["mark"].get("shape") for layer in chart.to_dict()["layer"]}
        for chart in (like, surveyed)
    ]
    assert "circle" in marks[0] - marks[1]
    assert "square" in marks[1] - marks[0]
    bars = [layer["mark"] for layer in charts.peers(SIDES).to_dict()["layer"]]
    assert bars[0]["type"] == "bar"
    assert data_of(charts.peers(SIDES)).loc["direction", "bar"] == 0.5


def test_an_axis_of_places_or_changes_holds_all_of_both_sides() -> None:
    places = charts.beside(SIDES.assign(published=[1, 2, 3, 4, 5, 6, 7], fact=9.0), "rank")
    change = charts.beside(SIDES.assign(own_low=-0.5), "share difference")
    ends = [
        chart.to_dict()["layer"][0]["encoding"]["x"]["scale"]["domain"]
        for chart in (places, change)
    ]
    assert ends[0] == [0, 10]
    assert ends[1][0] < -0.5
    assert ends[1][1] > 0.8
