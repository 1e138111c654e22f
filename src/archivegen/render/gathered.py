"""The Python code that jinja writes of a template, made to gather its pieces in lists: source → syntax tree. Knows no page.

Jinja's own yields each piece through a generator for every template that extends another. Of an attribute, this code takes for
granted that it is there; where anything fails, the template is to be asked again as jinja compiles it, which can say what is wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

_LIST = "gathered"
_HTML = "html_of"
_START = f"""\
{_LIST} = []
{_HTML} = environment.html
"""


def gathered(source: str) -> ast.Module:
    """*source* as a tree in which root and blocks return a list of pieces, as they would have yielded them.

    Lines keep their numbers, by which errors find their way to the template.
    """
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and _is_rewritable(node):
            _rewrite(node)
    return ast.fix_missing_locations(tree)


def _is_rewritable(function: ast.FunctionDef) -> bool:
    """Whether *function* yields, and is left at its end only."""
    own = list(_own(function.body))
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own) and not any(
        isinstance(node, ast.Return) for node in own
    )


def _own(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """All nodes below *body* that are not of another function."""
    for node in body:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            yield from _own(list(ast.iter_child_nodes(node)))


def _rewrite(function: ast.FunctionDef) -> None:
    quick = _Quick()
    body = [quick.visit(statement) for statement in function.body]
    function.body = [*ast.parse(_START).body, *_joined(body), ast.Return(ast.Name(_LIST, ast.Load()))]


def _joined(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """*body*, its yields put into the list; what is yielded one after another, as one piece."""
    made: list[ast.stmt] = []
    pieces: list[ast.expr] = []

    def put() -> None:
        if pieces:
            made.append(_append(_as_one(pieces), pieces[0]))
            pieces.clear()

    for statement in body:
        value = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(value, ast.Yield) and value.value is not None:
            pieces.append(value.value)
            continue
        if _is_idle(statement):
            continue
        put()
        if isinstance(value, ast.YieldFrom):
            made.append(_extend(value.value, value))
        else:
            _join_below(statement)
            made.append(statement)
    put()
    return made or [ast.Pass()]


def _is_idle(statement: ast.stmt) -> bool:
    """`pass`, and `if 0: yield None`, which makes a generator of a function without pieces."""
    if isinstance(statement, ast.If) and isinstance(statement.test, ast.Constant):
        return not (statement.test.value or statement.orelse)
    return isinstance(statement, ast.Pass)


def _join_below(statement: ast.stmt) -> None:
    if isinstance(statement, ast.FunctionDef):  # a macro gathers its own pieces
        return
    for name in ("body", "orelse", "finalbody"):
        below = getattr(statement, name, None)
        if below:
            setattr(statement, name, _joined(below))
    for handler in getattr(statement, "handlers", ()):
        handler.body = _joined(handler.body)


def _as_one(pieces: Sequence[ast.expr]) -> ast.expr:
    """What *pieces* make together, as an f-string does: at once, and few pieces are left to join."""
    if len(pieces) == 1:
        return pieces[0]
    return ast.JoinedStr([piece if isinstance(piece, ast.Constant) else _formatted(piece) for piece in pieces])


def _formatted(piece: ast.expr) -> ast.expr:
    return ast.copy_location(ast.FormattedValue(piece, -1, None), piece)


def _append(piece: ast.expr, place: ast.AST) -> ast.stmt:
    append = ast.Attribute(ast.Name(_LIST, ast.Load()), "append", ast.Load())
    return ast.copy_location(ast.Expr(ast.Call(append, [piece], [])), place)


def _extend(pieces: ast.expr, place: ast.AST) -> ast.stmt:
    return ast.copy_location(ast.AugAssign(ast.Name(_LIST, ast.Store()), ast.Add(), pieces), place)


class _Quick(ast.NodeTransformer):
    """Puts plain Python in the place of what asks the environment."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        called = node.func
        if isinstance(called, ast.Name) and called.id == "resolve" and len(node.args) == 1:
            node.args.append(ast.Name("missing", ast.Load()))
        if not (isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name)):
            return node
        if called.value.id != "environment":
            return node
        if called.attr == "html":
            node.func = ast.copy_location(ast.Name(_HTML, ast.Load()), called)
        elif called.attr == "getattr" and len(node.args) == 2:
            value, name = node.args
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                return ast.copy_location(ast.Attribute(_there(value), name.value, ast.Load()), node)
        return node


def _there(value: ast.expr) -> ast.expr:
    """*value* without the question whether it is missing: if it is, it has no attribute either."""
    if isinstance(value, ast.IfExp) and isinstance(value.test, ast.Compare) and isinstance(value.test.ops[0], ast.Is):
        other = value.test.comparators[0]
        if isinstance(other, ast.Name) and other.id == "missing":
            return value.orelse
    return value
