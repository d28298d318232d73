"""Writes packages/core-native/src/resampling/golden/scipy.json: resamples evaluated one by one with SciPy and NumPy.

The resamples are drawn by the generator of philox.py (unbounded integers). Run from the repository root:
/usr/bin/python3 tools/golden/resampling.py   (numpy and scipy; their versions go into the file)
"""

import json
import platform
from itertools import combinations
from pathlib import Path

import numpy as np
import scipy
from scipy import stats
from scipy.spatial.distance import squareform

from philox import Stream

OUT = Path("packages/core-native/src/resampling/golden/scipy.json")
COMPARISONS = ["pearson", "spearman", "tau-a", "tau-b", "rho-a", "cosine"]


def tau_a(x, y):
    return np.mean([np.sign(x[i] - x[j]) * np.sign(y[i] - y[j]) for i, j in combinations(range(len(x)), 2)])


def rho_a(x, y):
    """The mean rank correlation over random orders of ties: covariance of mid-ranks over the variance of 1, ..., n."""
    n = len(x)
    return np.cov(stats.rankdata(x), stats.rankdata(y), ddof=0)[0, 1] / np.var(np.arange(1, n + 1))


COMPARE = {
    "pearson": lambda x, y: stats.pearsonr(x, y)[0],
    "spearman": lambda x, y: stats.spearmanr(x, y)[0],
    "tau-a": tau_a,
    "tau-b": lambda x, y: stats.kendalltau(x, y)[0],
    "rho-a": rho_a,
    "cosine": lambda x, y: 1 - scipy.spatial.distance.cosine(x, y),
}


def number(value):
    return None if np.isnan(value) else float(value)


def compare(x, y, comparison):
    constant = np.ptp(x) == 0 or np.ptp(y) == 0
    if constant and comparison in ("pearson", "spearman", "tau-b"):
        return np.nan  # SciPy would warn
    return COMPARE[comparison](x, y)


def resampled(rdm, conditions):
    """The condensed RDM of a resample, without the cells of a condition with itself."""
    square = squareform(rdm)[np.ix_(conditions, conditions)]
    kept = np.not_equal.outer(conditions, conditions)
    upper = np.triu_indices(len(conditions), 1)
    return square[upper][kept[upper]]


def evaluate(rdms, models, subjects, conditions, comparison):
    if len(set(conditions)) < 3:
        return [np.nan] * len(models)
    of = [[compare(resampled(rdms[s], conditions), resampled(m, conditions), comparison) for m in models] for s in subjects]
    return np.mean(of, axis=0)


def bootstrap(rdms, models, n, comparison, over, seed, draws):
    rows = []
    for i in range(draws):
        stream = Stream(seed, i)
        subjects, conditions = range(len(rdms)), np.arange(n)
        if over != "conditions":
            subjects = [stream.integer(len(rdms)) for _ in rdms]
        if over != "subjects":
            conditions = np.array([stream.integer(n) for _ in range(n)])
        rows.append([number(v) for v in evaluate(rdms, models, subjects, conditions, comparison)])
    return rows


def permutation(rdms, models, n, comparison, seed, draws):
    rows = []
    for i in range(draws):
        order = Stream(seed, 2**32 + i).shuffle(list(range(n)))
        moved = [squareform(squareform(m)[np.ix_(order, order)]) for m in models]
        rows.append([number(np.mean([compare(r, m, comparison) for r in rdms])) for m in moved])
    return rows


def flips(values, seed, draws):
    """Means and t statistics of flipped values."""
    rows = []
    for i in range(draws):
        stream = Stream(seed, 2**33 + i)
        words = [stream.word(w) for w in range(len(values) // 32 + 1)]
        signs = np.array([-1 if words[s // 32] >> s % 32 & 1 else 1 for s in range(len(values))])
        flipped = values * signs[:, None]
        rows.append({"mean": flipped.mean(axis=0).tolist(), "t": stats.ttest_1samp(flipped, 0)[0].tolist()})
    return rows


def pooled(rows, comparison):
    if comparison == "pearson":
        return np.mean([stats.zscore(row) for row in rows], axis=0)
    if comparison == "cosine":
        return np.mean([row / np.linalg.norm(row) for row in rows], axis=0)
    return np.mean([stats.rankdata(row) for row in rows], axis=0)


def ceiling(rdms, drawn, comparison):
    ends = []
    for s in drawn:
        others = [rdms[t] for t in drawn if t != s]
        lower = compare(rdms[s], pooled(others, comparison), comparison) if others else np.nan
        ends.append([lower, compare(rdms[s], pooled([rdms[t] for t in drawn], comparison), comparison)])
    return [number(v) for v in np.mean(ends, axis=0)]


def ceilings(rdms, comparison, seed, draws):
    rows = [ceiling(rdms, list(range(len(rdms))), comparison)]
    for i in range(draws):
        stream = Stream(seed, i)
        rows.append(ceiling(rdms, [stream.integer(len(rdms)) for _ in rdms], comparison))
    return rows


def adjusted(p):
    """The least alpha that rejects each: by trying every number of rejections, for each p."""
    m = len(p)
    return [min(min(1.0, m * q / np.sum(p <= q)) for q in p if q >= own) for own in p]


def rdm_case(rng, n, subjects, models, steps, seed):
    pairs = n * (n - 1) // 2
    truth = rng.uniform(0.5, 1, pairs)
    # Multiples of 1/steps, exact in float32, with ties.
    rdms = np.round((truth + rng.uniform(0, 1, (subjects, pairs))) * steps) / steps
    predictions = np.round((truth + rng.uniform(0, 0.5, (models, pairs))) * steps) / steps
    case = {"conditions": n, "seed": seed, "rdms": rdms.tolist(), "models": predictions.tolist(), "results": {}}
    for c in COMPARISONS:
        case["results"][c] = {
            "estimates": [number(v) for v in evaluate(rdms, predictions, range(subjects), np.arange(n), c)],
            "bootstrap": {o: bootstrap(rdms, predictions, n, c, o, seed, 8) for o in ("subjects", "conditions", "both")},
            "permutation": permutation(rdms, predictions, n, c, seed, 8),
            "ceiling": ceilings(rdms, c, seed, 8),
        }
    return case


def main():
    rng = np.random.default_rng(20262)
    values = np.round((rng.standard_normal((37, 5)) + [0, 0.2, 0.5, -0.4, 0]) * 64) / 64
    p = np.concatenate([rng.uniform(0, 1, 20), rng.uniform(0, 0.02, 8), [0.03, 0.03, 1.0, 0.0]])
    golden = {
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
        "rdms": [rdm_case(rng, 4, 3, 1, 4, 11), rdm_case(rng, 8, 4, 3, 64, 12), rdm_case(rng, 13, 2, 2, 8, 13)],
        "flips": {
            "values": values.tolist(),
            "seed": 14,
            "t": stats.ttest_1samp(values, 0)[0].tolist(),
            "rows": flips(values, 14, 10),
        },
        "discovery": {"p": p.tolist(), "adjusted": adjusted(p)},
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
