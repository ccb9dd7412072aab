"""A picture that was shaken while it was taken: its codes are found by their shape, and read with the blur undone."""

import numpy as np
import pytest
from PIL import Image

from records.scan import codes, shaken
from tests.records.scan_samples import NEW, pages

SIZE = (1200, 1600)


def photographed(page: Image.Image) -> Image.Image:
    """Small, on a dark table, a little askew."""
    page = page.convert("L")
    page = page.resize((1040, round(1040 * page.height / page.width)), Image.Resampling.LANCZOS)
    table = Image.new("L", SIZE, 110)
    table.paste(page, ((SIZE[0] - page.width) // 2, (SIZE[1] - page.height) // 2))
    return table.rotate(2, Image.Resampling.BICUBIC, fillcolor=110)


def smeared(picture: Image.Image, length: float, degrees: float) -> Image.Image:
    """Moved by `length` pixels, with the grain of a telephone."""
    pixels = np.asarray(picture, np.float64)
    down, across = np.fft.fftfreq(pixels.shape[0])[:, None], np.fft.rfftfreq(pixels.shape[1])[None, :]
    way = across * np.cos(np.radians(degrees)) + down * np.sin(np.radians(degrees))
    moved = np.fft.irfft2(np.fft.rfft2(pixels) * np.sinc(length * way), pixels.shape)
    moved += np.random.default_rng(7).normal(0, 3, pixels.shape)
    return Image.fromarray(np.clip(moved, 0, 255).astype(np.uint8))


@pytest.mark.parametrize(("length", "degrees"), [(6, 0), (7, 70)])
def test_the_page_of_a_shaken_picture_is_still_known(length, degrees):
    search = codes.Search(smeared(photographed(pages(dpi=140)[2]), length, degrees))
    for variant, scale in list(search._variants())[:3]:
        search.look(variant, scale)
    assert search.found == {}

    search._look_where_codes_stand()

    assert {(found.name.code, found.name.page) for found in search.found.values()} == {(NEW, 3)}


def test_codes_read_so_lie_where_they_are_in_the_sharp_picture():
    sharp = photographed(pages(dpi=140)[2])
    right = {found.text: found.corners for found in codes.Search(sharp).run()}
    search = codes.Search(smeared(sharp, 6, 0))

    search._look_where_codes_stand()

    assert search.found
    for found in search.found.values():
        assert np.abs(found.corners - right[found.text]).max() < 6


def test_a_page_without_codes_costs_little_and_gives_none():
    bare = Image.new("L", SIZE, 230)
    search = codes.Search(bare)

    search._look_where_codes_stand()

    assert (search.found, search.spent) == ({}, 0)


def test_nothing_is_undone_where_there_is_no_contrast():
    assert list(shaken.undone(Image.new("L", (80, 80), 200))) == []


def test_large_dark_squares_are_not_looked_at_for_ever(monkeypatch):
    looked = []
    monkeypatch.setattr(shaken, "undone", lambda crop: looked.append(shaken.work(crop)) or iter(()))
    squares = Image.new("L", (2400, 3200), 230)
    for left in range(200, 2200, 400):
        squares.paste(Image.effect_noise((220, 220), 90), (left, 900))

    codes.Search(squares)._look_where_codes_stand()

    assert looked
    assert sum(looked) <= shaken.WORK
