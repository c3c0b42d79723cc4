"""Makes a feature fail from outside, in both arms alike, and proves that it really did.

A release puts a sleeping wrapper around the feature (`switchable`); the stack's switch wakes it
(`stack.switch(fault.feature, fault.setting)`), and `prove` holds what was logged and what clients
saw against it. One file per fault.
"""
