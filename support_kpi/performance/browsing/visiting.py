"""Visitors without a browser: what a server is asked and answers, over its own protocol."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from support_kpi.errors import UsageError

FILTER = "Period"
WAIT_SECONDS = 300


@dataclass
class Run:
    """One run of a page: seconds to its first words and to its end, bytes received, elements."""

    first_words: float
    seconds: float
    sent_bytes: int
    elements: list[Any]


@dataclass
class Visitor:
    """A session; it keeps, as a browser does, the names of messages that it has."""

    socket: Any
    page: str
    page_hash: str = ""
    filter_id: str = ""
    received: int = 0
    known: set[str] = field(default_factory=set)

    async def opened(self) -> Run:
        return await self._run({})

    async def chosen(self, option: str) -> Run:
        """The page after another choice of its filter."""
        return await self._run({self.filter_id: option})

    async def _run(self, choices: dict[str, str]) -> Run:
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.page_hash
        if not self.page_hash:
            asked.rerun_script.page_name = self.page
        asked.rerun_script.cached_message_hashes.extend(self.known)
        for name, option in choices.items():
            state = asked.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = name, option
        begun, before = time.perf_counter(), self.received
        await self.socket.send(asked.SerializeToString())
        first_words, elements = 0.0, []
        while True:
            told = ForwardMsg()
            told.ParseFromString(await self.socket.recv())
            if told.metadata.cacheable:
                self.known.add(told.hash)
            kind = told.WhichOneof("type")
            if kind == "navigation":
                self.page_hash = told.navigation.page_script_hash
            elif kind == "new_session" and not self.page_hash:
                self.page_hash = told.new_session.page_script_hash
            elif (
                kind == "script_finished" and told.script_finished != told.FINISHED_EARLY_FOR_RERUN
            ):
                break
            if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                element = told.delta.new_element
                elements.append(element)
                first_words = first_words or time.perf_counter() - begun
                self._notice(element)
        return Run(first_words, time.perf_counter() - begun, self.received - before, elements)

    def _notice(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "selectbox" and element.selectbox.label == FILTER:
            self.filter_id = element.selectbox.id
        if kind == "exception":
            raise UsageError(f"The page {self.page} failed: {element.exception.message}")


@asynccontextmanager
async def visiting(port: int, page: str = "") -> AsyncIterator[Visitor]:
    """A session with a page; its bytes are counted as they come over the wire."""
    from websockets.asyncio.client import connect
    from websockets.typing import Subprotocol

    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(
        address, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=WAIT_SECONDS
    ) as socket:
        visitor = Visitor(socket, page)
        taken = socket.data_received

        def counted(data: bytes) -> None:
            visitor.received += len(data)
            taken(data)

        socket.data_received = counted
        yield visitor
