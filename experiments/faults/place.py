"""What a fault hits: the feature itself, or something that its part stands on."""

from enum import StrEnum


class Place(StrEnum):
    """Found through the topology from the feature that an experiment names."""

    FEATURE = "feature"
    """The wrapper that a release put around it, in every replica of its part."""
    REPLICA = "replica"
    """One of the part's replicas."""
    DATABASE = "database"
    """The server that the part has to itself."""
    BROKER = "broker"
    """The arm's, where it has one."""
    BUS = "bus"
    """What hands messages over to the feature, where its part has that."""
    CLOCK = "clock"
    """What tells the part's replicas the time."""
    LINK = "link"
    """The network by which another part asks it."""
    OUTSIDE = "outside"
    """The world that both arms ask and neither owns."""
