"""The text of an artefact's `entry.py`: alike for every part but for its module and wrappers."""

from collections.abc import Iterable
from string import Template

_ENTRY = Template('''\
"""Starts a replica of this artefact: `granian --factory entry:build`."""

import gc

gc.disable()  # while importing, when nothing is garbage yet: a seventh of a start goes into looking

import ${module}
${imports}
WRAPPERS = (${rows})


def wrap(name, feature):
    """The feature within its wrappers, the last outermost."""
    for wrapped, wrapper in WRAPPERS:
        if wrapped == name:
            feature = wrapper.wrap(name, feature)
    return feature


def build():
    app = ${module}.${factory}(wrap)
    gc.freeze()  # what is there now stays, and need not be looked through again
    gc.enable()
    return app
''')


def entry_text(target: str, wrappers: Iterable[tuple[str, str]]) -> str:
    """`target` is the factory of the part, `package.module:function`; `wrappers` are pairs of
    a feature's name and the module that wraps it, innermost first."""
    module, _, factory = target.partition(":")
    rows = [f'    ("{feature}", {wrapper}),\n' for feature, wrapper in wrappers]
    imports = sorted({f"import {wrapper}\n" for _, wrapper in wrappers})
    return _ENTRY.substitute(
        module=module,
        factory=factory,
        imports="".join(imports),
        rows="".join(["\n", *rows] if rows else []),
    )
