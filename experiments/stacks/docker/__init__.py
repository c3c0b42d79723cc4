"""An arm in containers of a Docker engine on this machine, behind the protocol of all stacks."""
