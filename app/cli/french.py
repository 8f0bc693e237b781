"""A command line that speaks French throughout: its help and its refusals, where Typer has its own in English.

The only place that knows how Typer says things: the help is laid out here, and each refusal is worded by its kind.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn, Protocol, cast

import typer

# Typer offers its commands for subclassing; the kinds of its refusals have no public name.
from typer._click import exceptions as refusals
from typer.core import TyperCommand, TyperGroup

from app.words.command import line as words


class Shown(Protocol):
    """What is shown of an option or of an argument, which Typer keeps under these names."""

    name: str
    opts: list[str]
    help: str | None
    default: object
    required: bool
    is_flag: bool
    param_type_name: str
    type_descriptor: Any


class FrenchCommand(TyperCommand):
    """A command that lays its help out in French, and says what is left over of its line."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Its usage, what it does, its arguments, its options."""
        _usage(self, ctx, formatter)
        params = _shown(self, ctx)
        arguments = [one for one in params if one.param_type_name == "argument"]
        _rows(formatter, words.ARGUMENTS, [(_where(one), one.help or "") for one in arguments])
        _options(formatter, [one for one in params if one not in arguments])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the line. Refuse what is left over."""
        ctx.allow_extra_args = True
        left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            ctx.fail(words.too_many(left))
        return left


class FrenchGroup(TyperGroup):
    """A group that lays its help out in French, and tells every refusal of its commands in French."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Its usage, what it is about, its commands."""
        _usage(self, ctx, formatter)
        _rows(formatter, words.COMMANDS, [(name, one.help or "") for name, one in self.commands.items()])
        _options(formatter, _shown(self, ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the line names. Refuse one that does not exist."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            ctx.fail(words.unknown_command(args[0], self.commands))
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the line; what refuses it is told and ends the program with its status."""
        try:
            status = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except refusals.ClickException as refused:
            if not standalone_mode:
                raise
            _refuse(refused)
        except typer.Abort:
            typer.echo(words.STOPPED, err=True)
            sys.exit(1)
        return sys.exit(status) if standalone_mode else status


def commands(about: str, name: str | None = None) -> typer.Typer:
    """A group of commands; each of them is added by its name with `cls=FrenchCommand`."""
    return typer.Typer(
        name=name,
        help=about,
        cls=FrenchGroup,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )


def _shown(command: TyperCommand | TyperGroup, ctx: Any) -> list[Shown]:
    return [cast(Shown, one) for one in command.get_params(ctx)]


def _usage(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    arguments = [_where(one) for one in _shown(command, ctx) if one.param_type_name == "argument"]
    after = [words.GROUP_USAGE] if isinstance(command, TyperGroup) else arguments
    formatter.write_usage(ctx.command_path, " ".join([words.OPTIONS_USAGE, *after]), words.USAGE)
    formatter.write_paragraph()
    formatter.write_text(command.help or "")


def _rows(formatter: Any, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(f"{heading}\u00a0"):
            formatter.write_dl(list(rows))


def _options(formatter: Any, options: Sequence[Shown]) -> None:
    _rows(formatter, words.OPTIONS, [(_option(one), " ".join(_told(one))) for one in options])


def _option(option: Shown) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {_metavar(option)}"


def _told(option: Shown) -> Iterator[str]:
    yield words.HELP if option.name == "help" else option.help or ""
    about = option.type_descriptor.parameter_info
    if bounds := words.bounds(about.min, about.max):
        yield f"[{bounds}]"
    if option.required:
        yield f"[{words.REQUIRED}]"
    elif not option.is_flag and option.default not in (None, ""):
        yield f"[{words.by_default(option.default)}]"


def _metavar(param: Shown) -> str:
    return "|".join(_choices(param)) or words.METAVARS.get(_kind(param), "")


def _choices(param: Shown) -> list[str]:
    return [str(getattr(one, "value", one)) for one in param.type_descriptor.choices or ()]


def _kind(param: Shown) -> str:
    return str(getattr(param.type_descriptor.annotation, "__name__", ""))


def _expected(param: Shown) -> str:
    about = param.type_descriptor.parameter_info
    return words.expected(_kind(param), about.min, about.max, _choices(param))


def _where(param: Shown) -> str:
    return words.NAMES.get(param.name, param.name) if param.param_type_name == "argument" else param.opts[0]


def _refuse(refused: refusals.ClickException) -> NoReturn:
    """Tell why a line cannot be run, and end."""
    ctx = getattr(refused, "ctx", None)
    typer.echo(_sentence(refused), err=True)
    if ctx is not None and not isinstance(refused, refusals.NoArgsIsHelpError):
        typer.echo(words.see_help(ctx.command_path), err=True)
    sys.exit(refused.exit_code)


def _sentence(refused: refusals.ClickException) -> str:
    match refused:
        case refusals.MissingParameter(param=param) if param is not None:
            return words.missing(_where(cast(Shown, param)), _expected(cast(Shown, param)))
        case refusals.BadParameter(param=param) if param is not None:
            return words.wrong(_where(cast(Shown, param)), _expected(cast(Shown, param)))
        case refusals.NoSuchOption(option_name=name, possibilities=known):
            return words.unknown_option(name, known or ())
        case refusals.BadOptionUsage(option_name=name):
            return words.valueless(name) if "requires" in refused.message else words.no_value(name)
    return refused.message
