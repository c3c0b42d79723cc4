"""Scaling in depth: from one to eight small replicas, what do they serve, and what is in the way?

Read catalogue/scaling_depth.py (what is done), ladder.py (as an experiment), findings.py (what is
made of the figures).
"""
