"""Text from files, made fit for one line of a terminal: it may hold anything, and much of it."""

from rich.cells import cell_len, set_cell_size

CUT, CUT_ASCII = "…", "~"


def plain(text: str) -> str:
    """Without what a terminal would obey: line breaks, escapes and other control characters."""
    return "".join(one if one.isprintable() else " " for one in text)


def fitted(text: str, width: int, cut: str = CUT) -> str:
    """Exactly `width` columns: filled up with spaces, or cut with a mark that says so."""
    text = plain(text)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, max(0, width - len(cut))) + cut[:width]
