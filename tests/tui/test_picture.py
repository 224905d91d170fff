"""Surfaces as SVG, and the pictures in assets/."""

import importlib.util
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.tui.picture import svg
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.themes import DARK

ASSETS = Path(__file__).parents[2] / "assets"
_spec = importlib.util.spec_from_file_location("make", ASSETS / "make.py")
assert _spec is not None
assert _spec.loader is not None
make = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make)

SVG = "{http://www.w3.org/2000/svg}"


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_gives_whole_xml_that_shows_it_in_its_cells(text: str, title: str) -> None:
    surface = Surface(40, 1)
    surface.put(0, 0, text, Role.PACKET)
    root = ElementTree.fromstring(svg(surface, DARK, title))  # noqa: S314 - our own
    shown = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert "".join(shown).replace(" ", "") == "".join(surface.text_row(0).split())
    assert all("  " not in words for words in shown)


@pytest.mark.parametrize("picture", make.PICTURES, ids=lambda picture: picture.name)
async def test_the_pictures_are_what_the_program_shows(picture: "make.Picture") -> None:  # type: ignore[name-defined]
    kept = picture.file.read_text(encoding="utf-8")
    assert kept == await make.drawn(picture), "run `make assets`"
    assert "://" not in kept.replace("http://www.w3.org/2000/svg", "")


def test_the_readme_shows_pictures_that_exist() -> None:
    readme = (ASSETS.parent / "README.md").read_text(encoding="utf-8")
    named = [part.split(")")[0] for part in readme.split("](assets/")[1:]]
    assert named
    assert all((ASSETS / name).is_file() for name in named)
