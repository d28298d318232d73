"""Writes packages/core-native/src/distance/golden/scipy.json: SciPy's pdist and cdist on made data.

Run: python3 tools/golden/distance.py   (numpy and scipy; their versions go into the file)
"""

import json
import pathlib

import numpy as np
import scipy
from scipy.spatial.distance import cdist, pdist

METRICS = ["euclidean", "sqeuclidean", "cosine", "correlation", "cityblock", "chebyshev"]


def patterns(rng, rows, cols, kind):
    x = rng.standard_normal((rows, cols))
    if kind == "offset":
        x += 1000
    if kind == "integers":
        x = np.round(3 * x)
    if kind == "scaled":
        x *= 10.0 ** rng.integers(-6, 7, (rows, 1))
    return x


def case(rng, rows, cols, kind, dtype):
    x = patterns(rng, rows, cols, kind).astype(dtype)
    y = patterns(rng, 3, cols, kind).astype(dtype)
    wide_x, wide_y = x.astype(np.float64), y.astype(np.float64)
    return {
        "kind": kind,
        "dtype": dtype,
        "rows": rows,
        "cols": cols,
        "x": x.ravel().tolist(),
        "y": y.ravel().tolist(),
        "pdist": {m: pdist(wide_x, m).tolist() for m in METRICS},
        "cdist": {m: cdist(wide_x, wide_y, m).ravel().tolist() for m in METRICS},
    }


def main():
    rng = np.random.default_rng(20260)
    cases = [
        case(rng, rows, cols, kind, dtype)
        for dtype in ("float32", "float64")
        for rows, cols, kind in [(5, 4, "plain"), (4, 7, "integers"), (6, 33, "offset"), (3, 257, "scaled"), (2, 515, "plain")]
    ]
    versions = {"numpy": np.__version__, "scipy": scipy.__version__}
    path = pathlib.Path(__file__).parents[2] / "packages/core-native/src/distance/golden/scipy.json"
    path.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
