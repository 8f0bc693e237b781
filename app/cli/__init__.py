"""``maillage …``: what an operator asks of the service from a terminal."""

import sys


def main() -> None:
    """The console script of the project.

    The commands about files alone do without the house, which takes a second to load: a fault is told at once.
    """
    if sys.argv[1:2] == ["criteria"]:
        from app.cli.criteria import app  # noqa: PLC0415 - without the house

        app(sys.argv[2:], prog_name="maillage criteria")
    else:
        from app.cli.commands import app  # noqa: PLC0415 - with the house

        app()
