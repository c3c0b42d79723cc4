"""What a cell of the matrix is called: by the matrix, its fault and its feature."""

NAME = "blast-radius"


def name_of(fault: str, feature: str) -> str:
    return f"{NAME}-{fault}-{feature}"


def parts_of(name: str) -> tuple[str, str]:
    """Its fault and its feature."""
    fault, _, feature = name.removeprefix(f"{NAME}-").rpartition("-")
    return fault, feature
