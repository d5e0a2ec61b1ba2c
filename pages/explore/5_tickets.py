"""Tickets: the rows behind a number, with the line of the file that each came from."""

from support_kpi import ui

view = ui.page("Tickets", "The rows behind every number, with the line of the file they came from.")
ui.ticket_list(view)
