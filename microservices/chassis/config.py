"""What every service reads from its environment."""

from dataclasses import dataclass, field

from shared_domain.kernel.protections import PROTECTED, Protections
from shared_domain.messages.forms import JSON


@dataclass(frozen=True)
class ServiceConfig:
    """`bus` is the URL of what carries messages (see `transports.py`), `encoding` the form in which
    this service writes them; it reads every form."""

    database_url: str
    pool_size: int
    bus: str
    replica: str
    protections: Protections = field(default=PROTECTED, kw_only=True)
    encoding: str = field(default=JSON, kw_only=True)
