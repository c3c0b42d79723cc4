"""The rules of this code base that no ordinary linter knows, each with a test that breaks it.

Import rules stand in pyproject.toml under [tool.importlinter]; `kept_within` adds the one kind
that import-linter lacks, `habits` reads source files for the rest.
"""
