"""Guided lessons: predict, run, explain, check.

A guide is content in a folder of its own; all logic is shared, so that another guide is only
another folder.
"""
