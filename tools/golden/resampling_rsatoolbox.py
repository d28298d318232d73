"""Writes packages/core-native/src/resampling/golden/rsatoolbox.json: rsatoolbox's noise ceilings and its evaluations of
resampled conditions, for the RDMs of scipy.json (tools/golden/resampling.py comes first).

Run from the repository root, with rsatoolbox on PYTHONPATH: python3 tools/golden/resampling_rsatoolbox.py
"""

import json
import warnings
from pathlib import Path

import numpy as np
import rsatoolbox
from rsatoolbox.inference import boot_noise_ceiling
from rsatoolbox.rdm import RDMs, compare

from philox import Stream

FOLDER = Path("packages/core-native/src/resampling/golden")
METHODS = {"pearson": "corr", "spearman": "spearman", "tau-a": "tau-a", "tau-b": "tau-b", "rho-a": "rho-a", "cosine": "cosine"}


def resampled(rdms, models, n, method, seed, draws):
    """Means over subjects; rsatoolbox leaves out the cells of a condition with itself as NaN."""
    rows = []
    for i in range(draws):
        stream = Stream(seed, i)
        drawn = [stream.integer(n) for _ in range(n)]
        if len(set(drawn)) < 3:
            rows.append(None)
            continue
        own, of_models = (x.subsample_pattern("index", drawn) for x in (rdms, models))
        rows.append(np.mean(compare(own, of_models, method), axis=0).tolist())
    return rows


def main():
    warnings.simplefilter("ignore")  # of ceilings for tau: that they are approximate
    cases = []
    for case in json.loads((FOLDER / "scipy.json").read_text())["rdms"][1:]:
        rdms, models = RDMs(np.array(case["rdms"])), RDMs(np.array(case["models"]))
        ceilings = {ours: [float(v) for v in boot_noise_ceiling(rdms, method)] for ours, method in METHODS.items()}
        draws = {ours: resampled(rdms, models, case["conditions"], method, 21, 6) for ours, method in METHODS.items()}
        cases.append({"seed": case["seed"], "ceilings": ceilings, "draws": draws})
    versions = {"numpy": np.__version__, "rsatoolbox": rsatoolbox.__version__}
    text = json.dumps({"versions": versions, "drawsSeed": 21, "cases": cases}, separators=(",", ":"))
    (FOLDER / "rsatoolbox.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
