"""The pilot: before the visits, how many replicas does each arm need to hold each load?

Its loads are never scored. Read need.py (what is asked), search.py (how it is found) and
pilot.py (who asks the arms).
"""
