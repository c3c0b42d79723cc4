"""What a study tells when it is made: kept where somebody wants it, shown, and in an exit code."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.text import Text

from experiments.report.documents import print_json
from experiments.report.screen import output

TABLE = "table.txt"


@dataclass(frozen=True)
class Told:
    """`document` has "problems", and `file` is what it is called; `lines` are its table."""

    document: Mapping[str, Any]
    file: str
    lines: Iterable[Text]
    page: Path

    def tell(self, as_json: bool, keep: Path | None) -> int:
        """1 where there are problems. `keep` is a folder for data and table, made if need be."""
        lines = list(self.lines)
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / self.file).write_text(json.dumps(self.document, indent=2) + "\n", "utf-8")
            table = "".join(f"{line.plain.rstrip()}\n" for line in lines)
            (keep / TABLE).write_text(table, "utf-8")
        if as_json:
            print_json({**self.document, "folder": str(self.page.parent)})
        else:
            for line in (*lines, Text(f"Report: {self.page}")):
                output().print(line, soft_wrap=True)
        return 1 if self.document["problems"] else 0
