"""The comparison: balanced pairs of visits, each watched, checked and kept in a run's folder.

Read it in this order: plan.py (who visits whom and when), comparison.py (the whole run),
visit.py (one arm under load), result.py (what came of it), verdicts.py (what that says of the
claims). Below it stand pilot/ (what each arm needs), trials/ (one experiment on one arm) and
run_folder/ (what is kept).
"""
