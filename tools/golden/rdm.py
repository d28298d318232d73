"""Writes packages/core-native/src/rdm/golden/rdm.json: RDMs, noise precisions and comparisons of RDMs on made data, from
NumPy and SciPy's definitions, scikit-learn and rsatoolbox.

Run: PYTHONPATH=<rsatoolbox>/src python3 tools/golden/rdm.py   (their versions go into the file)
"""

import json
import pathlib
import warnings

import numpy as np
import scipy
import scipy.stats
import sklearn
from scipy.spatial.distance import pdist
from sklearn.covariance import ledoit_wolf

warnings.filterwarnings("ignore")
import rsatoolbox  # noqa: E402
from rsatoolbox.data import Dataset  # noqa: E402
from rsatoolbox.data.noise import cov_from_residuals, prec_from_residuals  # noqa: E402
from rsatoolbox.rdm import RDMs, calc_rdm, calc_rdm_unbalanced, compare  # noqa: E402

PEER_COMPARISONS = {
    "pearson": "corr",
    "spearman": "spearman",
    "tau-a": "tau-a",
    "tau-b": "tau-b",
    "rho-a": "rho-a",
    "cosine": "cosine",
    "whitened-cosine": "cosine_cov",
    "whitened-correlation": "corr_cov",
}


def signs(x):
    return np.sign(x[:, None] - x[None, :])


def rho_a(x, y):
    n = len(x)
    u, v = (scipy.stats.rankdata(z) - (n + 1) / 2 for z in (x, y))
    return 12 * (u @ v) / (n**3 - n)


def whitened(x, y, n, keep, centre):
    """With V formed, for the cells that both have."""
    c = np.zeros((n * (n - 1) // 2, n))
    for row, (i, j) in enumerate(zip(*np.triu_indices(n, 1))):
        c[row, i], c[row, j] = 1, -1
    v = ((c @ c.T) ** 2)[np.ix_(keep, keep)]
    u, w = (x - x.mean(), y - y.mean()) if centre else (x, y)
    dot = lambda a, b: a @ np.linalg.solve(v, b)  # noqa: E731
    return dot(u, w) / np.sqrt(dot(u, u) * dot(w, w))


def pair(x, y, n):
    keep = ~(np.isnan(x) | np.isnan(y))
    x, y = x[keep], y[keep]
    pairs = len(x) * (len(x) - 1)
    return {
        "pearson": scipy.stats.pearsonr(x, y)[0],
        "spearman": scipy.stats.spearmanr(x, y)[0],
        "tau-a": (signs(x) * signs(y)).sum() / pairs,
        "tau-b": scipy.stats.kendalltau(x, y)[0],
        "rho-a": rho_a(x, y),
        "cosine": 1 - scipy.spatial.distance.cosine(x, y),
        "whitened-cosine": whitened(x, y, n, keep, False),
        "whitened-correlation": whitened(x, y, n, keep, True),
    }


def of_pairs(a, b, n):
    all_pairs = [pair(x, y, n) for x in a for y in b]
    return {name: [float(p[name]) for p in all_pairs] for name in all_pairs[0]}


def numbers(x):
    return [None if np.isnan(v) else v for v in np.ravel(x).astype(float).tolist()]


def comparison_case(rng, kind, n, rows_a, rows_b):
    cells = n * (n - 1) // 2
    a, b = rng.random((rows_a, cells)), rng.random((rows_b, cells))
    b[0] += a[0]
    if kind == "ties":
        a, b = np.round(4 * a), np.round(3 * b)
    if kind in ("missing", "missing alike"):
        gone = rng.random((rows_a, cells)) < 0.1
        if kind == "missing":
            a[gone] = np.nan
        if kind == "missing alike":
            a[:, gone[0]] = np.nan
            b[:, gone[0]] = np.nan
    case = {"kind": kind, "n": n, "a": numbers(a), "b": numbers(b), "rowsA": rows_a, "rowsB": rows_b}
    case["scipy"] = of_pairs(a, b, n)
    if kind != "missing":  # rsatoolbox wants the same missing cells in all
        case["rsatoolbox"] = {
            ours: compare(RDMs(a), RDMs(b), method=theirs).ravel().tolist() for ours, theirs in PEER_COMPARISONS.items()
        }
    return case


def noise_case(rng, rows, channels, runs):
    mixing = np.eye(channels) + 0.3 * rng.standard_normal((channels, channels))
    x = [rng.standard_normal((rows, channels)) @ mixing + 5 * rng.standard_normal(channels) for _ in range(runs)]
    case = {"rows": rows, "channels": channels, "runs": [r.ravel().tolist() for r in x]}
    if runs > 1:
        pooled = np.concatenate([r - r.mean(0) for r in x])
        case["pooled"] = (pooled.T @ pooled / (runs * (rows - 1))).ravel().tolist()
        return case
    covariance, lam = ledoit_wolf(x[0])
    case["sklearn"] = {"covariance": covariance.ravel().tolist(), "shrinkage": lam}
    case["rsatoolbox"] = {
        ours: {
            "covariance": cov_from_residuals(x[0], method=theirs).ravel().tolist(),
            "precision": prec_from_residuals(x[0], method=theirs).ravel().tolist(),
        }
        for ours, theirs in [("ledoit-wolf", "shrinkage_eye"), ("diagonal", "shrinkage_diag"), ("none", "full")]
    }
    return case


def crossnobis(x, conditions, folds, precision):
    """From the definition: pairs of different folds that both conditions have, cell means."""
    labels, runs = np.unique(conditions), np.unique(folds)
    mean = lambda c, f: x[(conditions == c) & (folds == f)].mean(0)  # noqa: E731
    has = {(c, f): ((conditions == c) & (folds == f)).any() for c in labels for f in runs}
    values = []
    for i, c in enumerate(labels):
        for d in labels[i + 1 :]:
            differences = [mean(c, f) - mean(d, f) for f in runs if has[c, f] and has[d, f]]
            products = [u @ precision @ v for m, u in enumerate(differences) for k, v in enumerate(differences) if m != k]
            values.append(np.mean(products) / x.shape[1] if products else np.nan)
    return values


def rdm_case(rng, kind, n, folds, channels):
    conditions, runs = np.repeat(np.arange(n), folds) * 3 - 4, np.tile(np.arange(folds), n)
    if kind == "repeated":
        conditions, runs = np.tile(conditions, 2), np.tile(runs, 2)
    if kind == "unbalanced":  # two to five rows of each condition, folds drawn
        conditions = np.repeat(np.arange(n), rng.integers(2, 6, n))
        runs = rng.integers(0, folds, len(conditions))
    shuffled = rng.permutation(len(conditions))
    conditions, runs = conditions[shuffled], runs[shuffled]
    x = rng.standard_normal((len(conditions), channels)) + 0.1 * conditions[:, None]
    residuals = rng.standard_normal((3 * channels, channels))
    precision = np.linalg.inv(residuals.T @ residuals / (3 * channels))
    means = np.array([x[conditions == c].mean(0) for c in np.unique(conditions)])
    case = {"kind": kind, "rows": len(x), "channels": channels, "x": x.ravel().tolist()}
    case |= {"conditions": conditions.tolist(), "folds": runs.tolist(), "precision": precision.ravel().tolist()}
    case["scipy"] = {
        m: pdist(means, m).tolist() for m in ["euclidean", "sqeuclidean", "cosine", "correlation", "cityblock"]
    }
    case["scipy"]["mahalanobis"] = pdist(means, "mahalanobis", VI=precision).tolist()
    case["definition"] = numbers(crossnobis(x, conditions, runs, precision))
    data = Dataset(x, obs_descriptors={"condition": conditions, "fold": runs})
    ask = lambda f, m: f(  # noqa: E731
        data, method=m, descriptor="condition", noise=precision, cv_descriptor="fold" if m == "crossnobis" else None
    )
    case["rsatoolbox"] = {m: numbers(ask(calc_rdm, m).dissimilarities) for m in ["euclidean", "correlation", "mahalanobis"]}
    if kind != "unbalanced":
        case["rsatoolbox"]["crossnobis"] = numbers(ask(calc_rdm, "crossnobis").dissimilarities)
        by_appearance = ask(calc_rdm_unbalanced, "crossnobis")
        by_appearance.sort_by(reindex=True, condition="alpha")
        case["rsatoolbox"]["crossnobis unbalanced"] = numbers(by_appearance.dissimilarities)
    return case


def main():
    rng = np.random.default_rng(20261)
    golden = {
        "versions": {
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
            "rsatoolbox": rsatoolbox.__version__,
        },
        "comparisons": [
            comparison_case(rng, kind, n, rows_a, rows_b)
            for kind, n, rows_a, rows_b in [
                ("plain", 5, 3, 2),
                ("plain", 13, 2, 2),
                ("ties", 7, 3, 2),
                ("ties", 12, 2, 2),
                ("missing", 7, 3, 2),
                ("missing", 12, 2, 2),
                ("missing alike", 9, 2, 2),
            ]
        ],
        "noise": [noise_case(rng, 30, 4, 1), noise_case(rng, 15, 9, 1), noise_case(rng, 12, 3, 3)],
        "rdms": [
            rdm_case(rng, "balanced", 5, 3, 6),
            rdm_case(rng, "repeated", 4, 2, 7),
            rdm_case(rng, "unbalanced", 6, 4, 5),
        ],
    }
    path = pathlib.Path(__file__).parents[2] / "packages/core-native/src/rdm/golden/rdm.json"
    path.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
