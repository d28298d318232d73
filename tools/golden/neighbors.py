"""Writes packages/core-native/src/distance/golden/neighbors.json: scikit-learn's brute-force neighbours on made data.

Run: python3 tools/golden/neighbors.py   (numpy and scikit-learn; their versions go into the file)
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.neighbors import NearestNeighbors

METRICS = ["euclidean", "cosine", "correlation", "cityblock", "chebyshev"]
K = 4


def main():
    rng = np.random.default_rng(20261)
    # Multiples of 1/256, exact in float32: both types of ours see scikit-learn's very values.
    queries, base = (np.round(rng.standard_normal((rows, 19)) * 256) / 256 for rows in (6, 60))
    results = []
    for metric in METRICS:
        search = NearestNeighbors(n_neighbors=K, algorithm="brute", metric=metric).fit(base)
        distances, indices = search.kneighbors(queries)
        results.append({"metric": metric, "k": K, "indices": indices.ravel().tolist(), "distances": distances.ravel().tolist()})
    versions = {"numpy": np.__version__, "scikit-learn": sklearn.__version__}
    data = {"versions": versions, "cols": 19, "queries": queries.ravel().tolist(), "base": base.ravel().tolist()}
    path = pathlib.Path(__file__).parents[2] / "packages/core-native/src/distance/golden/neighbors.json"
    path.write_text(json.dumps({**data, "results": results}) + "\n")


if __name__ == "__main__":
    main()
