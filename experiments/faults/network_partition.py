"""The network between two features takes what is sent and delivers nothing."""

from experiments.faults.fault import Fault
from experiments.faults.network import between


def network_partition(caller: str, feature: str) -> Fault:
    """Each request waits until whoever sent it gives up."""
    return between("network partition", caller, feature, cut="silence")
