"""Typer in Swedish: help texts and usage errors hold no English sentence."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Sequence
from typing import Any

from typer import Exit
from typer.core import TyperCommand, TyperGroup

from vb_gen.core.finding import UseError
from vb_gen.core.pattern import regex
from vb_gen.core.period import Period


def _rows(formatter: Any, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)


def _parameter_rows(command: Any, context: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    arguments, options = [], []
    for parameter in command.get_params(context):
        text = getattr(parameter, "help", None) or ""
        if parameter.param_type_name == "argument":
            arguments.append((_name(parameter), text))
        elif "--help" in parameter.opts:
            options.append(("--help", "Visar den här hjälpen."))
        elif not getattr(parameter, "hidden", False):
            names = ", ".join(parameter.opts + parameter.secondary_opts)
            options.append((f"{names} {parameter.metavar}" if parameter.metavar else names, text))
    return arguments, options


def _name(argument: Any) -> str:
    return str(argument.metavar or argument.name).upper()


_REPORT = regex(r"(?:inputs/)?([^/]+)/([^/]+)/?")


class Command(TyperCommand):
    """A command with Swedish help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; an error tells which command it was about."""
        try:
            rest = super().parse_args(ctx, self._parted(ctx, args))
        except Exception as error:
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx  # type: ignore[attr-defined]
            raise
        period, enhet = ctx.params.get("period"), ctx.params.get("enhet")
        if period and enhet and Period.parse(enhet) and not Period.parse(period):
            raise UseError(f"Skriv perioden först: {ctx.command_path} {enhet} {period}")
        return rest

    def _parted(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, where `2024/parknamnden`, as reports are called in what we print, stands for both its parts."""
        given, _, _ = self.make_parser(ctx).parse_args(list(args))
        match = _REPORT.fullmatch(given.get("period") or "")
        if match is None or given.get("enhet") or not any(parameter.name == "enhet" for parameter in self.params):
            return args
        at = next(n for n, arg in enumerate(args) if arg == match.group() and args[n - 1 : n] not in self._with_values())
        return [*args[:at], match[1], match[2], *args[at + 1 :]]

    def _with_values(self) -> list[list[str]]:
        """The options that the next argument belongs to, each as a list of itself."""
        return [[name] for one in self.params for name in one.opts if name.startswith("-") and not getattr(one, "is_flag", False)]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, what it does, arguments and options."""
        arguments, options = _parameter_rows(self, ctx)
        pieces = [
            _name(parameter) if parameter.required else f"[{_name(parameter)}]"
            for parameter in self.get_params(ctx)
            if parameter.param_type_name == "argument"
        ]
        formatter.write_usage(ctx.command_path, " ".join([*pieces, "[FLAGGOR]"]), "Så här skriver du: ")
        formatter.write_paragraph()
        formatter.write_text(self.help or "")
        _rows(formatter, "Argument", arguments)
        _rows(formatter, "Flaggor", options)


class Group(TyperGroup):
    """The program with Swedish help."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,  # noqa: ARG002 - no completion
        standalone_mode: bool = True,  # noqa: ARG002 - never: the caller has the last word
        windows_expand_args: bool = True,  # noqa: ARG002 - no patterns among the arguments
        **extra: Any,
    ) -> Any:
        """Run and give the exit code. Whatever stops the run is raised for the caller to put in words: Typer would
        answer an interrupt with silence and a closed pipe with exit 1."""
        given = list(sys.argv[1:] if args is None else args)
        if given[:1] in (["help"], ["hjälp"]):
            given = [*given[1:2], "--help"]
        try:
            with self.make_context(prog_name or "vb", given, **extra) as context:
                result = self.invoke(context)
        except Exit as left:
            result = left.exit_code
        sys.stdout.flush()
        return result

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, what it is, options and commands."""
        _, options = _parameter_rows(self, ctx)
        formatter.write_usage(ctx.command_path, "[FLAGGOR] KOMMANDO …", "Så här skriver du: ")
        formatter.write_paragraph()
        formatter.write_text(self.help or "")
        commands = [(name, command.get_short_help_str(90)) for name, command in self.commands.items() if not command.hidden]
        _rows(formatter, "Kommandon", commands)
        _rows(formatter, "Flaggor", options)


_MESSAGES = (
    (r"No such command '?([^'.]+)", "Kommandot ”{0}” finns inte."),
    (r"No such option: ?(\S+)", "Flaggan {0} finns inte."),
    (r"Missing argument '?([^'.]+)", "Det saknas ett värde: {0}."),
    (r"Missing option '?([^'.]+)", "Flaggan {0} måste anges."),
    (r"Missing command", "Det saknas ett kommando."),
    (r"unexpected extra arguments?(?:\(s\))? \((.+)\)", "Det står för mycket: {0}."),
    (r"Invalid value for '?([^':]+)", "Värdet för {0} går inte att använda."),
    (r"Option '?([^' ]+)'? requires (?:an|\d+) arguments?", "Flaggan {0} ska följas av ett värde."),
    (r"Option '?([^' ]+)'? does not take a value", "Flaggan {0} ska inte följas av något värde."),
)


def explain_usage(error: Any) -> str:
    """What was wrong with how the command was written, in Swedish, and where to find help."""
    said = str(error.format_message() if hasattr(error, "format_message") else error)
    text = "Kommandot går inte att tolka."
    for pattern, swedish in _MESSAGES:
        if match := re.search(pattern, said):
            text = swedish.format(*(group.upper() if "Missing argument" in pattern else group for group in match.groups()))
            break
    context = getattr(error, "ctx", None)
    near = getattr(error, "possibilities", None)
    if (unknown := re.search(_MESSAGES[0][0], said)) and context is not None:
        near = difflib.get_close_matches(unknown.group(1), context.command.commands, 1)
    if near:
        text += f" Menade du {near[0]}?"
    name = context.command_path if context is not None else "vb"
    return f"{text}\nHjälp: {name} --help"
