"""Tickets: the rows behind a number, with the line of the file that each came from."""

from support_kpi.ui.frame import page
from support_kpi.ui.tickets import ticket_list

view = page("The rows behind every number, with the line of the file they came from.")
ticket_list(view)
