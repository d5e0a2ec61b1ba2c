"""What changed rows touch: facts of other rows, the links of responses, days of the cubes."""

from duckdb import DuckDBPyConnection as Connection

from support_kpi.store import layers
from support_kpi.store.snapshots import run_script

TOUCHED = "source, ticket_id, named_id, requester_id, created_at, created_date, solved_date"
CONTACT = (
    "source, ticket_id, requester_id, channel, channel_last, created_at, created_date, solved_at, "
    "is_counted, is_escalated, is_channel_changed, is_channel_last_known"
)
ASKED = (
    "source, ticket_id, named_id, requester_id, channel, team, tier, priority, created_at, "
    "solved_at, is_counted, excluded_because"
)
DESCRIPTIVE = (
    "load_id, source_row, named_id, requester_id, channel_last, channel_detail, status, "
    "status_detail, ticket_type, category, agent, subject, tags, created_at, solved_at"
)


def begin(engine: Connection) -> None:
    """Tables to gather in, and empty ones where no response came or went."""
    engine.execute(
        f"create table changed.touched as select {TOUCHED} from home.main.ticket_fact limit 0"
    )
    keys = ", ".join(layers.KEYS["response"])
    for made, columns in (("changed.response", keys), ("fresh.response", "*")):
        engine.execute(
            f"create table if not exists {made} as select {columns} from home.main.response limit 0"
        )


def tickets(engine: Connection) -> None:
    """From `fresh.ticket` to the facts, and to the escalations of their requesters' contacts."""
    wanted = "semi join changed.ticket using (source, ticket_id)"
    engine.execute(
        f"insert into changed.touched select {TOUCHED} from home.main.ticket_fact {wanted}"
    )
    run_script(engine, "ticket_states")
    run_script(engine, "facts")
    engine.execute(f"insert into changed.touched select {TOUCHED} from fresh.ticket_fact")
    layers.put(engine, "ticket", "changed.ticket")
    layers.put(engine, "ticket_fact", "changed.ticket")
    engine.execute("drop table fresh.ticket")
    engine.execute("drop table fresh.ticket_fact")
    # Whether a contact is followed up depends on the requester's contacts of the day after it.
    engine.execute(
        """
        create table changed.span as
        select
            requester_id,
            min(created_at) - interval 24 hours as first_at,
            max(created_at) as last_at
        from changed.touched
        where requester_id is not null and created_at is not null
        group by requester_id
        """
    )
    engine.execute(
        """
        create table changed.contact as
        select source, ticket_id, false as is_context from changed.ticket
        union all
        select held.source, held.ticket_id, held.created_at > span.last_at as is_context
        from home.main.ticket_fact as held
        inner join changed.span as span
            on span.requester_id = held.requester_id
            and held.created_at >= span.first_at
            and held.created_at <= span.last_at + interval 24 hours
        """
    )
    _scope(engine, CONTACT, "semi join changed.contact using (source, ticket_id)")
    engine.execute(
        """
        create table changed.escalation as
        select distinct source, ticket_id from changed.contact where not is_context
        """
    )
    run_script(engine, "escalations")
    layers.put(engine, "escalation_fact", "changed.escalation")
    engine.execute(
        """
        insert into changed.touched by name
        select source, ticket_id, created_date
        from fresh.ticket_fact
        semi join changed.escalation using (source, ticket_id)
        """
    )
    engine.execute("drop table fresh.ticket_fact")
    engine.execute("drop table fresh.escalation_fact")


def responses(engine: Connection) -> None:
    """Responses that changed themselves, or whose ticket or requester did, are linked anew.

    `changed.link` has the keys of those that stood, then of the new ones too.
    """
    keys = ", ".join(layers.KEYS["response"])
    engine.execute(
        f"""
        create table changed.link as
        select {keys}
        from home.main.response_link
        where named_id in (select named_id from changed.touched)
        union all
        select {keys}
        from home.main.response_link
        where named_id is null and requester_id in (select requester_id from changed.touched)
        """
    )
    engine.execute(f"insert into changed.link select {keys} from former.response")
    days = "select responded_date as day, offered_date from"
    stood = f"semi join changed.link using ({keys})"
    engine.execute(f"create table changed.answered as {days} home.main.response_fact {stood}")
    layers.put(engine, "response", "changed.response")
    engine.execute(
        f"""
        insert into fresh.response by name
        from home.main.response
        semi join (from changed.link anti join changed.response using ({keys})) as same
            using ({keys})
        """
    )
    engine.execute("insert into changed.link from changed.response")
    engine.execute(
        """
        create table changed.asked as
        select distinct bare_id(ticket_id) as named_id, requester_id from fresh.response
        """
    )
    engine.execute(
        """
        create table changed.asker as
        select distinct requester_id from changed.asked
        where named_id is null and requester_id is not null
        """
    )
    _copy_either(
        engine,
        "ticket_fact",
        ASKED,
        ("named_id", "select named_id from changed.asked where named_id is not null"),
        ("requester_id", "select requester_id from changed.asker"),
    )
    run_script(engine, "responses")
    engine.execute(f"insert into changed.answered {days} fresh.response_fact")
    layers.put(engine, "response_link", "changed.link")
    layers.put(engine, "response_fact", "changed.link")
    layers.clear(engine)


def cubes(engine: Connection) -> None:
    """Every cell of a day on which anything changed is counted anew."""
    engine.execute(
        """
        create table changed.ticket_date as
        select created_date as day from changed.touched where created_date is not null
        union
        select solved_date from changed.touched where solved_date is not null
        """
    )
    days = "select day from changed.ticket_date"
    _copy_either(
        engine,
        "ticket_fact",
        f"* exclude ({DESCRIPTIVE})",
        ("created_date", days),
        ("solved_date", days),
    )
    # Cells are put for the wanted days alone, and escalations are counted on the day of creation.
    engine.execute(
        """
        create table fresh.escalation_fact as
        from home.main.escalation_fact
        semi join (
            from fresh.ticket_fact where created_date in (from changed.ticket_date)
        ) as wanted using (source, ticket_id)
        """
    )
    _team_days(engine)
    run_script(engine, "ticket_cubes")
    _put_days(engine, "changed.ticket_date")
    engine.execute(
        """
        create table changed.duration_date as
        select 'week' as span, date_trunc('week', day)::date as day from changed.ticket_date
        union
        select 'month', date_trunc('month', day)::date from changed.ticket_date
        """
    )
    engine.execute(
        """
        create table fresh.duration_bin as
        select * from home.main.duration_bin
        where day in (
            select distinct unnest(
                generate_series(
                    day,
                    case
                        when span = 'week' then day + 6
                        else (day + interval 1 month - interval 1 day)::date
                    end,
                    interval 1 day
                )
            )::date
            from changed.duration_date
        )
        """
    )
    run_script(engine, "spans")
    layers.put(engine, "duration_span", "changed.duration_date")
    layers.clear(engine)
    engine.execute(
        """
        create table changed.response_date as
        select day from changed.answered where day is not null
        union
        select offered_date from changed.answered where offered_date is not null
        """
    )
    days = "select day from changed.response_date"
    _copy_either(engine, "response_fact", "*", ("responded_date", days), ("offered_date", days))
    run_script(engine, "response_cubes")
    _put_days(engine, "changed.response_date")


def _team_days(engine: Connection) -> None:
    """The days of the teams are counted before their tiers are known, on what tickets say."""
    engine.execute(
        """
        create view fresh.ticket_state as
        select
            source,
            team as team_name,
            created_date as created_local,
            solved_date as solved_local,
            excluded_because,
            is_call,
            is_solved
        from fresh.ticket_fact
        """
    )
    run_script(engine, "team_days")
    engine.execute("drop view fresh.ticket_state")


def _scope(engine: Connection, columns: str, condition: str) -> None:
    """What a script then sees of the ticket facts: no column that it does not read."""
    engine.execute(
        f"create table fresh.ticket_fact as select {columns} from home.main.ticket_fact {condition}"
    )


def _copy_either(
    engine: Connection, name: str, columns: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    """What a script then sees of a table: rows with a column among those of its query, or another.

    Each in a statement of its own, whose scan leaves out all that lies outside of what is wanted:
    of two scans in one the engine makes a single one, of everything.
    """
    (column, wanted), (other, others) = first, second
    engine.execute(
        f"""
        create table fresh.{name} as
        select {columns} from home.main.{name} where {column} in ({wanted})
        """
    )
    engine.execute(
        f"""
        insert into fresh.{name}
        select {columns} from home.main.{name} as held
        anti join ({wanted}) as taken(value) on held.{column} = taken.value
        where held.{other} in ({others})
        """
    )


def _put_days(engine: Connection, days: str) -> None:
    for name in layers.tables(engine, "memory", "fresh"):
        if name in layers.CUBES:
            layers.put(engine, name, days)
    layers.clear(engine)
