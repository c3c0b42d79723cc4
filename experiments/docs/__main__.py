"""`make docs`: put the present outputs into the documents."""

from experiments.docs.blocks import refreshed
from experiments.docs.produce import ROOT, produce

DOCUMENTS = ("README.md", "docs/correctness.md")

if __name__ == "__main__":
    for name in DOCUMENTS:
        path = ROOT / name
        path.write_text(refreshed(path.read_text(encoding="utf-8"), produce), encoding="utf-8")
