"""First step on a bare machine: refuse clearly what cannot work, then hand over to `install`.

Run by the machine's own Python, which may be an old one: only syntax that Python 3.5 reads.
"""

import os
import sys

OLDEST = (3, 11)


def refusal(version: "tuple[int, ...]", system: str) -> str:
    """The line that says why this Python will not do, or an empty string."""
    if version[:2] < OLDEST:
        return (
            "Cleave needs Python %d.%d or newer, %s is %d.%d: install a newer one, "
            "or name it: make setup PYTHON=/path/to/python3.12"
            % (*OLDEST, sys.executable or "python", version[0], version[1])
        )
    if system == "win32":
        return "Cleave runs on Linux and macOS; on Windows use it inside WSL2."
    try:
        import ensurepip
        import venv
    except ImportError:
        return (
            "This Python has no venv module with pip in it; on Debian or Ubuntu: "
            "apt install python3-venv; elsewhere install Python whole, then run this again."
        )
    del ensurepip, venv
    return ""


def main() -> int:
    """Check this Python, then install what is missing."""
    line = refusal(tuple(sys.version_info[:2]), sys.platform)
    if line:
        sys.stderr.write(line + "\n")
        return 1
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.path[:] = [root] + [p for p in sys.path if os.path.abspath(p) != os.path.dirname(__file__)]
    from experiments.setup.install import main as install

    return install()


if __name__ == "__main__":
    sys.exit(main())
