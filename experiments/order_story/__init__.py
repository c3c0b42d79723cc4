"""The first lesson: one order, followed through an arm from the outside and from the inside.

`customer.py` places it and looks at it as a client would; `trail.py` finds what it left in the
tables; `story.py` does both on any arm. What is shown of it: `experiments/report/order_story.py`.
"""
