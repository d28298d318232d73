"""Writes packages/core-native/src/sparse-coding/golden/ista.json: early-stopped iterations and dictionary learning.

Run: /usr/bin/python3 tools/golden/sparse_coding.py   (numpy; its version goes into the file)

Each iteration is written out as the published procedure has it, residuals first and spectral norms by the SVD.
"""

import json
import pathlib

import numpy as np


def shrink(x, threshold):
    return np.maximum(x - threshold, 0) - np.maximum(-x - threshold, 0)


def moved(x, phi, r, c):
    return shrink(r + c["stepSize"] * ((x - r @ phi.T) @ phi), c["threshold"])


def iterate(x, phi, c):
    r = np.zeros((len(x), phi.shape[1]))
    ratios = []
    for _ in range(c["maxIterations"]):
        before, r = r, moved(x, phi, r, c)
        ratios.append(np.linalg.norm(r - before, 2) / (c["tolerance"] + np.linalg.norm(before, 2)))
        if ratios[-1] < c["tolerance"]:
            return before, r, ratios, True
    return before, r, ratios, False


def mean_squares(x, phi, r):
    return ((x - r @ phi.T) ** 2).mean(1)


def encoded(name, x, phi, c, size):
    batches = []
    for first in range(0, len(x), size):
        part = x[first : first + size]
        part = part - part.mean() if c["centre"] == "grand-mean" else part
        before, r, ratios, _ = iterate(part, phi, c)
        batches.append(
            {
                "ratios": ratios,
                "codes": r.ravel().tolist(),
                "errors": mean_squares(part, phi, before).tolist(),
                "finalErrors": mean_squares(part, phi, r).tolist(),
            }
        )
    return {"name": name, **shaped(x, phi), "constants": c, "batchSize": size, "batches": batches}


def learned(name, x, phi, c, rows, rate):
    start, curve, iterations = phi, [], []
    for batch in rows:
        part = x[batch] - x[batch].mean()
        phi = phi / np.maximum(np.linalg.norm(phi, axis=0), 1e-8)
        before, r, ratios, converged = iterate(part, phi, c)
        r = moved(part, phi, r, c) if converged else before
        errors = part - r @ phi.T
        curve.append((errors**2).mean(1).mean())
        iterations.append(len(ratios))
        if converged:
            phi = phi + rate * errors.T @ r
    return {
        "name": name,
        **shaped(x, start),
        **{"constants": c, "rows": np.asarray(rows).tolist(), "learningRate": rate},
        **{"learned": phi.ravel().tolist(), "errors": curve, "iterations": iterations},
    }


def shaped(x, phi):
    return {
        "x": {"data": x.ravel().tolist(), "rows": x.shape[0], "cols": x.shape[1]},
        "dictionary": {"data": phi.ravel().tolist(), "rows": phi.shape[0], "cols": phi.shape[1]},
    }


def unit(phi):
    return phi / np.linalg.norm(phi, axis=0)


def main():
    rng = np.random.default_rng(5)
    published = {"stepSize": 0.01, "threshold": 0.001, "tolerance": 0.01, "maxIterations": 999, "centre": "grand-mean"}
    raw = {**published, "centre": "none"}
    wide = np.round(np.maximum(rng.normal(size=(37, 20)), 0), 6)
    atoms = np.round(rng.normal(size=(20, 29)), 6)
    few = np.round(rng.normal(size=(11, 300)), 6)
    overcomplete = np.round(rng.normal(size=(300, 7)), 6)
    rows = rng.integers(0, 37, (6, 12))
    stopped = {**published, "maxIterations": 9}
    cases = {
        "numpy": np.__version__,
        "encode": [
            encoded("more atoms than features, three batches", wide, unit(atoms), published, 15),
            encoded("more features than a block of a sum, no centre", few, unit(overcomplete), raw, 11),
            encoded("stopped by the limit", wide, unit(atoms), stopped, 37),
        ],
        "learn": [
            learned("six batches", wide, atoms, published, rows, 0.01),
            learned("few atoms", few, overcomplete, published, [[0, 3, 3, 9], [10, 1, 2, 2]], 0.02),
            learned("nothing, for the limit", wide, atoms, stopped, rows[:2], 0.01),
        ],
    }
    path = pathlib.Path(__file__).parents[2] / "packages/core-native/src/sparse-coding/golden/ista.json"
    path.write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
