"""Exports whose headings and values are in the language of whoever exported them."""

import csv
from pathlib import Path

import pytest

from support_kpi import readers
from support_kpi.mappings.translations import TRANSLATIONS, translated
from support_kpi.parsing import files
from tests.vendors.export import read

JIRA = {
    "de": (
        "Zusammenfassung,Vorgangsschlüssel,Vorgangs-ID,Vorgangstyp,Status,Priorität,Bearbeiter,"
        "Autor,Erstellt,Aktualisiert,Erledigt,Statuskategorie",
        ("Fertig", "Zu erledigen"), ("Hoch", "Niedrig"),
        ("15/Jan/26 10:10 AM", "17/Mär/26 3:10 PM"),
    ),
    "fr": (
        "Résumé,Clé de ticket,ID de ticket,Type de ticket,État,Priorité,Personne assignée,"
        "Rapporteur,Création,Mise à jour,Résolue,Catégorie d’état",
        ("Terminé", "À faire"), ("Élevée", "Faible"),
        ("15/janv./26 10:10 AM", "17/mars/26 3:10 PM"),
    ),
    "es": (
        "Resumen,Clave de incidencia,ID de la incidencia,Tipo de Incidencia,Estado,Prioridad,"
        "Persona asignada,Informador,Creada,Actualizada,Resuelta,Categoría de estado",
        ("Listo", "Tareas por hacer"), ("Alta", "Baja"),
        ("15/ene./26 10:10 AM", "17/mar/26 3:10 PM"),
    ),
    "pt": (
        "Resumo,Chave da item,ID da item,Tipo de item,Status,Prioridade,Responsável,Relator,"
        "Criado,Atualizado(a),Resolvido,Categoria do status",
        ("Concluído", "Tarefas pendentes"), ("Alta", "Baixa"),
        ("15/jan/26 10:10 AM", "17/mar/26 3:10 PM"),
    ),
    "zh": (
        "概要,问题关键字,问题ID,问题类型,状态,优先级,经办人,报告人,创建日期,已更新,已解决,状态类别",
        ("完成", "待办"), ("高", "低"), ("15/一月/26 10:10 上午", "17/3月/26 3:10 下午"),
    ),
}  # fmt: skip
SERVICENOW = {
    "de": (
        "Nummer,Geöffnet,Kurzbeschreibung,Anrufer,Priorität,Status,Zuweisungsgruppe,Zugewiesen an,"
        "Aktualisiert,Gelöst",
        "1 - Kritisch", "Gelöst",
    ),
    "fr": (
        "Numéro,Ouvert,Description brève,Appelant,Priorité,État,Groupe d'affectation,Affecté à,"
        "Mis à jour,Résolu",
        "1 - Critique", "Résolu",
    ),
    "es": (
        "Número,Abierto,Breve descripción,Solicitante,Prioridad,Estado,Grupo de asignación,"
        "Asignado a,Actualizado,Resuelto",
        "1 - Crítico", "Resuelto",
    ),
    "pt": (
        "Número,Aberto,Descrição resumida,Solicitante,Prioridade,Estado,Grupo de atribuição,"
        "Atribuído a,Atualizado,Resolvido",
        "1 - Crítico", "Resolvido",
    ),
    "zh": (
        "编号,已打开,简短描述,呼叫者,优先级,状态,分配组,分配给,已更新,已解决",
        "1 - 严重", "已解决",
    ),
}  # fmt: skip
OTHERS = {
    "salesforce in German": (
        "salesforce_cases",
        "Kundenvorgangsnummer;Inhaber des Kundenvorgangs;Accountname;Betreff;Status;Priorität;"
        "Kundenvorgangsursprung;Datum/Zeit der Eröffnung;Datum/Zeit der Schließung",
        "00001026;Bob;Acme;Hilfe;Geschlossen;Hoch;Telefon;15.01.2026 10:10;16.01.2026 10:10",
    ),
    "salesforce by its custom report type": (
        "salesforce_cases",
        "Case: Case Number;Case: Case Owner;Account Name: Account Name;Case: Subject;Case: Status;"
        "Case: Priority;Case: Case Origin;Case: Date/Time Opened;Case: Date/Time Closed",
        "00001026;Bob;Acme;Help;Closed;High;Phone;15/01/2026 10:10;16/01/2026 10:10",
    ),
    "hubspot in Spanish": (
        "hubspot_tickets",
        "ID de registro;Nombre del ticket;Pipeline;Estado del ticket;Fecha de creación;Prioridad;"
        "Propietario del ticket;Fuente;Fecha de la última actividad;Fecha de cierre",
        "9001;Ayuda;Soporte;Cerrado;2026-01-15 10:10;Alta;Bob;Teléfono;2026-01-16 10:10;"
        "2026-01-16 10:10",
    ),
    "zammad in German": (
        "zammad",
        "#;Titel;Status;Priorität;Gruppe;Besitzer;Kunde;Organisation;Kanal;Absender;Erstellt am;"
        "Aktualisiert am;Geschlossen am;Eskalation am",
        "67001;Hilfe;geschlossen;3 hoch;Users;Bob;Ann;Acme;phone;Kunde;2026-01-15 10:10:00;"
        "2026-01-16 10:10:00;2026-01-16 10:10:00;",
    ),
    "osticket in French": (
        "osticket",
        "Numéro du ticket;Date de création;Sujet;De;De l'adresse;Priorité;Département;"
        "Rubrique d'aide;Source;Statut actuel;Dernière mise à jour;Date de fermeture;Agent assigné",
        "100234;15/01/26 10:10;Aide;Ann;a@example.org;Haute;Support;Général;Téléphone;Fermé;"
        "16/01/26 10:10;16/01/26 10:10;Bob",
    ),
    "freshdesk in German": (
        "freshdesk_csv",
        "Ticket-ID;Betreff;Status;Priorität;Quelle;Agent;Gruppe;Erstellungszeit;Lösungszeit;"
        "Anfängliche Antwortzeit;Agenteninteraktionen;Lösungsstatus",
        "77;Hilfe;Geschlossen;Hoch;Telefon;Bob;T1;2026-01-15 10:10:00;2026-01-16 10:10:00;"
        "2026-01-15 10:40:00;2;Innerhalb SLA",
    ),
    "zendesk in Spanish": (
        "zendesk_csv",
        "ID;Solicitante;Agente asignado;Grupo;Asunto;Estado;Prioridad;Vía;Tipo de ticket;Creado el;"
        "Actualizado el;Resuelto el",
        "11;Ann;Bob;T1;Ayuda;Cerrado;Alta;Teléfono;Pregunta;2026-01-15 10:10:00;"
        "2026-01-16 10:10:00;2026-01-16 10:10:00",
    ),
    "zendesk's report in German": (
        "zendesk_explore",
        "Ticket-ID;Ticket erstellt - Zeitstempel;Ticket gelöst - Zeitstempel;Ticketstatus;"
        "Ticketkanal;Name des Mitarbeiters;Ticketpriorität",
        "11;2026-01-15T10:10:00;2026-01-16T10:10:00;Geschlossen;Telefon;Bob;Hoch",
    ),
}


def line(*cells: str) -> str:
    return ",".join(f'"{cell}"' for cell in cells)


@pytest.mark.parametrize("language", JIRA)
def test_jira_is_read_in(language: str, tmp_path: Path) -> None:
    headings, states, priorities, times = JIRA[language]
    rows = [
        line("a", "SHOP-1", "10001", "x", states[0], priorities[0], "Ann", "Bo", *times[:1] * 3)
        + f",{states[0]}",
        line("b", "SHOP-2", "10002", "x", states[1], priorities[1], "Ann", "Bo", *times[1:] * 2, "")
        + f",{states[1]}",
    ]
    found = read(tmp_path, "\n".join([headings, *rows]))
    assert (found.reader, found.counts, found.rejects) == ("jira_service_management", (2, 2, 0), [])
    told = [(one["ticket_id"], one["status"], one["priority"]) for one in found.tickets]
    assert told == [("SHOP-1", "solved", "high"), ("SHOP-2", "new", "low")]
    assert [one["created_at"] for one in found.tickets] == [
        "2026-01-15 10:10:00",
        "2026-03-17 15:10:00",
    ]
    assert found.tickets[0]["solved_at"] == "2026-01-15 10:10:00"
    assert [(one["agent"], one["requester_id"]) for one in found.tickets] == [("Ann", "bo")] * 2


@pytest.mark.parametrize("language", SERVICENOW)
def test_servicenow_is_read_in(language: str, tmp_path: Path) -> None:
    headings, priority, state = SERVICENOW[language]
    at = "2026-01-15 10:10:10"
    row = line("INC0010001", at, "Laptop", "Ann", priority, state, "Desk", "Bob", at, at)
    found = read(tmp_path, f"{headings}\n{row}")
    assert (found.reader, found.rejects) == ("servicenow_incident", [])
    wanted = {"status": "solved", "priority": "urgent", "team": "Desk", "agent": "Bob",
              "created_at": at, "solved_at": at, "updated_at": at, "subject": "Laptop"}  # fmt: skip
    assert wanted.items() <= found.ticket.items()


@pytest.mark.parametrize("name", OTHERS)
def test_an_export_is_read_as_the_english_one_would_be(name: str, tmp_path: Path) -> None:
    reader, headings, row = OTHERS[name]
    found = read(tmp_path, f"{headings}\n{row}\n", date_order="dmy")
    assert (found.reader, found.counts, found.rejects) == (reader, (1, 1, 0), [])
    assert found.ticket["created_at"] == "2026-01-15 10:10:00"
    assert found.ticket["solved_at"] == "2026-01-16 10:10:00"
    assert found.ticket["status"] in ("solved", "closed")
    assert (found.ticket["channel"], found.ticket["priority"]) == ("phone", "high")
    assert found.ticket["agent"] == "Bob"


@pytest.mark.parametrize(
    ("label", "is_answered", "is_satisfied"),
    [("Gut", True, True), ("Schlecht", True, False), ("Angeboten", False, None)],
)
def test_ratings_of_zendesk_are_read_in_german(
    label: str, is_answered: bool, is_satisfied: bool | None, tmp_path: Path
) -> None:
    headings = "ID,Anfragesteller,Status,Gruppe,Tickettyp,Erstellt am,Gelöst am,Zufriedenheit"
    row = f"1,Ann,Gelöst,T1,Frage,2026-01-15 10:10:00,2026-01-16 10:10:00,{label}"
    response = read(tmp_path, f"{headings}\n{row}").response
    assert (response["is_answered"], response.get("is_satisfied")) == (is_answered, is_satisfied)


def test_a_list_of_no_vendor_in_everyday_words_is_nobodys(tmp_path: Path) -> None:
    text = (
        "ID del ticket,Fecha de creación,Fecha de resolución,Estado,Prioridad,Agente,Asunto\n"
        "T-1,2026-01-15 10:10,2026-01-16 10:10,Cerrado,Alta,Bob,Ayuda\n"
    )
    assert read(tmp_path, text).reader == "generic_table"


def test_every_translation_is_of_a_heading_that_its_reader_looks_for() -> None:
    with TRANSLATIONS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["reader"] for row in rows} <= set(readers.names())
    for name in {row["reader"] for row in rows}:
        source = Path(str(readers.reader(name).__file__)).read_text(encoding="utf-8").lower()
        for heading in {row["heading"] for row in rows if row["reader"] == name}:
            bare = heading.removeprefix("custom field (").removesuffix(")")
            assert bare in source or heading in source, (name, heading)


def test_an_english_export_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "Ticket ID,Status,Created time,Agent\n1,Open,2026-01-05,Bob\n", encoding="utf-8"
    )
    (sheet,) = files.sheets(path, tmp_path / "sheets")
    assert translated(sheet, "freshdesk_csv").aliases == ()
