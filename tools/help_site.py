"""Builds the help pages: docs/*.md → src/desirepath/web/help, served by the app under /help/.

    python tools/help_site.py [FOLDER]

A new Markdown file appears by itself: its folder is its section, its first heading its name. Links
between pages are checked, and nothing is loaded from elsewhere. Needs markdown-it-py, nothing of
Desirepath installed: hatch_build.py runs it for every wheel.
"""

import html
import importlib.util
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
THEME = DOCS / "_theme"
FONTS = ROOT / "src" / "desirepath" / "exports" / "_page"
TARGET = ROOT / "src" / "desirepath" / "web" / "help"
SECTIONS = {
    "": "Start",
    "how-to": "How to",
    "explanation": "How it works",
    "reference": "Reference",
    "adr": "Decisions",
}
FIRST = ("README.md", "getting-started.md", "how-to/your-own-data.md", "reference/analyses.md")
"""Pages that stand before the others of their section; those are in the order of their names."""
PICTURES = {".png", ".svg", ".jpg"}


@dataclass
class Page:
    """One Markdown file: `source` relative to docs/, and what was read out of it."""

    source: str
    tokens: list[Token]
    title: str = ""
    headings: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return where it stands in the site."""
        stem = self.source.removesuffix(".md")
        return ("index" if stem == "README" else stem.removesuffix("/README")) + (
            "/index.html" if stem.endswith("/README") else ".html"
        )

    @property
    def section(self) -> str:
        """Return the folder that it belongs to."""
        first = self.source.partition("/")[0]
        return first if "/" in self.source else ""


def build(target: Path = TARGET) -> list[str]:
    """Write the site into `target`, which is emptied; return the addresses of its pages."""
    pages = read()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    tokens = tokens_of_the_app()
    (target / "help.css").write_text(
        tokens.style() + "\n" + (THEME / "help.css").read_text(encoding="utf-8"), encoding="utf-8"
    )
    shutil.copy(THEME / "help.js", target)
    shutil.copy(ROOT / "frontend" / "public" / "logo.svg", target)
    for font in FONTS.glob("inter-latin-*.woff2"):
        shutil.copy(font, target)
    for picture in sorted(DOCS.rglob("*")):
        if picture.suffix in PICTURES:
            copy = target / picture.relative_to(DOCS)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(picture, copy)
    words = []
    template = (THEME / "page.html").read_text(encoding="utf-8")
    for page in pages:
        file = target / page.address
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(whole(page, pages, template), encoding="utf-8")
        words += searchable(page)
    (target / "search.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    return [page.address for page in pages]


def read() -> list[Page]:
    """Return the pages in the order of the navigation."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    found = []
    for file in sorted(DOCS.rglob("*.md")):
        text = re.sub(r"^<!--.*?-->\s*", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        page = Page(file.relative_to(DOCS).as_posix(), parser.parse(text))
        name_headings(page)
        found.append(page)
    sections = list(SECTIONS)

    def place(page: Page) -> tuple[Any, ...]:
        known = page.section in sections
        first = FIRST.index(page.source) if page.source in FIRST else len(FIRST)
        return (sections.index(page.section) if known else len(sections), first, page.source)

    return sorted(found, key=place)


def name_headings(page: Page) -> None:
    """Give every heading an id, and the page its title."""
    taken: set[str] = set()
    for place, token in enumerate(page.tokens):
        if token.type != "heading_open":
            continue
        said = plain(page.tokens[place + 1])
        slug = re.sub(r"[^a-z0-9]+", "-", said.lower()).strip("-") or "part"
        number = 2
        while slug in taken:
            slug, number = f"{slug.rstrip('-0123456789')}-{number}", number + 1
        taken.add(slug)
        token.attrSet("id", slug)
        page.headings.append((int(token.tag[1]), slug, said))
    if not page.headings or page.headings[0][0] != 1:
        raise SystemExit(f"docs/{page.source} does not begin with a heading “# …”.")
    page.title = page.headings[0][2]


def plain(token: Token) -> str:
    """Return the words of an inline token."""
    return "".join(
        child.content if child.type in {"text", "code_inline"} else " "
        for child in token.children or []
        if child.type in {"text", "code_inline", "softbreak", "hardbreak"}
    )


def whole(page: Page, pages: list[Page], template: str) -> str:
    """Return a page as HTML."""
    up = "../" * page.address.count("/")
    parts = {
        "title": html.escape(page.title),
        "up": up,
        "navigation": navigation(page, pages, up),
        "contents": contents(page),
        "body": body(page, {one.source: one for one in pages}),
        "around": around(page, pages, up),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], template)


def body(page: Page, pages: dict[str, Page]) -> str:
    """Return the text of a page, its links and pictures pointing into the site."""
    for token in page.tokens:
        for child in token.children or []:
            if child.type == "link_open":
                child.attrSet("href", link(page, str(child.attrGet("href")), pages))
            elif child.type == "image":
                place_picture(page, child)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    made = str(parser.renderer.render(page.tokens, parser.options, {}))
    made = re.sub(r'<a href="">(.*?)</a>', r"\1", made, flags=re.DOTALL)
    made = made.replace("<pre>", '<pre tabindex="0">')
    table = '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>'
    return made.replace("<table>", table).replace("</table>", "</table></div>")


def link(page: Page, href: str, pages: dict[str, Page]) -> str:
    """Return the address of a link; one that leaves docs/ is text only in the package ("")."""
    if re.match(r"[a-z]+:|#|/", href):
        return href
    path, _, part = href.partition("#")
    there = os.path.normpath(os.path.join(os.path.dirname(page.source), path))  # noqa: PTH118, PTH120
    if there.startswith(".."):
        if not (DOCS / there).exists():
            raise SystemExit(f"docs/{page.source} links to {href}, which is not there.")
        return ""
    found = pages.get(there) or pages.get(f"{there}/README.md")
    if found is None:
        raise SystemExit(f"docs/{page.source} links to {href}, which is not there.")
    if part and part not in {slug for _, slug, _ in found.headings}:
        raise SystemExit(f"docs/{page.source} links to {href}, but there is no such heading.")
    start = os.path.dirname(page.address) or "."  # noqa: PTH120
    return os.path.relpath(found.address, start) + (f"#{part}" if part else "")


def place_picture(page: Page, token: Token) -> None:
    """Check a picture and say its size, so that the text does not jump when it comes."""
    file = DOCS / Path(page.source).parent / str(token.attrGet("src"))
    if not file.is_file():
        raise SystemExit(f"docs/{page.source} shows {token.attrGet('src')}, which is not there.")
    head = file.read_bytes()[:24]
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        token.attrSet("width", str(int.from_bytes(head[16:20], "big")))
        token.attrSet("height", str(int.from_bytes(head[20:24], "big")))
    token.attrSet("loading", "lazy")


def navigation(here: Page, pages: list[Page], up: str) -> str:
    """Return the list of sections; pages of a sub-folder show beside their own kin only."""
    made = []
    names = {
        **SECTIONS,
        **{page.section: page.section for page in pages if page.section not in SECTIONS},
    }
    for section, title in names.items():
        lines = []
        for page in (one for one in pages if one.section == section):
            parent = page.source.rpartition("/")[0]
            deep = parent.count("/") > 0
            kin = here.source.removesuffix(".md")
            if deep and not (kin == parent or here.source.startswith(parent + "/")):
                continue
            if section == "adr" and here.section != "adr" and not page.source.endswith("README.md"):
                continue
            current = ' aria-current="page"' if page is here else ""
            kind = ' class="deep"' if deep else ""
            name = html.escape(page.title.partition(":")[0])
            link_to = f'<a href="{up}{page.address}"{current}>{name}</a>'
            lines.append(f"<li{kind}>{link_to}</li>")
        if lines:
            made.append(f"<h2>{html.escape(title)}</h2><ul>{''.join(lines)}</ul>")
    return "".join(made)


def contents(page: Page) -> str:
    """Return the headings of a long page."""
    found = [(slug, said) for level, slug, said in page.headings if level == 2]
    if len(found) < 3:
        return ""
    lines = "".join(f'<li><a href="#{slug}">{html.escape(said)}</a></li>' for slug, said in found)
    inner = f"<h2>On this page</h2><ul>{lines}</ul>"
    return f'<nav class="contents" aria-label="On this page">{inner}</nav>'


def around(here: Page, pages: list[Page], up: str) -> str:
    """Return links to the page before and the page after, within the section."""
    kin = [page for page in pages if Path(page.source).parent == Path(here.source).parent]
    at = kin.index(here)
    made = ""
    if at:
        made += (
            f'<a rel="prev" href="{up}{kin[at - 1].address}">← {html.escape(kin[at - 1].title)}</a>'
        )
    if at + 1 < len(kin):
        made += (
            f'<a rel="next" href="{up}{kin[at + 1].address}">{html.escape(kin[at + 1].title)} →</a>'
        )
    return made


def searchable(page: Page) -> list[dict[str, str]]:
    """Return one entry per heading with the words below it."""
    found: list[dict[str, str]] = []
    for place, token in enumerate(page.tokens):
        if token.type == "heading_open":
            said = plain(page.tokens[place + 1])
            part = "" if token.tag == "h1" else f"#{token.attrGet('id')}"
            found.append({"page": page.title, "name": said, "to": page.address + part, "text": ""})
        elif token.type == "inline" and found:
            found[-1]["text"] += plain(token) + " "
        elif token.type in {"fence", "code_block"} and found:
            found[-1]["text"] += token.content[:400] + " "
    return [{**one, "text": " ".join(one["text"].split())} for one in found]


def tokens_of_the_app() -> Any:
    """Return the module of the design tokens, without importing the package around it."""
    path = FONTS / "tokens.py"
    spec = importlib.util.spec_from_file_location("desirepath_tokens", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be read.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    print(f"{len(build(folder))} help pages written to {folder}")
