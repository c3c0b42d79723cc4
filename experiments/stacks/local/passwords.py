"""Database passwords: one random secret per user of this machine, a password per role and server.

Nobody needs to store them: whoever can read the secret can derive each, and a password opens
one role on one server only.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Passwords:
    """Derives passwords; `fingerprint` changes with the secret and tells nothing of it."""

    _secret: bytes

    def of(self, role: str, server: str) -> str:
        """The password of `role` on the database server of the part named `server`."""
        return hmac.new(self._secret, f"{role}@{server}".encode(), hashlib.sha256).hexdigest()[:32]

    @property
    def fingerprint(self) -> str:
        return self.of("fingerprint", "secret")


def open_passwords(cache: Path) -> Passwords:
    """The passwords of this cache; its secret is made on first use, readable by its owner only."""
    file = cache / "secret"
    if not file.exists():
        _make_secret(file)
    return Passwords(file.read_bytes())


def _make_secret(file: Path) -> None:
    """Whole or not at all; when another lab is faster, its secret stays."""
    partial = file.with_suffix(f".{os.getpid()}")
    handle = os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as writer:
        writer.write(secrets.token_bytes(32))
    with contextlib.suppress(FileExistsError):
        file.hardlink_to(partial)
    partial.unlink()
