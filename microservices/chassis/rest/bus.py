"""The bus over HTTP: see the package's own words."""

from collections.abc import Sequence

from microservices.chassis.rest.publisher import Call, RestPublisher
from microservices.chassis.rest.subscription import MailboxSubscription
from microservices.chassis.topics import Readers, readers_of


class RestBus:
    """`url` leads to the others, `database_url` to the service's own mailbox."""

    def __init__(self, url: str, database_url: str, readers: Readers = readers_of) -> None:
        self._url = url
        self._database_url = database_url
        self._readers = readers
        self._taken: set[Call] = set()

    def publisher(self) -> RestPublisher:
        return RestPublisher(self._url, self._readers, self._taken)

    def subscribe(self, topics: Sequence[str]) -> MailboxSubscription:
        return MailboxSubscription(self._database_url, topics)
