"""Jinja with less work a value: the same templates, the same output, in a third of the time. Knows no page.

What is printed is escaped to a plain string (it is joined at once), and what is called is called at once unless it wants to know
the context. A text of the interface, `_("…")`, becomes that of the language when its template is compiled, so it costs nothing.
Pieces are gathered in lists; where that fails, the template is filled once more as jinja would, which can say what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from functools import partial
from itertools import zip_longest
from keyword import iskeyword
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType
from typing import Any, TypeVar, cast

import jinja2
import markupsafe
from jinja2 import Environment, FileSystemBytecodeCache, Template, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import BlockReference, Context, Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from archivegen.render.gathered import gathered
from archivegen.render.links import Links
from archivegen.words import ENGLISH, Words

REVISION = "7"
"""Of the code that templates become: another one is not taken from a cache."""
PLAIN = frozenset(
    "_ pgettext ngettext linked days count_of folder_name kinds_name in_period href static named lang_of".split()
)
"""Functions that templates call by these names, which want to know nothing of the context: so do those of `filled`."""
FIELD = re.compile(r"\{(\w+)\}")
"""In a text of the interface: the name of a value, in whose place it comes."""
_MACROS = "macros.html"
_Whole = TypeVar("_Whole", str, bytes)
_AS_THEY_ARE = frozenset((FunctionType, MethodType, BuiltinFunctionType, Macro, BlockReference, Links, type))


def _escaped(text: str) -> str:
    return str(markupsafe.escape(text))


_escape: Callable[[str], str] = getattr(
    markupsafe, "_escape_inner", _escaped
)  # without the type that says that it is done


def html(value: Any) -> str:
    """*value* as HTML text."""
    kind = type(value)
    if kind is str:
        return _escape(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return str(value)
    return str(markupsafe.escape(value))


ready: Callable[[str], Markup] = partial(str.__new__, Markup)
"""HTML as Markup(…) has it, without the question whether it was Markup before, which costs three times as much."""


def or_else(macro: Callable[..., str], exact: Callable[[], Callable[..., str]]) -> Callable[..., str]:
    """*macro*; where it fails, what *exact* gives is asked, which can say why."""

    def called(*args: Any, **kwargs: Any) -> str:
        try:
            return macro(*args, **kwargs)
        except Exception:  # see QuickTemplate.filled
            return exact()(*args, **kwargs)

    return called


def _utf8(pieces: Iterable[str]) -> bytes:
    """*pieces* one by one: a letter beyond Latin-1 in one would make all the others twice as wide on the way."""
    pieces = list(pieces)
    try:
        return b"".join([piece.encode() for piece in pieces])
    except UnicodeEncodeError:  # half a letter, which no file can hold
        return "".join(pieces).encode("utf-8", "replace")


def _straight(macro: Macro, *args: Any) -> str:
    """What *macro* makes of positional arguments, without what it looks for in case there were others."""
    left = macro._argument_count - len(args)
    is_plain = not (macro.caller or macro.explicit_caller or macro.catch_kwargs or macro.catch_varargs)
    if left >= 0 and is_plain and macro._default_autoescape:
        return ready(macro._func(*args, *(missing,) * left))
    return macro(*args)


class QuickContext(Context):
    def callee(self, called: Any) -> Any:
        """What to call with the arguments of a template."""
        if type(called) is Macro:
            return partial(_straight, called)
        if type(called) in _AS_THEY_ARE and not hasattr(called, "jinja_pass_arg"):
            return called
        return partial(self.call, called)

    def resolve_or_missing(self, key: str, default: Any = missing) -> Any:
        """As jinja's; gathered code gives the *default*."""
        return super().resolve_or_missing(key)


class QuickGenerator(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.html(")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - jinja's name
        is_plain = isinstance(node.node, nodes.Name) and node.node.name in PLAIN
        if (
            forward_caller
            or node.dyn_args
            or node.dyn_kwargs
            or (node.kwargs and not is_plain)
            or any(iskeyword(one.key) for one in node.kwargs)
        ):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("" if is_plain else "context.callee(")
        self.visit(node.node, frame)
        self.write("(" if is_plain else ")(")
        for number, argument in enumerate((*node.args, *node.kwargs)):
            self.write(", " if number else "")
            self.visit(argument, frame)
        self.write(")")

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802 - jinja's name
        """As jinja's; what a site's own macros.html takes from the built-in one, others can import from it."""
        super().visit_FromImport(node, frame)
        if frame.toplevel and self.name == _MACROS:
            names = sorted(name if isinstance(name, str) else name[1] for name in node.names)
            self.writeline(f"context.exported_vars.update({names!r})")


class _Values:
    """All that a template asks of its context, if it asks for values alone."""

    __slots__ = ("resolve_or_missing",)

    def __init__(self, given: dict[str, Any]) -> None:
        self.resolve_or_missing = given.get


class QuickTemplate(Template):
    _asks_for_more = False
    """Whether it was found to ask its context for more than values."""

    def filled(self, values: dict[str, Any]) -> str:
        """As render, with less work; *values* stay as they are."""
        return self._joined(values, "".join)

    def piece(self, values: dict[str, Any]) -> str:
        """The same, without a context of its own if it can do without: for what is filled many times a page."""
        if not self._asks_for_more:
            try:
                return "".join(self.root_render_func(_Values({**self.globals, **values})))  # type: ignore[arg-type]
            except Exception:  # see _joined
                self._asks_for_more = True
        return self.filled(values)

    def encoded(self, values: dict[str, Any]) -> bytes:
        """The same as UTF-8."""
        return self._joined(values, _utf8)

    def _joined(self, values: dict[str, Any], join: Callable[[Iterable[str]], _Whole]) -> _Whole:
        environment = cast(QuickEnvironment, self.environment)
        if environment.is_exact:
            return join((super().render(values),))
        given = {**self.globals, **values}
        context = environment.context_class(environment, given, self.name, self.blocks)
        context.vars = given  # so that there is one place to look
        context.resolve_or_missing = given.get  # type: ignore[method-assign, assignment]
        try:
            return join(self.root_render_func(context))
        except Exception:  # a template is a program: it may fail, or ask for what is found in another way
            return environment.exact().get_template(self.name)._joined(values, join)
        finally:
            given.clear()  # a template's own macro stands in it and holds it: a circle, and nobody looks for these meanwhile

    def render(self, *args: Any, **kwargs: Any) -> str:
        return self.filled(dict(*args, **kwargs))

    def make_module(
        self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None
    ) -> TemplateModule:
        """As jinja's; its macros, too, find names in one place."""
        context = self.new_context(vars, shared, locals)
        if not cast(QuickEnvironment, self.environment).is_exact:
            context.vars = context.get_all()
            context.resolve_or_missing = context.vars.get  # type: ignore[method-assign, assignment]
        return TemplateModule(self, context)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """What a template imports, made once: here no template has globals of its own, which jinja looks for each time."""
        if self._module is None:
            self._module = self.make_module()
        return self._module


class _Saying(NodeTransformer):
    """Puts what the language says in the place of each text that a template gives to `_` or `pgettext`.

    What is said with values, and printed, becomes text of the template with the values between.
    """

    def __init__(self, say: Words) -> None:
        self._by_name: dict[str, Callable[..., str]] = {"_": say, "pgettext": say.within}

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - jinja's name
        self.generic_visit(node)
        said = None if node.kwargs else self._said(node)
        if said is None:
            return node
        return nodes.Const(said, lineno=node.lineno, environment=node.environment)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - jinja's name
        node.nodes = [piece for child in node.nodes for piece in self._pieces(child)]
        return self.generic_visit(node)

    def visit_ScopedEvalContextModifier(self, node: nodes.Node) -> nodes.Node:  # noqa: N802 - jinja's name
        """As it is: where nothing is escaped, what is said still is."""
        return node

    def _pieces(self, printed: nodes.Expr) -> list[nodes.Expr]:
        """What is printed for *printed*, one after another."""
        if not (isinstance(printed, nodes.Call) and isinstance(printed.node, nodes.Name) and printed.node.name == "_"):
            return [printed]
        said, values = self._said(printed), {one.key: one.value for one in printed.kwargs}
        if said is None or not values or not values.keys() >= set(FIELD.findall(said)):
            return [printed]
        texts_and_names = FIELD.split(said)
        made: list[nodes.Expr] = []
        for text, name in zip_longest(texts_and_names[::2], texts_and_names[1::2]):
            made.append(nodes.TemplateData(_escaped(text), lineno=printed.lineno, environment=printed.environment))
            made += [values[name]] if name else []
        return made

    def _said(self, node: nodes.Call) -> str | None:
        """What is said for the texts that *node* gives; None if it is another call, or they are not known yet."""
        told = self._by_name.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        texts = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        if told is None or node.dyn_args or node.dyn_kwargs or not texts or len(texts) < len(node.args):
            return None
        return told(*texts)


class QuickCache(FileSystemBytecodeCache):
    """Compiled templates in a folder, which sites of several languages may share; those of another revision are made anew."""

    def __init__(self, folder: Path, words_digest: str) -> None:
        super().__init__(str(folder), f"%s-{words_digest[:8]}.cache")
        self._salt = f"{REVISION} {jinja2.__version__} {words_digest}\n"

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(self._salt + source)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it where that can be done: a full disk, or a machine that has no such folder, costs a second compilation."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


class QuickEnvironment(Environment):
    code_generator_class = QuickGenerator
    context_class = QuickContext
    template_class = QuickTemplate
    html = staticmethod(html)

    def __init__(self, say: Words = ENGLISH, **options: Any) -> None:
        super().__init__(**options)
        self._say = say
        self._loaded: dict[str, QuickTemplate] = {}
        self.is_exact = False
        """Whether templates are compiled as jinja does."""
        self._exact: QuickEnvironment | None = None

    def exact(self) -> QuickEnvironment:
        """The same, with templates compiled as jinja does."""
        if self._exact is None:
            self._exact = self.overlay(bytecode_cache=None)
            self._exact._loaded = {}
            self._exact.is_exact = True
        return self._exact

    def _compile(self, source: str, filename: str) -> CodeType:
        return compile(source if self.is_exact else gathered(source), filename, "exec")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template with each `_("…")` that needs no values said already."""
        tree = super()._parse(source, name, filename)
        _Saying(self._say).visit(tree)
        return tree

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own for all templates, not layers that are looked through key by key on every page."""
        return {**self.globals, **d} if d else self.globals

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> QuickTemplate:
        """As it was loaded: sources do not change while they are in use."""
        found = self._loaded.get(name) if type(name) is str and globals is None else None
        if found is None:
            found = cast(QuickTemplate, super().get_template(name, parent, globals))
            if type(name) is str and globals is None:
                self._loaded[name] = found
        return found
