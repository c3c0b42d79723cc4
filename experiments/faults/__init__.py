"""Makes a feature, or what it stands on, fail from outside, and proves that it really did.

One file per fault makes the data; `catalogue` names them and `target` finds what each hits on an
arm. A release puts sleeping wrappers around features (`switchable`), which the stack's switches
wake; `method/injector.py` does the rest. `prove` holds what was logged and seen against the fault.
"""
