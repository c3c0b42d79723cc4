"""The monolith in this process; its notifier works when it is told to."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from unittest.mock import patch

from experiments.mutants.arm import Killed
from experiments.mutants.databases import end_connections
from monolith.app import NOTIFIER, create_app
from monolith.config import Config
from monolith.notifier import Notifier
from shared_domain.kernel.database import Database
from shared_domain.kernel.down import DOWN
from shared_domain.kernel.wrap import Wrap

PATIENCE_MS = 2000


class MonolithArm:
    name = "monolith"

    def __init__(self, url: str, outside_url: str, wrap: Wrap) -> None:
        self._config = Config(url, 8, outside_url, PATIENCE_MS, PATIENCE_MS, scoring_rounds=1)
        self._wrap = wrap
        self._opened: list[Database] = []
        self._start()

    def ask(self, method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        answer = self._app.test_client().open(path, method=method, headers=headers, json=body)
        return answer.status_code, answer.get_json(silent=True)

    def go_on(self) -> bool:
        with suppress(*DOWN):
            self._app.extensions[NOTIFIER].notify_due()
        return False

    def restart(self) -> None:
        self.close()
        self._start()

    @contextmanager
    def killing(self) -> Iterator[None]:
        """The notification is the last that a checkout writes."""

        def die(*_: object) -> None:
            raise Killed

        with patch.object(Notifier, "put", die):
            yield

    def cut_connections(self) -> None:
        end_connections(self._config.database_url)

    def break_down(self) -> None:
        """There is no broker."""

    def audit_url(self, feature: str) -> str:  # noqa: ARG002 - all are in one
        return self._config.database_url

    def close(self) -> None:
        for database in self._opened:
            database.engine.dispose()
        self._opened.clear()

    def _start(self) -> None:
        with ExitStack() as stack:
            stack.enter_context(patch("monolith.app.Database", self._open))
            self._app = create_app(self._config, self._wrap)

    def _open(self, *settings: Any, **more: Any) -> Database:
        self._opened.append(Database(*settings, **more))
        return self._opened[-1]
