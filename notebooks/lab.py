"""What every notebook here begins with: the lab's plots, wherever Jupyter was started."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from experiments import plots

__all__ = ("plots",)
