"""Writes packages/core-native/src/searchlight/golden/rsa.json: RDMs of a few neighbourhoods and their comparison with
models, by SciPy and NumPy.

Run: python3 tools/golden/searchlight_rsa.py   (numpy and scipy; their versions go into the file)
"""

import json
import pathlib

import numpy as np
import scipy
from scipy.optimize import nnls
from scipy.spatial.distance import pdist
from scipy.stats import kendalltau, pearsonr, spearmanr

CONDITIONS, FOLDS, VOXELS = 9, 3, 40
OUT = pathlib.Path(__file__).parents[2] / "packages/core-native/src/searchlight/golden/rsa.json"


def crossnobis(patterns):
    """patterns: folds x conditions x voxels; the mean over ordered pairs of different folds, and voxels."""
    values = []
    for i in range(patterns.shape[1]):
        for j in range(i + 1, patterns.shape[1]):
            d = patterns[:, i] - patterns[:, j]
            products = d @ d.T
            values.append((products.sum() - np.trace(products)) / (FOLDS * (FOLDS - 1) * patterns.shape[2]))
    return values


def tau_a(x, y):
    signs = np.sign(np.subtract.outer(x, x)) * np.sign(np.subtract.outer(y, y))
    return signs.sum() / (len(x) * (len(x) - 1))


def partial(rows):
    """Correlations of the first row with each other one, given the rest: of the residuals of least squares."""
    found = []
    for m in range(1, len(rows)):
        others = np.array([np.ones(rows.shape[1]), *(rows[k] for k in range(1, len(rows)) if k != m)]).T
        residual = [row - others @ np.linalg.lstsq(others, row, rcond=None)[0] for row in (rows[0], rows[m])]
        found.append(pearsonr(*residual)[0])
    return found


def comparisons(rdm, models):
    ranked = scipy.stats.rankdata(np.array([rdm, *models]), axis=1)
    return {
        "pearson": [pearsonr(rdm, m)[0] for m in models],
        "spearman": [spearmanr(rdm, m)[0] for m in models],
        "cosine": [rdm @ m / np.linalg.norm(rdm) / np.linalg.norm(m) for m in models],
        "tau-a": [tau_a(rdm, m) for m in models],
        "partial-pearson": partial(np.array([rdm, *models])),
        "partial-spearman": partial(ranked),
        "nnls": nnls(models.T, rdm)[0].tolist(),
    }


def main():
    random = np.random.default_rng(20261121)
    betas = random.normal(size=(FOLDS, CONDITIONS, VOXELS))
    # Patterns that the first model's two groups share, so that comparisons are not all near zero.
    groups = np.arange(CONDITIONS) % 2
    betas += 0.8 * random.normal(size=(2, VOXELS))[groups]
    pairs = np.triu_indices(CONDITIONS, 1)
    models = np.array(
        [
            (groups[pairs[0]] != groups[pairs[1]]).astype(float),
            np.abs(pairs[0] - pairs[1]).astype(float),
            random.uniform(size=len(pairs[0])),
        ]
    )
    members = [np.sort(random.choice(VOXELS, size, replace=False)) for size in (3, 7, 19, 40)]
    cases = []
    for m in members:
        rdm = {name: pdist(betas[0][:, m], name) for name in ("correlation", "cosine", "euclidean", "sqeuclidean")}
        # Without ties, SciPy's tau-b is tau-a.
        assert abs(kendalltau(rdm["correlation"], models[2])[0] - tau_a(rdm["correlation"], models[2])) < 1e-12
        cases.append(
            {
                "members": m.tolist(),
                "rdms": {**{k: v.tolist() for k, v in rdm.items()}, "crossnobis": crossnobis(betas[:, :, m])},
                "values": comparisons(rdm["correlation"], models),
            }
        )
    golden = {
        "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
        "betas": betas.tolist(),
        "models": models.tolist(),
        "cases": cases,
    }
    OUT.write_text(json.dumps(golden, indent=1) + "\n")


main()
