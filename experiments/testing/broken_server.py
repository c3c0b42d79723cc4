"""A server that takes a request, sends what it was told, and hangs up or falls silent."""

import socket
import threading
from types import TracebackType
from typing import Self

CUT_SHORT = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"


class BrokenServer:
    def __init__(self, says: bytes, hangs_up: bool) -> None:
        self._says, self._hangs_up = says, hangs_up
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.requests = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        for each in (self._listener, *self._open):
            each.close()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            if caller.recv(65536):
                self.requests += 1
            if self._says:
                caller.sendall(self._says)
            if self._hangs_up:
                caller.close()
            else:
                self._open.append(caller)
