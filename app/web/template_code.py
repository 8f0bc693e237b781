"""How the code of a page writes a value: escaped as MarkupSafe does, without making an object of each.

``markupsafe.escape`` gives a ``Markup`` for every value, which takes ten times as long as looking for the five signs;
a list of 250 lines writes three thousand values, and the code that Jinja makes only joins them.
"""

import re
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_signs = re.compile("[&<>'\"]").search


def written(value: Any) -> str:
    """The value as a page writes it: what ``str(escape(value))`` gives."""
    kind = type(value)
    if kind is str:
        return value if _signs(value) is None else str(escape(value))
    if kind is int or kind is float:
        return str(value)
    return value if kind is Markup else str(escape(value))


class PageCode(CodeGenerator):
    """Jinja's code, whose outputs are ``written``."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        self.writeline(f"from {__name__} import {written.__name__}")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"{written.__name__}(")
