"""Codes in a picture that was shaken or out of focus: found by their shape, and the blur taken back. The last resort.

Every other way only makes clearer what is there. Here the blur itself is guessed, from what a code looks like when it
is sharp (as much contrast one way as the other), and undone step by step after Richardson and Lucy.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from records.scan import strokes
from records.scan.geometry import Array

SMALL = 400  # pixels of the long side in which places of codes are looked for
CROPS = 4  # places that are looked at
RIM = 16  # pixels around a place into which a blur may run
MOST = 220  # pixels of a place's side, at the scale in which it is looked at
STEPS = (12, 30)  # rounds of undoing, after each of which the code is looked for
SMEARS = (4.0, 6.0, 8.0)  # pixels by which the camera moved
SOFT = (1.6, 2.4)  # pixels: spread of a lens out of focus
WORK = 40_000_000  # pixels times rounds for one page: about two seconds
NOISE = 0.8  # pixels of softness that every camera has besides

Numbers = NDArray[np.floating[Any]]
Place = tuple[int, int, int, int]  # left, top, right, low in pixels


def places(dark: Numbers, factor: float) -> list[Place]:
    """Where codes may stand: alone, as high as wide, half of it dark. `dark` is small, by `factor`."""
    mask = dark > 0.15
    found: list[tuple[float, Place]] = []
    labels, count = strokes.label(_grown(mask))
    if count == 0:
        return []
    ys, xs = np.nonzero(labels)
    order = np.argsort(labels[ys, xs], kind="stable")
    starts = np.searchsorted(labels[ys, xs][order], np.arange(1, count + 2))
    least, most = 0.02 * max(dark.shape), 0.11 * max(dark.shape)
    for begin, end in pairwise(starts):
        y, x = ys[order[begin:end]], xs[order[begin:end]]
        high, wide = int(np.ptp(y)) + 1, int(np.ptp(x)) + 1
        if not least <= min(high, wide) <= max(high, wide) <= most or max(high, wide) > 1.35 * min(high, wide):
            continue
        filled = float(mask[y.min() : y.max() + 1, x.min() : x.max() + 1].mean())
        if filled < 0.35:
            continue
        edge = 0.18 * max(high, wide) + 1
        box = (x.min() - edge, y.min() - edge, x.max() + 1 + edge, y.max() + 1 + edge)
        # The fuller and the larger, the likelier.
        found.append((filled * min(high, wide), _place(box, factor)))
    return [place for _likely, place in sorted(found, reverse=True)[:CROPS]]


def _place(box: tuple[float, float, float, float], factor: float) -> Place:
    left, top, right, low = (round(float(edge) * factor) for edge in box)
    return max(left, 0), max(top, 0), right, low


def _grown(mask: strokes.Mask) -> strokes.Mask:
    padded = np.pad(mask, 1)
    grown: strokes.Mask = padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:] | mask
    return grown


def work(crop: Image.Image) -> int:
    """Pixels times rounds that undoing may take at most."""
    high, wide = (_even(2 * size) for size in (crop.height, crop.width))
    return high * wide * STEPS[-1] * len(SMEARS)


def _even(size: int) -> int:
    """The size with a rim, in which spectra are quickly had."""
    return (size + 2 * RIM + 31) // 32 * 32


def undone(crop: Image.Image) -> Iterator[Image.Image]:
    """The place with several guesses of its blur taken back, in its own size doubled."""
    pixels = np.asarray(crop.resize((crop.width * 2, crop.height * 2), Image.Resampling.BICUBIC), np.float64)
    light, deep = np.percentile(pixels, 95), np.percentile(pixels, 2)
    if light - deep < 20:
        return
    high, wide = pixels.shape
    rims = [(RIM, _even(size) - size - RIM) for size in (high, wide)]
    dark = np.pad(np.clip((light - pixels) / (light - deep), 0.01, 1.0), rims, mode="edge")
    for blur in _blurs(dark):
        sharp = dark
        done = 0
        for steps in STEPS:
            sharp = _sharpened(dark, sharp, blur, steps - done)
            done = steps
            yield Image.fromarray((255 - 255 * sharp[RIM : RIM + high, RIM : RIM + wide]).astype(np.uint8))


def _blurs(dark: Array) -> Iterator[Array]:
    """Spectra of likely blurs: along the way in which there is the least contrast, or the same all round."""
    down, across = np.gradient(dark)
    tensor = np.array([[(across**2).sum(), (across * down).sum()], [(across * down).sum(), (down**2).sum()]])
    sizes, ways = np.linalg.eigh(tensor)
    frequency = np.fft.fftfreq(dark.shape[0])[:, None], np.fft.rfftfreq(dark.shape[1])[None, :]
    along = ways[0, 0] * frequency[1] + ways[1, 0] * frequency[0]
    if sizes[0] < 0.8 * sizes[1]:
        for length in SMEARS:
            yield np.sinc(2 * length * along) * _soft(frequency, NOISE)
    else:
        for spread in SOFT:
            yield _soft(frequency, spread)


def _soft(frequency: tuple[Numbers, Numbers], spread: float) -> Array:
    square = frequency[0] ** 2 + frequency[1] ** 2
    soft: Array = np.exp(-square * 0.5 * (2 * np.pi * 2 * spread) ** 2)
    return soft


def _sharpened(dark: Array, sharp: Array, blur: Array, steps: int) -> Array:
    for _step in range(steps):
        again = np.fft.irfft2(np.fft.rfft2(sharp) * blur, dark.shape)
        share = dark / np.maximum(again, 1e-2)
        sharp = np.clip(sharp * np.fft.irfft2(np.fft.rfft2(share) * blur, dark.shape), 0, 1)
    return sharp
