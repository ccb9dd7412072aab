"""What counts as a name in a box: shapes drawn plainly, without paper, camera or noise."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from bench.recognition.pens import FONT
from records.scan import ink, strokes
from records.scan.patch import Patch
from records.scan.problems import Why

MM = strokes.PER_MM
WIDTH, HEIGHT = 66.0, 41.0  # mm of the patch, the box within its rim
PLACE = (ink.RIM, ink.RIM, WIDTH - ink.RIM, HEIGHT - ink.RIM)
# Low enough to pass for a word, within a seal.
WAVE = [(23, 22), (27, 17), (30, 23), (34, 17), (37, 23.5), (40, 17), (43, 22)]


def box(*drawn):
    """A patch with these things in it, each a function of the pen; grey paper tells their darkness."""
    picture = Image.new("L", (round(WIDTH * MM), round(HEIGHT * MM)), 255)
    pen = ImageDraw.Draw(picture)
    for draw in drawn:
        draw(pen)
    dark = (255 - np.asarray(picture, np.float32)) / 255
    return Patch(picture.convert("RGB"), np.stack([dark] * 3, axis=2), np.zeros(dark.shape, bool), PLACE, 0.0)


def name(tone):
    points = [(x * MM, y * MM) for x, y in WAVE]
    return lambda pen: pen.line(points, fill=tone, width=4, joint="curve")


def words(tone):
    font = ImageFont.truetype(str(FONT), 30)
    return lambda pen: pen.text((33 * MM, 21 * MM), "นายกำธร ทำนุบำรุง", font=font, fill=tone, anchor="mm")


def seal(tone):
    middle = (33 * MM, 20 * MM)
    font = ImageFont.truetype(str(FONT), 26)

    def draw(pen):
        for radius in (11 * MM, 8 * MM):
            around = [middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius]
            pen.ellipse(around, outline=tone, width=4)
        pen.text(middle, "อนุมัติ", font=font, fill=tone, anchor="mm")

    return draw


def initials(pen):
    """Two letters, each of two strokes."""
    for left in (29, 34):
        peak = [(left * MM, 23 * MM), ((left + 1.5) * MM, 17.5 * MM), ((left + 3) * MM, 23 * MM)]
        pen.line(peak, fill=40, width=4)


def letters(count):
    """Peaks as tall as letters of print, side by side."""

    def letter(left):
        return lambda pen: pen.line(
            [(left * MM, 22 * MM), ((left + 1) * MM, 18.5 * MM), ((left + 2) * MM, 22 * MM)], fill=40, width=3
        )

    return [letter(24 + 3 * place) for place in range(count)]


def red(*drawn):
    """The same in red: next to nothing of it is seen in red light."""
    plain = box(*drawn)
    return Patch(plain.picture, plain.shades * np.array([0.2, 1, 1], np.float32), plain.hidden, PLACE, 0.0)


def verdict(*drawn):
    said = ink.judge(box(*drawn))
    return said.ink, said.why


def test_an_empty_box_is_blank_and_a_name_is_a_name():
    assert verdict() == (False, None)
    assert verdict(name(60)) == (True, None)


@pytest.mark.parametrize("tone", [40, 150])
def test_print_and_a_seal_alone_go_to_a_person(tone):
    assert verdict(words(tone)) == (None, Why.TYPED)
    assert verdict(seal(tone)) == (None, Why.STAMP)


def test_a_dark_name_is_seen_upon_pale_words():
    assert verdict(words(170), name(40)) == (True, None)


def test_a_name_as_dark_as_the_words_it_lies_among_is_larger_than_letters():
    assert verdict(words(60), name(60)) == (True, None)


def test_black_initials_are_seen_upon_a_red_seal():
    stamped = red(seal(60))
    assert ink.judge(stamped).why is Why.STAMP

    both = np.maximum(stamped.shades, box(initials).shades)

    assert ink.judge(Patch(stamped.picture, both, stamped.hidden, PLACE, 0.0)).ink is True


def test_a_long_stroke_among_initials_is_no_word():
    stroke = [(41 * MM, 25 * MM), (43 * MM, 16.5 * MM)]

    assert verdict(initials, lambda pen: pen.line(stroke, fill=40, width=6)) == (True, None)


def test_specks_along_a_crease_are_no_faint_name_and_specks_all_about_may_be():
    def specks(way):
        return [
            lambda pen, at=at: pen.rectangle([*way(at), way(at)[0] + 3, way(at)[1] + 3], fill=40) for at in range(40)
        ]

    assert verdict(*specks(lambda at: (33 * MM, (9 + 0.6 * at) * MM))) == (False, None)
    assert verdict(*specks(lambda at: ((20 + 0.6 * at) * MM, (17 + 0.9 * abs(at % 8 - 4)) * MM))) == (None, Why.FAINT)


def test_two_small_letters_are_initials_and_five_are_print():
    assert verdict(initials) == (True, None)
    assert verdict(*letters(5)) == (None, Why.TYPED)


def test_a_seal_inked_unevenly_is_no_name():
    """Its words darker by far than its rings: parts of a stamp differ, but none of them is as tall as a name."""
    pale, dark = box(seal(170)), box(words(40))
    both = Patch(pale.picture, np.maximum(pale.shades, dark.shades), pale.hidden, PLACE, 0.0)

    assert ink.judge(both).ink is None
