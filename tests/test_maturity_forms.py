"""Assessments written here: saved as loads, taken back, said again; in browser and shell."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from support_kpi import maturity, queries
from support_kpi.commands import main
from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.maturity import Assessment
from support_kpi.schema import CHARACTERISTICS
from support_kpi.store import Store
from tests.pages import opened

LISTED = [name for name in CHARACTERISTICS if name != "security"]
ON = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 9)
EXPORT = """Team,Channels,Assessed on,Maturity tier,Agent training,staffing,Timeliness of data
Billing,Phone; Email,2026-01-01,Champion,Met,Met,Not met
Orders,Email,2026-01-01,,Met,Met,Not met
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with an assessment by an export, which gives Billing a tier."""
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(tmp_path / "store"))
    file = tmp_path / "assessments.csv"
    file.write_text(EXPORT)
    store = Store.open(tmp_path / "store")
    store.load(file, Options())
    return store


def said(letters: str, on: date = ON, **more: object) -> Assessment:
    words = {"M": "met", "N": "not_met", "U": "unknown"}
    states = {name: words[one] for name, one in zip(LISTED, letters, strict=True) if one != "."}
    return Assessment("Billing", on, states, **more)  # type: ignore[arg-type]


def found(store: Store, name: str = "maturity_teams") -> pd.DataFrame:
    _, connection = store.connect()
    with connection:
        values = {"edition": "2021", "teams": None, "tiers": None}
        return queries.run(connection, queries.load(name), values).set_index("team")


def test_an_export_of_several_dates_keeps_the_tier_of_each(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "later.csv"
    heading, billing, _ = EXPORT.splitlines()
    later = billing.replace("2026-01-01,Champion", "2026-02-01,Riser")
    file.write_text("\n".join([heading, later, later.replace("2026-02-01,Riser", "2025-06-01,")]))
    store.load(file, Options())
    history = found(store, "maturity_history").loc["Billing"]
    assert history["tier"].fillna("-").tolist() == ["-", "Champion", "Riser"]


def test_an_assessment_is_a_load_that_can_be_undone_and_redone(store: Store) -> None:
    assert found(store).loc["Billing", ["tier", "tier_source"]].tolist() == ["Champion", "given"]
    notes = {"training": 'Plan, "signed"\n=1+1'}
    result = maturity.save(store, said("MMMMNNN", notes=notes), by="ann", at=AT)
    assert (result.status, result.rows_rejected, result.warnings) == ("loaded", 0, ())
    assert store.loads()[-1].who == "ann"
    assert found(store).loc["Billing", ["tier", "tier_source"]].tolist() == ["Riser", "scored"]
    evidence = found(store, "maturity_characteristics").loc["Billing"].set_index("characteristic")
    assert evidence.loc["training", "evidence"] == 'Plan, "signed" =1+1'
    assert result.load_id is not None
    store.undo(result.load_id)
    assert found(store).loc["Billing", ["tier", "tier_source"]].tolist() == ["Champion", "given"]
    store.redo(result.load_id)
    assert found(store).loc["Billing", "tier"] == "Riser"
    # What is taken back and said again is said again.
    for minute, letters in enumerate(("NNNNNNN", "MMMMNNN"), start=1):
        at = AT + timedelta(minutes=minute)
        assert maturity.save(store, said(letters), by="ann", at=at).status == "loaded"
    assert found(store).loc["Billing", "met"] == 4


def test_the_template_filled_in_loads_without_a_remark(store: Store, tmp_path: Path) -> None:
    heading, row = maturity.template(["Returns"], ON)
    filled = dict(zip(heading, row, strict=True)) | {
        CHARACTERISTICS[name]: "met" for name in LISTED
    }
    file = tmp_path / "filled.csv"
    pd.DataFrame([filled]).to_csv(file, index=False)
    (result,) = store.load(file, Options())
    assert (result.reader, result.warnings) == ("maturity_assessments", ())
    assert found(store).loc["Returns", ["tier", "met"]].tolist() == ["Champion", 7]


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"team": " "}, "needs a team"),
        ({"states": {"weather": "met"}}, "no characteristic"),
        ({"states": {"training": "perhaps"}}, "say met, not_met, unknown"),
        ({"states": {}}, "at least one"),
        ({"edition": "1999"}, "no edition"),
    ],
)
def test_a_wrong_assessment_is_refused_with_the_reason(
    wrong: dict[str, object], because: str
) -> None:
    right = {"team": "Billing", "assessed_on": ON, "states": {"training": "met"}}
    with pytest.raises(UsageError, match=because):
        Assessment(**(right | wrong))  # type: ignore[arg-type]


def test_the_shell_assesses_like_the_form(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["assess", "billing", "feedback_use=met", "data_quality=met", "--on", "2026-02-01"]
    assert main([*words, "--note", "feedback_use=Weekly hour", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["status"], answer["table"], answer["records"]) == ("loaded", "team", 1)
    billing = found(store).loc["Billing"]
    # Two things are new, three stand, and so do the channels.
    assert billing[["met", "not_met", "unknown"]].tolist() == [4, 1, 2]
    assert billing["channel_scope"] == "Phone, Email"
    assert main(["assess", "Orders", "--on", "2026-02-01"]) == 2
    assert "at least one characteristic" in capsys.readouterr().err
    assert main(["assess", "Orders", "training=met", "--on", "soon"]) == 2
    assert "2026-10-31" in capsys.readouterr().err


def text(app: AppTest) -> str:
    parts = (*app.markdown, *app.caption, *app.success, *app.info, *app.error)
    return "\n".join(part.value.replace("\\", "").replace("\u2060", "") for part in parts)


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def test_the_form_of_the_page_changes_the_tier_and_says_which_load(store: Store) -> None:
    app = opened("maturity_tiers")
    assert "given by the export" in text(app)
    app.selectbox(key="assessed team").set_value("Billing").run()
    assert "Last said: not met on 1 Jan 2026." in text(app)
    answers = {one.key.split()[1]: one for one in app.radio if one.key.startswith("state ")}
    assert list(answers) == LISTED
    assert answers["training"].value == "met"
    assert answers["data_timeliness"].value == "not_met"
    for name in ("feedback_use", "feedback_speed", "data_quality"):
        answers[name].set_value("met")
    app.text_input(key="note data_quality Billing 0").set_value("Board on the wall")
    press(app, "Save the assessment")
    assert not app.exception
    assert "is load 2" in text(app)
    billing = found(store).loc["Billing"]
    assert billing[["met", "not_met", "unknown", "tier_source"]].tolist() == [5, 1, 1, "range"]
    assert "Riser to Champion, 86 % known: 5 met, 1 not met, 1 unknown" in text(app)
    assert app.text_input(key="note data_quality Billing 1").value == ""


def test_the_list_is_chosen_in_the_address_and_named_beside_the_tiers(store: Store) -> None:
    app = opened("maturity_tiers", {"edition": "2020"})
    assert not app.exception
    names = {heading.value for heading in app.subheader}
    assert "Teams by tier, 2020 edition with security" in names
    assert any("Importance of security" in frame.value.columns for frame in app.dataframe)
    assert "Teams by tier, 2021 edition" in {
        heading.value for heading in opened("maturity_tiers", {"edition": "1066"}).subheader
    }


def test_a_link_names_the_list(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(sample_store))
    app = opened("maturity_tiers", {"edition": "2020"})
    assert "edition=2020" in next(code.value for code in app.sidebar.code)


def test_efforts_are_kept_for_everybody_and_nonsense_is_refused(store: Store) -> None:
    app = opened("maturity_tiers")
    app.number_input(key="effort data_timeliness {}").set_value(90.0)
    press(app, "Keep")
    assert not app.exception
    assert json.loads(str(store.setting("characteristic_efforts")))["data_timeliness"] == 90
    assert "the least effort is acting on customer feedback" in text(app)
    press(app, "Back to the default order")
    assert store.setting("characteristic_efforts") == "{}"
    for wrong in ("[]", '{"weather": 1}', '{"training": -1}', '{"training": "much"}', "1e"):
        with pytest.raises(UsageError):
            store.set_setting("characteristic_efforts", wrong)


def test_a_team_can_be_assessed_before_anything_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(tmp_path / "empty"))
    app = opened("maturity_tiers")
    assert "Assess a team below" in text(app)
    store = Store.open(tmp_path / "empty")
    maturity.save(store, said("MMMMMMM"), by="ann", at=AT)
    app = opened("maturity_tiers")
    assert not app.exception
    assert "Billing" in text(app)
