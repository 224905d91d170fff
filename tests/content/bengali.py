"""What tests ask of Bengali prose: its letters, its width, and what of it must be as in English."""

import re
import unicodedata

ROW = 76
"""Cells of a row of words on a screen of 80 columns."""

_BETWEEN_BRACES = re.compile(r"\{[^{}]*\}")
_FIGURE = re.compile(r"\d+")
_FUNCTION = re.compile(r"[\w.]+\(\)|\w+_\w+", re.ASCII)
_ENGLISH = re.compile(
    r"(?<![\w.`'-])(a|an|and|are|as|at|be|been|but|by|can|for|from|has|have|here|if|in|into|is|it|its|no|not|of|on|or|so|than|"
    r"that|the|their|then|there|this|to|until|was|what|when|where|which|who|will|with)(?![\w.('-])",
    re.ASCII,
)


def cells(text: str) -> int:
    """The width on a terminal where a spacing vowel sign takes a cell."""
    return sum(unicodedata.category(character) not in {"Mn", "Cf"} for character in text)


def rows(text: str, width: int = ROW) -> int:
    """How many rows of words it takes."""
    count, used = 1, 0
    for word in text.split():
        wanted = cells(word) + (1 if used else 0)
        if used and used + wanted > width:
            count, used, wanted = count + 1, 0, cells(word)
        used += wanted
    return count


def bengali_letters(text: str) -> int:
    """Letters and signs of the script."""
    return sum("\N{BENGALI SIGN CANDRABINDU}" <= character <= "\N{BENGALI LETTER YYA}" for character in text)


def bare(text: str) -> str:
    """The text without its values."""
    return _BETWEEN_BRACES.sub(" ", text)


def named(text: str) -> set[str]:
    """The names of its values."""
    return {name[1:-1].partition(":")[0] for name in _BETWEEN_BRACES.findall(text)}


def figures(text: str) -> list[str]:
    """The numbers that it states itself, in order of size."""
    return sorted(_FIGURE.findall(bare(text)))


def functions(text: str) -> set[str]:
    """The functions and code words that it names."""
    return set(_FUNCTION.findall(bare(text)))


def english_words(text: str) -> set[str]:
    """The small words of English that are no technical terms: a sentence was forgotten."""
    return set(_ENGLISH.findall(bare(text)))


def faults_of_script(text: str) -> list[str]:
    """What is wrong with how it is written."""
    faults = []
    if unicodedata.normalize("NFC", text) != text:
        faults.append("not in NFC")
    if re.search("[\N{BENGALI DIGIT ZERO}-\N{BENGALI DIGIT NINE}]", text):
        faults.append("Bengali digits")
    if re.search(r"[*`<>\[\]]|\s\s|[\N{BENGALI LETTER KA}-\N{BENGALI AU LENGTH MARK}]\s*\.(\s|$)", text):
        faults.append("markup, two blanks, or a full stop")
    if re.search(r"\s[\N{DEVANAGARI DANDA},;:?]", text):
        faults.append("a blank before a mark")
    return faults
