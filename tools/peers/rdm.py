"""The peers of `npm run bench -- rdm`; see serve.py. `parameters["function"]` says which of ours they stand beside.

rsatoolbox is found where Python finds it (PYTHONPATH); without it that peer is 'not installed'.
"""

from serve import Server, why_missing  # first: it asks for NumPy's BLAS before others can load their own

import importlib
import warnings

import numpy as np
import scipy
import scipy.stats
from scipy.spatial.distance import pdist

warnings.filterwarnings("ignore")

RSATOOLBOX_COMPARISONS = {
    "pearson": "corr",
    "spearman": "spearman",
    "tau-a": "tau-a",
    "tau-b": "tau-b",
    "rho-a": "rho-a",
    "cosine": "cosine",
    "whitened-cosine": "cosine_cov",
    "whitened-correlation": "corr_cov",
}


def unit(x):
    return x / np.sqrt((x * x).sum(1, keepdims=True))


def centred(x):
    return x - x.mean(1, keepdims=True)


def whitened(x):
    """The double-centred second moment, its diagonal beside the condensed rest."""
    n = int(round((1 + np.sqrt(1 + 8 * x.shape[1])) / 2))
    i, j = np.triu_indices(n, 1)
    g = np.zeros((len(x), n, n), x.dtype)
    g[:, i, j] = g[:, j, i] = x
    g -= g.mean(1, keepdims=True)
    g -= g.mean(2, keepdims=True)
    return np.concatenate([g[:, i, j], g[:, np.arange(n), np.arange(n)] / np.sqrt(2).astype(x.dtype)], 1)


PREPARED = {
    "pearson": centred,
    "spearman": lambda x: centred(scipy.stats.rankdata(x, axis=1)),
    "cosine": lambda x: x,
    "whitened-cosine": whitened,
}


def numpy_product(arrays, parameters):
    """Rows made unit vectors, and one product of matrices."""
    prepare, (a, b) = PREPARED[parameters["comparison"]], (arrays["a"], arrays["b"])
    return lambda: unit(prepare(a)) @ unit(prepare(b)).T


def scipy_pairs(arrays, parameters):
    """kendalltau of each pair."""
    a, b = arrays["a"], arrays["b"]
    return lambda: np.array([[scipy.stats.kendalltau(x, y)[0] for y in b] for x in a])


def rsatoolbox_compare(arrays, parameters):
    from rsatoolbox.rdm import RDMs, compare

    a, b = (RDMs(arrays[name].astype(np.float64)) for name in ("a", "b"))
    return lambda: compare(a, b, method=RSATOOLBOX_COMPARISONS[parameters["comparison"]])


def numpy_crossnobis(arrays, parameters):
    """Products of matrices for each pair of folds."""
    n, folds = parameters["conditions"], parameters["folds"]
    x, precision = arrays["patterns"].reshape(folds, n, -1), arrays["precision"]
    i, j = np.triu_indices(n, 1)

    def run():
        factor = np.linalg.cholesky(precision)
        z = x @ factor
        total = np.zeros((n, n))
        for m in range(folds):
            for k in range(m + 1, folds):
                products = z[m] @ z[k].T
                own = np.diag(products)
                total += own[:, None] + own[None, :] - products - products.T
        return total[i, j] / (folds * (folds - 1) / 2) / x.shape[2]

    return run


def scipy_mahalanobis(arrays, parameters):
    return lambda: pdist(arrays["patterns"], "mahalanobis", VI=arrays["precision"])


def rsatoolbox_rdm(arrays, parameters):
    from rsatoolbox.data import Dataset
    from rsatoolbox.rdm import calc_rdm

    rows, n = len(arrays["patterns"]), parameters["conditions"]
    labels = {"condition": np.arange(rows) % n, "fold": np.arange(rows) // n}
    data = Dataset(arrays["patterns"], obs_descriptors=labels)
    precision, metric = arrays["precision"], parameters["metric"]
    fold = "fold" if metric == "crossnobis" else None
    run = lambda: calc_rdm(  # noqa: E731
        data, method=metric, descriptor="condition", noise=precision, cv_descriptor=fold
    ).dissimilarities[0]
    if metric == "crossnobis":
        return run
    return lambda: np.sqrt(run() * data.n_channel)


def sklearn_noise(arrays, parameters):
    from sklearn.covariance import LedoitWolf

    return lambda: LedoitWolf().fit(arrays["residuals"]).precision_


def rsatoolbox_noise(arrays, parameters):
    from rsatoolbox.data.noise import prec_from_residuals

    method = {"ledoit-wolf": "shrinkage_eye", "diagonal": "shrinkage_diag"}[parameters["shrinkage"]]
    return lambda: prec_from_residuals(arrays["residuals"], method=method)


def by_function(**functions):
    return lambda arrays, parameters: functions[parameters["function"]](arrays, parameters)


def check(result, request):
    return {"values": np.asarray(result, np.float64).ravel()[request["at"]].tolist()}


def version(name):
    try:
        return importlib.import_module(name).__version__
    except ImportError as error:
        return why_missing(error)


PEERS = {
    "numpy": by_function(compare=numpy_product, crossnobis=numpy_crossnobis),
    "scipy": by_function(compare=scipy_pairs, mahalanobis=scipy_mahalanobis),
    "sklearn": by_function(noise=sklearn_noise),
    "rsatoolbox": by_function(
        compare=rsatoolbox_compare, crossnobis=rsatoolbox_rdm, mahalanobis=rsatoolbox_rdm, noise=rsatoolbox_noise
    ),
}
VERSIONS = {"SciPy": scipy.__version__, "scikit-learn": version("sklearn"), "rsatoolbox": version("rsatoolbox")}
Server(PEERS, check, lambda: VERSIONS).serve()
