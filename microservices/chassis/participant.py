"""A feature that takes part in the checkout: commands in, replies out."""

from collections.abc import Callable
from typing import cast

from sqlalchemy.orm import Session

from microservices.chassis.consumer import Handler
from microservices.chassis.dead_letters import REPLIES
from microservices.chassis.outbox import Outbox
from shared_domain.kernel.errors import Refused
from shared_domain.messages.commands import Command
from shared_domain.messages.envelope import Envelope
from shared_domain.messages.replies import Reply, StepDone, StepRefused


def participant(perform: Callable[[Session, Command], None], outbox: Outbox) -> Handler:
    """Run the feature's own operation; answer done, or refused with nothing left behind."""

    def handle(session: Session, envelope: Envelope) -> None:
        reply = _perform(session, envelope)
        outbox.put(
            session,
            REPLIES,
            reply,
            key=envelope.key,
            customer=envelope.customer_id,
            trace=envelope.traceparent,
        )

    def _perform(session: Session, envelope: Envelope) -> Reply:
        try:
            with session.begin_nested():
                perform(session, cast(Command, envelope.message))
        except Refused as refusal:
            return StepRefused(envelope.key, envelope.type, refusal.reason.value)
        return StepDone(envelope.key, envelope.type)

    return handle
