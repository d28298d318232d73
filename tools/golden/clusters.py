"""Writes packages/core-native/src/resampling/golden/clusters.json: clusters, TFCE and sign-flip inference on small volumes.

Clusters are scipy.ndimage's; TFCE enumerates every distinct threshold (or every step) with scipy.ndimage.label, in float64;
t is scipy.stats.ttest_1samp's, and the null distribution all flips of the subjects.

Run: python3 tools/golden/clusters.py   (numpy and scipy; their versions go into the file)
"""

import itertools
import json
import pathlib

import numpy as np
import scipy
from scipy import ndimage, stats

STRUCTURES = {6: 1, 18: 2, 26: 3}
SIGNS = {"positive": [1], "negative": [-1], "both": [1, -1]}
EXPONENTS = [(2, 0.5), (1, 1), (2.5, 2 / 3), (0, 0)]


def label(inside, connectivity):
    return ndimage.label(inside, ndimage.generate_binary_structure(3, STRUCTURES[connectivity]))


def tfce(values, tail, connectivity, height, extent, step=None):
    scores = np.zeros(values.shape)
    for sign in SIGNS[tail]:
        x = np.where(np.isnan(values), 0, sign * values)
        if step is None:
            levels = np.unique(np.concatenate([[0], x[x > 0]]))
            weights = np.diff(levels ** (height + 1)) / (height + 1)
            levels = levels[1:]
        else:
            levels = np.arange(1, int(x.max() / step) + 2) * step
            levels = levels[levels <= x.max()]
            weights = levels**height * step
        for level, weight in zip(levels, weights):
            labels, count = label(x >= level, connectivity)
            sizes = np.bincount(labels.ravel(), minlength=count + 1).astype(float)
            scores += sign * np.where(labels > 0, sizes[labels] ** extent * weight, 0)
    return scores


def clusters(values, tail, connectivity, threshold):
    labels, found = np.zeros(values.shape, int), []
    for sign in SIGNS[tail]:
        x = np.where(np.isnan(values), 0, sign * values)
        mine, count = label(x > threshold, connectivity)
        labels += np.where(mine > 0, mine + len(found), 0)
        for k in range(1, count + 1):
            peak = ndimage.maximum_position(x, mine, k)
            found.append(
                {
                    "sign": sign,
                    "voxels": int((mine == k).sum()),
                    "value": float(x[mine == k].sum()),
                    "excess": float((x[mine == k] - threshold).sum()),
                    "peak": float(sign * x[peak]),
                    "peakIndex": int(np.ravel_multi_index(peak, values.shape)),
                    "centreOfMass": [float(c) for c in ndimage.center_of_mass(x, mine, k)],
                }
            )
    return {"labels": labels.ravel().tolist(), "clusters": found}


def volumes(rng):
    smooth = ndimage.gaussian_filter(rng.standard_normal((6, 5, 5)), 1) * 4
    holed = rng.standard_normal((4, 5, 4))
    holed[rng.random(holed.shape) < 0.3] = np.nan
    yield "smooth", smooth
    yield "white", rng.standard_normal((3, 5, 4))
    yield "ties", rng.integers(-3, 4, (4, 4, 5)).astype(float)
    yield "plateau", np.where(rng.random((3, 4, 4)) < 0.6, 1.5, -1.5)
    yield "all negative", -np.abs(rng.standard_normal((3, 3, 3))) - 0.1
    yield "one voxel", np.array([[[2.5]]])
    yield "a line", rng.standard_normal((1, 1, 19))
    yield "a plane", rng.standard_normal((1, 8, 6))
    yield "anisotropic", rng.standard_normal((2, 13, 3))
    yield "NaN", holed


def of_volume(name, x):
    step = float(np.nanmax(np.abs(x))) / 100
    scores, found = [], []
    for connectivity, tail in itertools.product(STRUCTURES, SIGNS):
        found.append({"connectivity": connectivity, "tail": tail, **clusters(x, tail, connectivity, 0.7)})
        # All exponents once, the usual ones everywhere.
        for height, extent in EXPONENTS if connectivity == 26 and tail == "both" else EXPONENTS[:1]:
            case = {"connectivity": connectivity, "tail": tail, "height": height, "extent": extent}
            exact = tfce(x, tail, connectivity, height, extent)
            stepped = tfce(x, tail, connectivity, height, extent, step)
            scores.append({**case, "exact": exact.ravel().tolist(), "stepped": stepped.ravel().tolist()})
    values = [None if np.isnan(v) else v for v in x.ravel().tolist()]
    return {"name": name, "shape": x.shape, "values": values, "step": step, "tfce": scores, "threshold": 0.7, "clusters": found}


def inference(rng):
    shape, subjects = (3, 4, 3), 6
    mask = rng.random(shape) < 0.8
    maps = rng.standard_normal((subjects, int(mask.sum()))) + 0.6
    threshold, connectivity = 0.9, 18
    results = []
    flips = [1 - 2 * np.array([k >> i & 1 for i in range(subjects)]) for k in range(2**subjects)]
    t = [stats.ttest_1samp(flip[:, None] * maps, 0).statistic for flip in flips]
    for statistic, tail in itertools.product(["voxel", "cluster-size", "cluster-mass", "tfce"], SIGNS):
        scores = np.array([statistic_map(statistic, tail, v, mask, connectivity, threshold) for v in t])
        against = {"positive": scores, "negative": -scores, "both": np.abs(scores)}[tail]
        maxima = against.max(axis=1)
        # Equal flips differ by rounding.
        p = [(maxima >= s - 1e-9).mean() for s in against[0]]
        results.append({"statistic": statistic, "tail": tail, "scores": scores[0].tolist(), "maxima": maxima.tolist(), "p": p})
    case = {"shape": shape, "mask": mask.ravel().astype(int).tolist(), "subjects": subjects, "maps": maps.ravel().tolist()}
    return {**case, "threshold": threshold, "connectivity": connectivity, "t": t[0].tolist(), "results": results}


def statistic_map(statistic, tail, t, mask, connectivity, threshold):
    if statistic == "voxel":
        return t
    volume = np.zeros(mask.shape)
    volume[mask] = t
    if statistic == "tfce":
        return tfce(volume, tail, connectivity, 2, 0.5)[mask]
    found = clusters(volume, tail, connectivity, threshold)
    field = "voxels" if statistic == "cluster-size" else "value"
    scores = np.array([0.0] + [c["sign"] * c[field] for c in found["clusters"]])
    return scores[np.array(found["labels"]).reshape(mask.shape)][mask]


def main():
    rng = np.random.default_rng(20262)
    versions = {"numpy": np.__version__, "scipy": scipy.__version__}
    cases = [of_volume(name, x) for name, x in volumes(rng)]
    path = pathlib.Path(__file__).parents[2] / "packages/core-native/src/resampling/golden/clusters.json"
    path.write_text(json.dumps({"versions": versions, "volumes": cases, "inference": inference(rng)}) + "\n")


if __name__ == "__main__":
    main()
