"""A feature that takes part in the checkout: commands in, replies out."""

from collections.abc import Callable
from typing import cast

from microservices.chassis.consumer import Handler
from microservices.chassis.outbox import Outbox
from microservices.chassis.replies import put_reply
from shared_domain.kernel.database import Session
from shared_domain.kernel.errors import Refused
from shared_domain.messages.commands import Command
from shared_domain.messages.envelope import Envelope
from shared_domain.messages.replies import Reply, StepDone, StepRefused


def participant(perform: Callable[[Session, Command], None], outbox: Outbox) -> Handler:
    """Run the feature's own operation; answer done, or refused with nothing left behind."""

    def handle(session: Session, envelope: Envelope) -> None:
        command = cast(Command, envelope.message)
        reply: Reply = StepDone(command.order_id, envelope.type)
        try:
            with session.savepoint():
                perform(session, command)
        except Refused as refusal:
            reply = StepRefused(command.order_id, envelope.type, refusal.reason.value)
        put_reply(session, outbox, envelope, reply)

    return handle
