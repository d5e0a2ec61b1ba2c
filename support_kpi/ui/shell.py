"""The shell of the dashboard: what stands before any number is read, and the page within."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Literal

import streamlit as st

from support_kpi import ui
from support_kpi.errors import SupportKpiError

SECTIONS = ("explore", "compare", "plan", "data")


def dashboard(folder: Path) -> None:
    """The whole app: page configuration, navigation from the folder of pages, frame, page."""
    st.set_page_config(
        page_title="Support KPIs",
        page_icon=str(folder.parent / "docs" / "icon.png"),
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.logo(folder.parent / "docs" / "icon.png", size="large")
    chosen = st.navigation(_menu(folder), position="top", expanded=6)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(chosen.title, anchor=False, width="content")
        mark = st.empty()
    # The title is sent before the libraries are read that numbers and charts need.
    read_modules()
    from support_kpi.ui import frame, sidebar

    try:
        view = sidebar.drawn(chosen.url_path)
    except SupportKpiError as error:
        st.error(frame.plain(str(error)), icon=":material/error:")
        st.stop()
    if view.is_synthetic:
        with mark:
            frame.synthetic()
    st.session_state["view"] = view
    frame.guarded(chosen.run)


@st.cache_resource(show_spinner=False)
def read_modules() -> None:
    """Read every module of the pages, in one thread: others wait, as two may trip over a circle."""
    for module in walk_packages(ui.__path__, f"{ui.__name__}."):
        import_module(module.name)


def _menu(folder: Path) -> dict[str, list[st.Page]]:
    """The menu of a visitor, made once: each page finds its file anew, and so does a link to it."""
    if "menu" not in st.session_state:
        st.session_state["menu"] = _pages(folder)
    return st.session_state["menu"]


def _pages(folder: Path) -> dict[str, list[st.Page]]:
    """`pages/<section>/<n>_<page>.py` as the menu: the folder is the section, the number orders.

    The first page is at `/`; a page of the same script answers at its own name.
    """
    menu: dict[str, list[st.Page]] = {}
    for section in SECTIONS:
        for file in sorted((folder / section).glob("*.py"), key=_number):
            is_first = not menu
            pages = menu.setdefault(section.capitalize(), [])
            pages.append(_page(file, default=is_first))
            if is_first:
                pages.append(_page(file, visibility="hidden"))
    return menu


def _page(
    file: Path, *, default: bool = False, visibility: Literal["visible", "hidden"] = "visible"
) -> st.Page:
    # The page at `/` reserves a name besides, which nobody sees.
    address = "start" if default else _title(file).lower().replace(" ", "_")
    return st.Page(
        file, title=_title(file), url_path=address, default=default, visibility=visibility
    )


def _number(file: Path) -> int:
    match = re.match(r"\d+", file.name)
    return int(match[0]) if match else 0


def _title(file: Path) -> str:
    words = re.sub(r"^\d+_", "", file.stem).split("_")
    acronyms = {"csat": "CSAT", "nps": "NPS", "ces": "CES"}
    return " ".join(
        acronyms.get(word, word.capitalize() if position == 0 else word)
        for position, word in enumerate(words)
    )
