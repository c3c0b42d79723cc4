"""report.html: what a run's folder says, as one page that needs nothing else.

reading/ takes the folder apart and refuses one that was edited or cut short, figures/ draws,
sections/ chooses what is said, templates/ says it. Nothing here measures or judges anew: what a
page shows is what the run wrote, held against what follows from its raw data.
"""
