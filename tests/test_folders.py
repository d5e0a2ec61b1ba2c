"""Exports of several files: which belong together, what the join makes of them, what is counted."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from support_kpi import bundles, joins
from support_kpi.bundles import Part
from support_kpi.commands import main
from support_kpi.drafts import Options
from support_kpi.ingest import Staged
from support_kpi.parsing import files
from support_kpi.store import Store
from support_kpi.store.batches import combined
from tests.sample_exports import RESULTS, ROOT
from tests.sample_folders import FOLDERS, GOLDEN, folders, frames, golden, joined

EXPORTS = ROOT.parent / "shared" / "exports"
# What a warehouse keeps beside the tables of a vendor, and what people leave in a folder.
STRANGERS = {
    "fivetran_audit.csv": "id,message,status,table,_fivetran_synced\n1,,OK,ticket,2026-01-05\n",
    "schedule_holiday.csv": "id,schedule_id,name,_fivetran_synced\n1,2,New Year,2026-01-05\n",
    "prices.csv": "article,price\na,1\n",
    "README.txt": "These tables were copied on Monday.\n",
    "empty.csv": "",
}
each_folder = pytest.mark.parametrize("folder", folders(), ids=lambda path: path.name)
real = pytest.mark.skipif(
    not EXPORTS.is_dir(), reason=f"the exports of others are not at {EXPORTS}"
)


@each_folder
def test_a_folder_in_a_zip_reads_to_its_golden_frames_among_other_tables(folder: Path) -> None:
    with joined(folder.iterdir(), f"copy of {folder.name}/tables/", STRANGERS) as staged:
        read = frames(staged)
        said = " ".join(warning for one in staged for warning in one.warnings)
    assert all(stranger in said for stranger in ("audit", "holiday", "prices", "README"))
    written = {path.name for path in GOLDEN.glob(f"{folder.name}.*.csv")}
    assert written == {golden(folder, table).name for table in read}
    for table, text in read.items():
        if golden(folder, table).read_text(encoding="utf-8") != text:
            RESULTS.mkdir(exist_ok=True)
            (RESULTS / golden(folder, table).name).write_text(text, encoding="utf-8")
            pytest.fail(f"{golden(folder, table).name} differs: see {RESULTS}")


@each_folder
def test_every_row_of_every_file_is_accounted_for(folder: Path, tmp_path: Path) -> None:
    with joined(folder.iterdir()) as staged:
        told = {one.sheet: one.rows_kept + one.rows_rejected for one in staged}
        told |= {one.sheet: one.rows for main in staged for one in main.beside}
        assert [one.error for one in staged] == [None] * len(staged)
    records = {
        path.name: sum(sheet.records - 1 for sheet in files.sheets(path, tmp_path / path.name))
        for path in folder.iterdir()
    }
    assert told == records


@pytest.mark.parametrize("name", joins.names())
def test_every_lookup_of_a_join_is_told_by_its_sql(name: str) -> None:
    marks = {word for word in joins.sql(name).split() if word.startswith(bundles.MARK)}
    wanted = {f"{bundles.MARK}{one.name}" for one in joins.join(name).lookups if one.cells}
    assert {mark.rstrip(",") for mark in marks} == wanted


def part(folder: Path, path: str, *headings: str, reader: str = "") -> Part:
    place = folder / path.replace("/", "_")
    place.mkdir()
    file = place / "export.csv"
    file.write_text(",".join(headings) + "\n" + ",".join("1" for _ in headings) + "\n")
    return Part(files.sheets(file, place)[0], path, reader)


def test_tables_of_the_same_headings_are_told_apart_by_their_names(tmp_path: Path) -> None:
    parts = [
        part(tmp_path, "tag_2026.csv", "id", "name", "_fivetran_synced"),
        part(tmp_path, "TEAMS.csv", "id", "name", "_fivetran_synced"),
        part(tmp_path, "team/part-0.csv", "id", "name"),
        part(tmp_path, "shift.csv", "id", "name", "_fivetran_synced"),
        part(tmp_path, "shift_plan.csv", "id", "name"),
        part(tmp_path, "conversations.csv", "id", reader="intercom_warehouse"),
    ]
    (bundle,) = bundles.gather(parts)
    assert bundle.main == 5
    assert bundle.lookups == (("tags", 0), ("teams", 1), ("teams", 2))
    assert bundle.idle == (3,)


def test_a_table_that_stands_alone_is_no_bundle(tmp_path: Path) -> None:
    tickets = part(tmp_path, "ticket.csv", "id", reader="zendesk_warehouse")
    users = part(tmp_path, "user.csv", "id", "name", "email", "role")
    assert bundles.gather([tickets]) == bundles.gather([users]) == []
    assert bundles.is_part(tickets)
    assert bundles.is_part(users)
    assert not bundles.is_part(part(tmp_path, "prices.csv", "article", "price"))


def test_what_lies_in_one_folder_is_joined_before_what_lies_around_it(tmp_path: Path) -> None:
    sheet = files.sheets(FOLDERS / "zendesk" / "user.csv", tmp_path)[0]
    places = ["a", "a", "b", "b/deep", "c"]
    staged = [Staged(f"{n}", "", 0, held=sheet) for n in range(len(places))]
    asked: list[list[str]] = []

    def join(batch: Sequence[Staged]) -> list[Staged | None]:
        asked.append([one.name for one in batch])
        if len(batch) < 2:
            return list(batch)
        return [Staged(f"whole {batch[0].name}", "", 0), *[None] * (len(batch) - 1)]

    whole = combined(staged, [tmp_path / place for place in places], join)
    assert asked == [["3"], ["0", "1"], ["2", "3"], ["4"], ["4"]]
    assert [one.name for one in whole] == ["whole 0", "whole 2", "4"]


def test_a_folder_is_one_export_that_a_newer_file_updates(tmp_path: Path) -> None:
    store, inbox = Store.open(tmp_path / "store"), tmp_path / "inbox"
    inbox.mkdir()
    names = ("ticket.csv", "owner.csv", "ticket_pipeline_stage.csv", "ticket_deal.csv")
    paths = [Path(shutil.copy(FOLDERS / "hubspot" / name, inbox)) for name in names]

    def load() -> list[tuple[str, str, int | None, int, int]]:
        return [
            (one.file, one.status, one.load_id, one.rows_kept, one.rows_rejected)
            for one in store.load_many(paths, Options())
        ]

    def agents() -> list[str | None]:
        _, connection = store.connect()
        with connection:
            found = connection.execute("select agent from ticket order by ticket_id").fetchall()
        return [agent for (agent,) in found]

    told = [
        ("ticket.csv", 1, 3, 0),
        ("owner.csv", 1, 2, 0),
        ("ticket_pipeline_stage.csv", 1, 3, 0),
        ("ticket_deal.csv", 1, 0, 1),
    ]
    assert load() == [(name, "loaded", *rest) for name, *rest in told]
    assert agents() == ["Kim Reed", "lee@desk.example", None]
    assert load() == [(name, "unchanged", *rest) for name, *rest in told]
    owners = inbox / "owner.csv"
    owners.write_text(owners.read_text().replace("Reed", "Read"))
    assert [one[:3] for one in load()] == [(name, "loaded", 2) for name, *_ in told]
    assert agents() == ["Kim Read", "lee@desk.example", None]
    assert [load.is_active for load in store.loads()] == [False, True]
    assert not list((store.folder / "staging").rglob("*"))


def test_good_and_bad_files_each_get_a_line_and_the_sum_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox, store = tmp_path / "inbox", str(tmp_path / "store")
    (inbox / "jira").mkdir(parents=True)
    for name in ("issue.csv", "status.csv", "resolution.csv"):
        shutil.copy(FOLDERS / "jira" / name, inbox / "jira")
    (inbox / "letters.csv").write_text("alpha,beta\n1,2\n")
    (inbox / "half.csv.crdownload").write_text("alpha,beta\n1,2\n")
    (inbox / "notes.md").write_text("# nothing\n")
    words = ["load", str(inbox), "--store", store]
    assert main(words) == 2
    said = capsys.readouterr()
    lines = [line for line in said.out.splitlines() if not line.startswith(" ")]
    assert [line.split()[0] for line in lines[:-1]] == ["loaded", "read", "joined"]
    assert lines[-1] == (
        "4 tables: 3 loaded, 1 refused; 6 rows read, 5 kept, 1 rejected or not needed"
    )
    assert said.err.startswith("refused    letters.csv: ")
    (inbox / "letters.csv").unlink()
    assert main([*words, "--json"]) == 0
    states = {one["file"]: one["status"] for one in json.loads(capsys.readouterr().out)}
    assert set(states.values()) == {"unchanged"}
    assert "notes.md" not in states


REAL = {
    "tickets/fivetran-zendesk-seeds": (10, 229, 22),
    "tickets/fivetran-hubspot-ticket-seeds": (25, 178, 11),
    "tickets/fivetran-jira-seeds": (4, 64, 15),
    "tickets/fivetran-intercom-seeds": (9, 123, 17),
    "tickets/freshdesk-api-json": (6, 42, 33),
    "surveys/fivetran-qualtrics-seeds": (10, 70, 19),
}


def real_files(folder: str) -> list[Path]:
    return sorted(path for path in (EXPORTS / folder).iterdir() if path.name != "SOURCE.txt")


def rows(staged: Sequence[Staged], query: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        for table in dict.fromkeys(table for one in staged for table in one.tables):
            paths = [str(one.tables[table]) for one in staged if table in one.tables]
            connection.execute(f"create view {table} as from read_parquet({paths!r})")
        return connection.execute(query).fetchall()


@real
@pytest.mark.parametrize("folder", REAL)
def test_every_row_of_a_real_folder_is_kept_or_told_of(folder: str) -> None:
    kept, beside, tables = REAL[folder]
    with joined(real_files(folder)) as staged:
        others = {one.sheet: one.rows for main in staged for one in main.beside}
        mains = {one.sheet for one in staged}
        assert [one.error for one in staged] == [None] * len(staged)
        assert sum(one.rows_kept for one in staged) == kept
        assert sum(count for sheet, count in others.items() if sheet not in mains) == beside
        assert len(mains | others.keys()) == tables


@real
def test_the_history_of_a_zendesk_ticket_tells_when_it_was_solved() -> None:
    with joined(real_files("tickets/fivetran-zendesk-seeds")) as staged:
        ticket = """
            select ticket_id, agent, first_solved_at::varchar, solved_at::varchar,
                closed_at::varchar, reopens
            from ticket
            where solved_at is not null
        """
        assert rows(staged, ticket) == [
            ("11071", "Arthur Agent", "2020-11-14 11:01:27", "2020-11-14 11:01:27",
             "2020-11-15 11:01:27", 0),
        ]  # fmt: skip
        deleted = "select ticket_id from ticket where is_deleted order by all"
        assert rows(staged, deleted) == [("11013",), ("1595",)]


@real
def test_the_stages_of_hubspot_say_which_tickets_are_solved() -> None:
    with joined(real_files("tickets/fivetran-hubspot-ticket-seeds")) as staged:
        counts = """
            select count(*) filter (status = 'solved'), count(solved_at), count(agent),
                count(*) filter (length(team) = 32)
            from ticket
        """
        # One closing date belongs to a ticket whose stage is open; 22 pipelines have names.
        assert rows(staged, counts) == [(22, 23, 6, 22)]


@real
def test_the_states_of_jira_have_names_and_kinds() -> None:
    with joined(real_files("tickets/fivetran-jira-seeds")) as staged:
        issues = """
            select ticket_id, status, status_detail, priority, team, agent_replies
            from ticket
            order by ticket_id
        """
        assert rows(staged, issues) == [
            ("TCP-1", "solved", "10003", "normal", "test classique project", None),
            ("TP-10", "open", "In Progress", "urgent", "test classique project", None),
            ("TP-12", "solved", "10003", "low", "Test Project", 2),
            ("TP-8", "open", "In Progress", "normal", "Test Project", None),
        ]


@real
def test_conversations_of_intercom_have_the_names_of_agents_and_teams() -> None:
    with joined(real_files("tickets/fivetran-intercom-seeds")) as staged:
        names = "select ticket_id, agent, team from ticket order by ticket_id"
        assert rows(staged, names) == [
            ("156643300001311", "auagZ02LBDUvzR4sWgQgTw==", "Customer support"),
            ("156643300001372", "auagZ02LBDUvzR4sWgQgTw==", "Customer support"),
        ]


@real
def test_a_stream_of_the_zendesk_interface_is_one_export() -> None:
    stream = EXPORTS / "tickets" / "zendesk-api-json-faros" / "zendesk_all_streams.jsonl"
    with joined([stream]) as staged:
        assert sorted((one.table, one.rows_kept) for one in staged) == [
            ("response", 2),
            ("ticket", 14),
        ]
        (ratings, _) = staged
        assert sum(one.rows for one in ratings.beside) == 15 + 14 + 9 + 8 + 2
        assert rows(staged, "select ticket_id, team, label from response order by all") == [
            ("15", "Team 1", "offered"),
            ("6", "Team 2", "good"),
        ]
        metrics = (
            "select count(agent_replies), sum(agent_replies), count(distinct agent) from ticket"
        )
        assert rows(staged, metrics) == [(14, 22, 2)]
