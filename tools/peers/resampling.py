"""The peers of `npm run bench -- resampling`; see serve.py.

rsatoolbox is found where Python finds it (PYTHONPATH); without it that peer is 'not installed'.
"""

from serve import Server, why_missing  # first: it asks for NumPy's BLAS before SciPy can load its own

import warnings

import numpy as np
import scipy
from scipy import stats
from scipy.spatial.distance import squareform


def similarities(x, y, comparison):
    """Each row of x with each of y."""
    if comparison == "tau-a":
        pairs = x.shape[1] * (x.shape[1] - 1) / 2

        def one(a, b):
            ties = lambda v: sum(t * (t - 1) / 2 for t in np.unique(v, return_counts=True)[1])
            return stats.kendalltau(a, b)[0] * np.sqrt((pairs - ties(a)) * (pairs - ties(b))) / pairs

        return np.array([[one(a, b) for b in y] for a in x])
    if comparison == "spearman":
        x, y = (stats.rankdata(v, axis=1) for v in (x, y))
    x, y = (v - v.mean(axis=1, keepdims=True) for v in (x, y))
    x, y = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in (x, y))
    return x @ y.T


def bootstrap(arrays, p):
    rdms, models = ([squareform(row) for row in arrays[name]] for name in ("rdms", "models"))
    rdms, models = np.array(rdms), np.array(models)
    n = rdms.shape[1]
    upper = np.triu_indices(n, 1)

    def run():
        rng, draws = np.random.default_rng(1), []
        for _ in range(p["resamples"]):
            subjects = rng.integers(len(rdms), size=len(rdms)) if p["over"] == "both" else np.arange(len(rdms))
            drawn = rng.integers(n, size=n)
            kept = drawn[upper[0]] != drawn[upper[1]]
            cells = drawn[upper[0]][kept], drawn[upper[1]][kept]
            draws.append(similarities(rdms[subjects][:, cells[0], cells[1]], models[:, cells[0], cells[1]], p["comparison"]).mean(axis=0))
        return np.std(draws, axis=0, ddof=1)[0]

    return run


def permutation(arrays, p):
    rdms, models = arrays["rdms"], np.array([squareform(row) for row in arrays["models"]])
    n = models.shape[1]
    upper = np.triu_indices(n, 1)
    ranked = stats.rankdata(rdms, axis=1)
    squares = np.array([squareform(row) for row in stats.rankdata(arrays["models"], axis=1)])

    def run():
        rng, maxima = np.random.default_rng(1), []
        for _ in range(p["resamples"]):
            order = rng.permutation(n)
            moved = squares[:, order[upper[0]], order[upper[1]]]
            maxima.append(similarities(ranked, moved, "pearson").mean(axis=0).max())
        return np.mean(maxima)

    return run


def ceiling(arrays, p):
    rdms = arrays["rdms"]
    ranks = stats.rankdata(rdms, axis=1)

    def upper(drawn):
        total = ranks[drawn].sum(axis=0)
        ends = []
        for s in drawn:
            others = total - ranks[s] * np.sum(drawn == s)
            ends.append(similarities(rdms[[s]], np.array([others, total]), p["comparison"])[0])
        return np.mean(ends, axis=0)[1]

    def run():
        rng = np.random.default_rng(1)
        return np.std([upper(rng.integers(len(rdms), size=len(rdms))) for _ in range(p["resamples"])], ddof=1)

    return run


def of_scipy(arrays, p):
    return {"bootstrap": bootstrap, "permutation": permutation, "ceiling": ceiling}[p["what"]](arrays, p)


def flips(arrays, p):
    values = arrays["values"]

    def run():
        signs = np.random.default_rng(1).integers(0, 2, (p["resamples"], len(values))) * 2.0 - 1
        size = np.abs(signs @ values) / len(values)
        np.sum(size >= np.abs(values.mean(axis=0)), axis=0)
        return np.mean(size.max(axis=1))

    return run


def of_rsatoolbox(arrays, p):
    from rsatoolbox.inference import boot_noise_ceiling, bootstrap_sample_rdm, eval_bootstrap
    from rsatoolbox.model import ModelFixed
    from rsatoolbox.rdm import RDMs

    warnings.simplefilter("ignore")
    rdms = RDMs(arrays["rdms"])
    if p["what"] == "ceiling":

        def run():
            ends = [boot_noise_ceiling(bootstrap_sample_rdm(rdms)[0], p["comparison"]) for _ in range(p["resamples"])]
            return np.nanstd(np.array(ends)[:, 1], ddof=1)

        return run
    models = [ModelFixed(f"model {k}", RDMs(row[None])) for k, row in enumerate(arrays["models"])]

    def evaluate():
        options = {"method": p["comparison"], "N": p["resamples"], "boot_noise_ceil": False, "verbose": -1}
        result = eval_bootstrap(models, rdms, **options)
        return np.nanstd(result.evaluations[:, 0], ddof=1)

    return evaluate


def versions():
    try:
        import rsatoolbox

        found = rsatoolbox.__version__
    except ImportError as error:
        found = why_missing(error)
    return {"SciPy": scipy.__version__, "rsatoolbox": found}


PEERS = {"scipy": of_scipy, "numpy-flips": flips, "rsatoolbox": of_rsatoolbox}
Server(PEERS, lambda result, _: {"value": float(result)}, versions).serve()
