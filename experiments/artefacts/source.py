"""The source tree as a release sees it: what its changes lay over it comes first."""

from collections.abc import Mapping
from pathlib import Path

from experiments.artefacts.errors import ArtefactError


class Source:
    """Reads files by their path from `root`, with "/" between the names."""

    def __init__(self, root: Path, laid_over: Mapping[str, str]) -> None:
        self._root = root
        self._laid_over = {path: text.encode() for path, text in laid_over.items()}

    @property
    def laid_over(self) -> Mapping[str, bytes]:
        """What the release changes or adds."""
        return self._laid_over

    def read(self, path: str) -> bytes:
        """ArtefactError when there is no such file."""
        if path in self._laid_over:
            return self._laid_over[path]
        try:
            return (self._root / path).read_bytes()
        except OSError as error:
            raise ArtefactError(f"cannot read {self._root / path}: {error.strerror}") from error

    def file_of(self, module: str) -> str | None:
        """The file of a module of ours; None for anybody else's, and for what is no module."""
        path = module.replace(".", "/")
        for file in (f"{path}/__init__.py", f"{path}.py"):
            if file in self._laid_over or (self._root / file).is_file():
                return file
        return None

    def python_in(self, folder: str) -> list[str]:
        """The Python files that stand directly in `folder`, if there is one."""
        found = {f"{folder}/{file.name}" for file in (self._root / folder).glob("*.py")}
        new = {path for path in self._laid_over if path.rpartition("/")[0] == folder}
        return sorted(found | {path for path in new if path.endswith(".py")})
