"""The peers of `npm run bench -- lasso`; see serve.py."""

from serve import Server, why_missing  # first: it asks for NumPy's BLAS before others can load their own

import importlib
import warnings

import numpy as np

warnings.filterwarnings("ignore")


def of_sklearn(arrays, parameters):
    """Its coordinate descent on the Gram matrix, which is made beforehand."""
    from sklearn.decomposition import sparse_encode

    x, phi = arrays["x"], arrays["dictionary"].astype(arrays["x"].dtype)
    atoms = np.ascontiguousarray(phi.T)
    gram, alpha, rows = atoms @ atoms.T, parameters["alpha"], slice(parameters["peerRows"])
    products = atoms @ x[rows].T

    def run():
        codes = sparse_encode(
            x[rows], atoms, gram=gram, cov=products, algorithm="lasso_cd", alpha=alpha, max_iter=100_000, n_jobs=1
        )
        return arrays, codes, alpha

    return run


def check(result, _):
    """Gaps over 0.5 |x|^2, in float64 from x itself, as ours are."""
    arrays, codes, alpha = result
    x, phi, r = (a.astype(np.float64) for a in (arrays["x"][: len(codes)], arrays["dictionary"], codes))
    residual = x - r @ phi.T
    slopes = residual @ phi
    share = np.minimum(1, alpha / np.abs(slopes).max(axis=1))
    rest = (alpha * np.abs(r) - share[:, None] * slopes * r).sum(axis=1)
    gaps = 0.5 * (1 - share) ** 2 * (residual**2).sum(axis=1) + rest
    return {"gaps": (gaps / (0.5 * (x**2).sum(axis=1))).tolist()}


def version(name):
    try:
        return importlib.import_module(name).__version__
    except ImportError as error:
        return why_missing(error)


Server({"sklearn": of_sklearn}, check, lambda: {"scikit-learn": version("sklearn")}).serve()
