"""Planes and pictures: homographies, and cutting a straight patch out of a crooked picture. Runs in the child."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Array = NDArray[np.float64]
Picture = NDArray[np.float32]


def apply(matrix: Array, points: Array) -> Array:
    """Points (n, 2) through a homography."""
    mapped = np.c_[points, np.ones(len(points))] @ matrix.T
    result: Array = mapped[:, :2] / mapped[:, 2:]
    return result


def _normaliser(points: Array) -> Array:
    centre = points.mean(axis=0)
    spread = max(float(np.sqrt(((points - centre) ** 2).sum(axis=1)).mean()), 1e-9)
    scale = np.sqrt(2) / spread
    return np.array([[scale, 0, -scale * centre[0]], [0, scale, -scale * centre[1]], [0, 0, 1]])


def affine(source: Array, target: Array, weights: Array | None = None) -> Array:
    """The affine map that carries `source` nearest to `target`: steadier than a homography far from the points."""
    root = np.sqrt(np.ones(len(source)) if weights is None else weights)[:, None]
    solution = np.linalg.lstsq(np.c_[source, np.ones(len(source))] * root, target * root, rcond=None)[0]
    matrix: Array = np.vstack([solution.T, [0.0, 0.0, 1.0]])
    return matrix


def homography(source: Array, target: Array, weights: Array | None = None) -> Array:
    """The homography that carries `source` nearest to `target`, weighted; four points or more."""
    before, after = _normaliser(source), _normaliser(target)
    start, end = apply(before, source), apply(after, target)
    root = np.sqrt(np.ones(len(source)) if weights is None else weights)
    x, y, u, v = start[:, 0], start[:, 1], end[:, 0], end[:, 1]
    none, one = np.zeros(len(x)), np.ones(len(x))
    rows = np.concatenate(
        [
            np.stack([x, y, one, none, none, none, -u * x, -u * y, -u], axis=1) * root[:, None],
            np.stack([none, none, none, x, y, one, -v * x, -v * y, -v], axis=1) * root[:, None],
        ]
    )
    solution = np.linalg.svd(rows)[2][-1].reshape(3, 3)
    matrix = np.linalg.inv(after) @ solution @ before
    scaled: Array = matrix / matrix[2, 2]
    return scaled


def steady(source: Array, target: Array, *, flat: bool = False, slack: float = 2.0) -> Array:
    """A fit that lets single bad points go: refitted with weights that fall with the distance beyond `slack`."""
    fit = affine if flat else homography
    weights = np.ones(len(source))
    matrix = fit(source, target)
    for _round in range(6):
        off = np.sqrt(((apply(matrix, source) - target) ** 2).sum(axis=1))
        weights = 1 / (1 + (off / slack) ** 4)
        if weights.sum() < 4:
            break
        matrix = fit(source, target, weights)
    return matrix


def density(matrix: Array, at: tuple[float, float]) -> float:
    """Pixels of the picture for a millimetre of paper at this place."""
    x, y = at
    corners = apply(matrix, np.array([[x, y], [x + 1, y], [x, y + 1]]))
    first, second = corners[1] - corners[0], corners[2] - corners[0]
    return float(np.sqrt(abs(first[0] * second[1] - first[1] * second[0])))


def cut(
    picture: Image.Image,
    matrix: Array,
    place: tuple[float, float, float, float],
    per_mm: float,
    shift: Array | None = None,
) -> Image.Image:
    """The patch `place` (x, y, width, height in mm on the paper), laid straight, `per_mm` pixels a millimetre.

    `matrix` carries millimetres of the paper to pixels of the picture; `shift` (mm) moves the patch on the paper.
    Outside the picture is white, as paper would be.
    """
    x, y, width, height = place
    dx, dy = (0.0, 0.0) if shift is None else (float(shift[0]), float(shift[1]))
    # Pillow counts pixel centres at halves in source and target alike, so no half pixel is lost here.
    steps = np.array([[1 / per_mm, 0, x + dx], [0, 1 / per_mm, y + dy], [0, 0, 1]])
    full = matrix @ steps
    full = full / full[2, 2]
    size = (max(1, round(width * per_mm)), max(1, round(height * per_mm)))
    white = 255 if picture.mode == "L" else (255, 255, 255)
    return picture.transform(
        size, Image.Transform.PERSPECTIVE, tuple(full.flatten()[:8]), Image.Resampling.BICUBIC, fillcolor=white
    )


def turn_of(matrix: Array) -> float:
    """Degrees, clockwise, by which the paper lies turned in the picture (0 to 360)."""
    middle = apply(matrix, np.array([[105.0, 148.5], [125.0, 148.5]]))
    across = middle[1] - middle[0]
    return float(np.degrees(np.arctan2(across[1], across[0])) % 360)
