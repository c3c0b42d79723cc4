"""Asks the server of this container whether it has wholly started; exits 1 while it has not.

By a bare socket: it runs every few seconds, and to import an HTTP client would cost three times as
much as the question.
"""

import os
import socket
import sys

PORT = 8000
TIMEOUT_S = 2.0


def main() -> int:
    path = os.environ.get("CLEAVE_HEALTH", "/health/startup")
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection(("127.0.0.1", PORT), TIMEOUT_S) as server:
            server.sendall(request.encode())
            status = server.recv(64).split(b" ")[1:2]
    except OSError:
        return 1
    return 0 if status == [b"200"] else 1


if __name__ == "__main__":
    sys.exit(main())
