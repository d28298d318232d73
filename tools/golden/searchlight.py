"""Writes packages/core-native/src/searchlight/golden/spheres.json: searchlights by SciPy's distances and by rsatoolbox.

Run: python3 tools/golden/searchlight.py   (numpy, scipy and rsatoolbox on PYTHONPATH; their versions go into the file)

All indices are flat ones in C order; each list of members ascends.
"""

import contextlib
import io
import json
import pathlib

import numpy as np
import rsatoolbox
import scipy
from rsatoolbox.util.searchlight import get_volume_searchlight
from scipy.spatial.distance import cdist
from scipy.spatial.transform import Rotation


def affines():
    """Voxels to mm, by name."""
    turned = Rotation.from_euler("xyz", [17, -8, 31], degrees=True).as_matrix()
    sheared = np.array([[1, 0.2, 0], [0, 1, -0.35], [0.1, 0, 1]])
    parts = {
        "anisotropic": np.diag([3.0, 3.0, 4.4]),
        "flipped": np.diag([-2.0, 2.0, 2.0]),
        "oblique": turned @ np.diag([2.0, 2.5, 3.7]),
        "sheared": turned @ sheared @ np.diag([2.0, 3.0, 2.4]),
    }
    return {name: np.block([[part, np.array([[-94.5], [-130.5], [-76.5]])], [0, 0, 0, 1]]) for name, part in parts.items()}


def flat_mask(rng, shape, share):
    return np.flatnonzero(rng.random(np.prod(shape)) < share)


def by_scipy(rng, name, affine, shape, radius):
    """Members within the radius. No distance is near it, so that rounding decides nothing."""
    mask = flat_mask(rng, shape, 0.7)
    places = np.array(np.unravel_index(mask, shape)).T
    points = places if affine is None else (np.c_[places, np.ones(len(places))] @ affine.T)[:, :3]
    distances = cdist(points, points)
    assert np.abs(distances - radius).min() > 1e-3, name
    members = [mask[row].tolist() for row in distances <= radius]
    given = {} if affine is None else {"affine": affine.ravel().tolist()}
    return {"name": name, "shape": shape, "mask": mask.tolist(), "radius": radius, **given, "members": members}


def growing(rng, shape, voxels):
    """As many members as wanted, and all that are as far as the last one: distances are roots of exact integers."""
    mask = flat_mask(rng, shape, 0.5)
    places = np.array(np.unravel_index(mask, shape)).T
    squares = cdist(places, places, "sqeuclidean")
    last = np.sort(squares, axis=1)[:, voxels - 1 : voxels]
    members = [mask[row].tolist() for row in squares <= last]
    return {"shape": shape, "mask": mask.tolist(), "voxels": voxels, "radii": np.sqrt(last).ravel().tolist(), "members": members}


def of_rsatoolbox(mask, radius, threshold, truncate):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        centers, neighbors = get_volume_searchlight(mask, radius, threshold, truncate)
    options = {"radius": radius, "threshold": threshold, "truncate": truncate}
    return {**options, "centers": centers.tolist(), "members": [np.sort(n).tolist() for n in neighbors]}


def small_mask(rng, shape):
    """A ball that touches the faces, with holes."""
    distance = np.linalg.norm([(i - (n - 1) / 2) / (n / 2) for i, n in zip(np.indices(shape), shape)], axis=0)
    return ((distance < 1.05) & (rng.random(shape) < 0.98)).astype(int)


def main():
    rng = np.random.default_rng(20263)
    shape = (5, 4, 6)
    cases = [by_scipy(rng, name, affine, shape, 6.37) for name, affine in affines().items()]
    cases.append(by_scipy(rng, "voxels", None, shape, 2.1))
    mask = small_mask(rng, (6, 6, 7))
    settings = [(2, 1.0, False), (3, 0.5, False), (3, 0.5, True), (2, 0.75, True), (2.5, 0.3, False)]
    data = {
        "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "rsatoolbox": rsatoolbox.__version__},
        "scipy": cases,
        "growing": [growing(rng, shape, voxels) for voxels in (1, 7, 20, 40)],
        "rsatoolbox": {
            "shape": mask.shape,
            "mask": np.flatnonzero(mask).tolist(),
            "results": [of_rsatoolbox(mask, *setting) for setting in settings],
        },
    }
    path = pathlib.Path(__file__).parents[2] / "packages/core-native/src/searchlight/golden/spheres.json"
    path.write_text(json.dumps(data) + "\n")


if __name__ == "__main__":
    main()
