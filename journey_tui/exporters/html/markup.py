"""Elements of a page. Whatever is text is escaped here, once; nothing else writes a tag."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final

from journey_tui.exporters.texts import blocks

_EMPTY: Final = frozenset({"meta", "input", "br", "hr"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(tag: str, /, *inside: str, **attributes: str | bool) -> Markup:
    """One element; plain text in it is escaped, and `class_`, `for_`, `data_x` are the attributes class, for and data-x."""
    said = "".join(_attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    if tag in _EMPTY:
        return Markup(f"<{tag}{said}>")
    content = "".join(each if isinstance(each, Markup) else escape(each) for each in inside)
    return Markup(f"<{tag}{said}>{content}</{tag}>")


def joined(parts: Iterable[Markup]) -> Markup:
    """Elements one after the other, each on a line of its own."""
    return Markup("\n".join(part for part in parts if part))


def _attribute(name: str, value: str | bool) -> str:
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{escape(value)}"'


# ── texts in several languages ──


def in_languages(tag: str, /, said: Mapping[str, str], **attributes: str | bool) -> Markup:
    """A text once for each language, of which the page shows the chosen one; once, where all languages say the same."""
    return Markup("".join(element(tag, text, **attributes, **own) for text, own in _each(said)))


def paragraphs(said: Mapping[str, str], class_: str = "") -> Markup:
    """A text of several paragraphs and lines of code, for each language."""
    outer: dict[str, str | bool] = {"class_": class_} if class_ else {}
    return joined(element("div", *map(_block, blocks(text)), **(outer | own)) for text, own in _each(said))


def _block(part: tuple[bool, str]) -> Markup:
    is_code, text = part
    return element("pre", element("code", text)) if is_code else element("p", text)


def _each(said: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str | bool]]]:
    texts = {language: text for language, text in said.items() if text}
    if len(set(texts.values())) == 1:
        language, text = next(iter(texts.items()))
        yield text, {"lang": language} if len(said) == 1 else {}
        return
    for language, text in texts.items():
        yield text, {"lang": language, "data_said": True}
