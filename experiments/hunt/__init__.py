"""Find the bug: ten mistakes, each the same on both arms, and what must be opened to find each.

`make bugs` plants them one after another, lets a customer shop until something is wrong, and has a
scripted procedure look for the feature to blame, which it is not told: with logs, with metrics too,
with traces too. `cleave hunt` plants one for a person.
"""
