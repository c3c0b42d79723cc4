"""The comparison: balanced pairs of visits, each watched, checked and kept in a run's folder.

Read it in this order: plan.py (who visits whom and when), comparison.py (the whole run),
visit.py (one arm under load), figures.py (what is measured), sentinels.py (what makes a visit
invalid), ../run_folder (what is kept).
"""
