"""Rules by which a host answers old addresses itself, in the format of each. Pure.

The HTML page at an old address works on every host; a rule gives the right status to search engines, and needs no page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, urlsplit

from archivegen import urls
from archivegen.config import Site
from archivegen.feed_views import Moved
from archivegen.model import Page
from archivegen.render.bodies import Bodies

_SAFE = "/~-._"


class _Paths:
    """Paths as a host sees them: below that of the site's own address."""

    def __init__(self, site: Site) -> None:
        self.base = urlsplit(site.base_url).path.rstrip("/") + "/"

    def decoded(self, path: str) -> str:
        return self.base + path

    def asked(self, path: str) -> str:
        return quote(self.decoded(path), safe=_SAFE)

    def target(self, path: str) -> str:
        page = urls.absolute("", path)  # a folder's index is the folder
        return self.base + quote(page.lstrip("/"), safe=_SAFE + "%")


def render_cloudflare(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    """One line an address; a folder's with and without its slash, which are two addresses to this host."""
    moved: Moved = page.view
    paths = _Paths(site)
    lines = [
        f"{paths.asked(form)} {paths.target(rule.target)} 301"
        for rule in moved.rules
        if not rule.query  # rules for queries do not exist there
        for form in rule.forms()
    ]
    return _joined("# Old addresses, for Cloudflare Pages and GitLab Pages", lines)


def render_netlify(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    """ "!" takes the rule even where there is a file; rules for queries come first, as the first that fits is taken."""
    moved: Moved = page.view
    paths = _Paths(site)
    ordered = sorted(moved.rules, key=lambda rule: not rule.query)
    lines = [
        " ".join((paths.asked(rule.forms()[0]), *_pairs(rule.query), paths.target(rule.target), "301!"))
        for rule in ordered
    ]
    lines += [f"{paths.asked(path)} {paths.asked(path)} 410!" for path in moved.gone]
    return _joined("# Old addresses, for Netlify", lines)


def _pairs(query: str) -> list[str]:
    return query.split("&") if query else []


def render_apache(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    moved: Moved = page.view
    paths = _Paths(site)
    plain = [rule for rule in moved.rules if not rule.query]
    asked = [rule for rule in moved.rules if rule.query]
    lines = ["<IfModule mod_alias.c>"]
    for rule in plain:
        folder = rule.path.removesuffix("/index.html")
        pattern = _exactly(paths.decoded(folder), r"/?(?:index\.html)?" if folder != rule.path else "")
        lines.append(f'RedirectMatch 301 "{pattern}" "{paths.target(rule.target)}"')
    lines += [f'RedirectMatch 410 "{_exactly(paths.decoded(path))}"' for path in moved.gone]
    lines.append("</IfModule>")
    if moved.gone:
        lines.append(f"ErrorDocument 410 {paths.asked('410.html')}")
    if asked:
        lines += ["<IfModule mod_rewrite.c>", "RewriteEngine On"]
        for rule in asked:
            query = _quoted(re.escape(rule.query))
            lines.append(f'RewriteCond "%{{QUERY_STRING}}" "(?:^|&){query}(?:&|$)"')
            target = paths.target(rule.target).replace("%", "\\%")  # "%2" would be what the condition matched
            lines.append(f'RewriteRule "{_exactly(rule.path)}" "{target}?" [R=301,NE,L]')
        lines.append("</IfModule>")
    return _joined("# Old addresses, for Apache (AllowOverride FileInfo)", lines)


def _exactly(path: str, more: str = "") -> str:
    return f"^{_quoted(re.escape(path))}{more}$"


def _quoted(text: str) -> str:
    return text.replace('"', '\\"')


def render_nginx(page: Page, *, site: Site, bodies: Bodies) -> bytes:
    moved: Moved = page.view
    lines = list(_nginx(moved, _Paths(site)))
    head = """\
# Old addresses, for nginx. In the http block:   include /path/to/this/redirects.nginx;
# and in the server block:   error_page 410 /410.html;
#                            if ($archivegen_moved) { return 301 $archivegen_moved; }
#                            if ($archivegen_gone) { return 410; }
# Where nginx asks for it, write   map_hash_bucket_size 1024;   before the include."""
    return _joined(head, lines)


def _nginx(moved: Moved, paths: _Paths) -> Iterator[str]:
    yield "map $uri $archivegen_moved_path {"
    yield '  default "";'
    for rule in moved.rules:
        for form in rule.forms() if not rule.query else ():
            yield f'  "{_escaped(paths.decoded(form))}" "{paths.target(rule.target)}";'
    yield "}"
    yield "map $uri$is_args$args $archivegen_moved {"
    yield "  default $archivegen_moved_path;"
    for rule in moved.rules:
        if rule.query:
            yield f'  "{_escaped(paths.decoded(rule.path))}?{_escaped(rule.query)}" "{paths.target(rule.target)}";'
    yield "}"
    yield "map $uri $archivegen_gone {"
    yield '  default "";'
    for path in moved.gone:
        yield f'  "{_escaped(paths.decoded(path))}" 1;'
    yield "}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _joined(head: str, lines: list[str]) -> bytes:
    return "\n".join((head, *lines, "")).encode("utf-8", "replace")


REDIRECT_RENDERERS: Mapping[str, Callable[..., bytes]] = {
    "redirects.cloudflare": render_cloudflare,
    "redirects.netlify": render_netlify,
    "redirects.apache": render_apache,
    "redirects.nginx": render_nginx,
}
