"""Writes packages/memorability-spc/src/features/golden/quantile.json: quantiles of magnitudes by NumPy.

Run from the repository root: /usr/bin/python3 tools/golden/memorability_quantile.py
NumPy below 2, as when the study was published: it interpolates between float32 values in float64.
"""

import json
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[2] / "packages/memorability-spc/src/features/golden/quantile.json"


def case(random, dtype, n, q):
    values = random.standard_normal(n).astype(dtype)
    values[: n // 5] = 0
    values[n // 5 : n // 3] = values[-1]  # ties
    quantile = np.quantile(np.abs(values), q)
    scaled = values / quantile if quantile > 0 else values[:0]
    assert scaled.dtype == dtype
    return {
        "type": dtype.__name__,
        "q": q,
        "values": values.astype(float).tolist(),
        "quantile": float(quantile),
        "scaled": scaled.astype(float).tolist(),
    }


def main():
    assert np.__version__ < "2"
    random = np.random.default_rng(3)
    sizes = ((1, 0.95), (2, 0.95), (2, 0.5), (7, 0.5), (91, 0.95), (41, 0.975), (60, 0.1), (21, 0.95), (30, 1.0))
    cases = [case(random, dtype, n, q) for dtype in (np.float32, np.float64) for n, q in sizes]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"numpy": np.__version__, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
