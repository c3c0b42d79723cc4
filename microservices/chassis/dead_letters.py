"""Messages nobody could handle: kept in a table, told to `<topic>.dead`, and their order is told.

The table is what can be acted upon: it knows what was answered, and what was replayed. The topic is
for whoever watches, and has the beginning of what is long: told whole, and with quotation marks, a
message as large as a broker takes it would be larger than that.
"""

import json
import logging
from typing import get_args

from microservices.chassis.bus import Delivery
from microservices.chassis.inbox import first_time
from microservices.chassis.outbox import Outbox
from microservices.chassis.replies import put_reply
from shared_domain.kernel.database import Session
from shared_domain.kernel.dead_letters import letters
from shared_domain.kernel.dead_letters.letters import letter_about
from shared_domain.kernel.errors import Reason
from shared_domain.messages.commands import Refusable
from shared_domain.messages.envelope import Header, MalformedMessage
from shared_domain.messages.replies import StepRefused

log = logging.getLogger(__name__)
ANSWERED = frozenset(kind.__name__ for kind in get_args(Refusable))
TOLD = 100_000
"""Characters of a message; none becomes more than six bytes."""


class DeadLetters:
    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def put(self, session: Session, delivery: Delivery, error: Exception) -> None:
        """Store the dead letter. A command that failed for good is answered as refused, also one
        that cannot be read, such as one of a version from later: its order waits for an answer.

        A compensation is not: nothing was undone, so its order must not look as if it were. It
        waits for somebody to replay it.
        """
        if not first_time(session, f"dead:{delivery.place}"):
            return
        answered = self._answer(session, delivery)
        letter = letter_about(delivery.topic, delivery.place, delivery.payload, error, answered)
        log.error("%s goes to the dead letters: %s", letter.place, letter.error)
        letters.put(session, letter)
        told = {"place": letter.place, "error": letter.error, "message": letter.payload[:TOLD]}
        text = json.dumps(told, ensure_ascii=False).encode()
        self._outbox.put_raw(session, f"{letter.queue}.dead", letter.place, text)

    def _answer(self, session: Session, delivery: Delivery) -> bool:
        """Whether its order has an answer now, or had one before. The key of a command is its
        order."""
        try:
            command = Header.read(delivery.payload)
        except MalformedMessage:
            return False
        if command.type not in ANSWERED:
            return False
        if first_time(session, command.id):
            refused = StepRefused(command.key, command.type, Reason.FAILED.value)
            put_reply(session, self._outbox, command, refused)
        return True
