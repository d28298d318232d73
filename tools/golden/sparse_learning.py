"""Writes packages/core-native/src/sparse-coding/golden/learning.json: 50 published batches of made features, in float64.

Run: /usr/bin/python3 tools/golden/sparse_learning.py   (numpy; its version goes into the file; some minutes)
"""

import json
import pathlib
import sys

import numpy as np

root = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(root / "tools/peers"))
from ista import learn  # noqa: E402
from sparse_problem import sparse_problem  # noqa: E402

phi, errors, iterations, ratios = learn(*sparse_problem(np.float64))
corner = phi[:: len(phi) // 20, :: phi.shape[1] // 20]
golden = {"numpy": np.__version__, "errors": errors, "iterations": iterations, "ratios": ratios}
golden["dictionary"] = {"every": [len(phi) // 20, phi.shape[1] // 20], "values": corner.ravel().tolist()}
path = root / "packages/core-native/src/sparse-coding/golden/learning.json"
path.write_text(json.dumps(golden) + "\n")
