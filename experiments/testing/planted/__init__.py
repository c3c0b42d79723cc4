"""Mutants of the MemoryShop. Each breaks the contract in one way, and a sentence must notice.

One module for each module of sentences, with the same name; its `MUTANTS` say which sentence
notices what. `builders.py` has what they are made with, `table.py` all of them.
"""
