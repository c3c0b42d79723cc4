"""`python -m experiments.cli`."""

import sys

from experiments.cli.app import app
from experiments.cli.edge import run

if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:]))
