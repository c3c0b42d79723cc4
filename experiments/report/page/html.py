"""What our pages have in common: how a template is filled in, and where the page goes."""

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from experiments.report.page.figures.plain import printable

FILE: Final = "report.html"
TEMPLATES: Final = Path(__file__).parent / "templates"


def fill_in(template: str, *folders: Path, hostile: bool = False, **values: Any) -> str:
    """A template of one of `folders`, or of ours. It may use ours, and must know every value. Where
    texts may be `hostile`, they lose what no page can hold, and what is beyond a sentence."""
    environment = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_plain if hostile else None,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(values)


def write_html(page: str, folder: Path) -> Path:
    """The page's path. An older one stays until this one is whole."""
    draft = folder / f".{FILE}.draft"
    draft.write_text(page, encoding="utf-8")
    return draft.replace(folder / FILE)


def _plain(value: Any) -> Any:
    """Markup is ours and stays."""
    return printable(value) if type(value) is str else value
