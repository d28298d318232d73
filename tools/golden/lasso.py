"""Writes packages/core-native/src/sparse-coding/golden/lasso.json: LASSO optima on made data, by scikit-learn's coordinate
descent at a tolerance of 1e-14, with the objective and error that NumPy finds for them.

Run: python3 tools/golden/lasso.py   (the versions go into the file)
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import Lasso


def objective_and_gap(x, phi, r, alpha):
    """The objective, and how far it is above the dual's at the scaled residual."""
    residual = x - r @ phi.T
    slopes = np.abs(residual @ phi).max(axis=1)
    theta = residual * np.minimum(1, alpha / np.maximum(slopes, 1e-300))[:, None]
    primal = 0.5 * (residual**2).sum(axis=1) + alpha * np.abs(r).sum(axis=1)
    dual = 0.5 * (x**2).sum(axis=1) - 0.5 * ((x - theta) ** 2).sum(axis=1)
    return primal, primal - dual


def optimum(x, phi, alpha):
    # Its objective is divided by the number of features.
    model = Lasso(alpha=alpha / len(phi), fit_intercept=False, tol=1e-14, max_iter=1_000_000)
    return np.array([model.fit(phi.copy(), row.copy()).coef_ for row in x])


def case(name, x, phi, alpha, centre="none"):
    centred = x - x.mean() if centre == "grand-mean" else x
    r = optimum(centred, phi, alpha)
    objective, gap = objective_and_gap(centred, phi, r, alpha)
    assert (gap <= 1e-13 * (1 + 0.5 * (centred**2).sum(axis=1))).all(), (name, gap)
    return {
        **{"name": name, "alpha": alpha, "centre": centre},
        **{"samples": len(x), "features": x.shape[1], "atoms": phi.shape[1]},
        **{"x": x.ravel().tolist(), "dictionary": phi.ravel().tolist(), "codes": r.ravel().tolist()},
        **{"objectives": objective.tolist(), "errors": ((centred - r @ phi.T) ** 2).mean(axis=1).tolist()},
    }


def unit(phi):
    return phi / np.linalg.norm(phi, axis=0)


def toy():
    x = np.array([[1, 0.5, -0.2, 0], [0.3, -0.7, 0.9, 0.1], [0, 0.2, 0.4, -0.6]])
    phi = unit(np.array([[1, 0], [0, 1], [0.5, -0.5], [0, 0.25]]))
    return case("toy", x, phi, 0.1, "grand-mean")


def made(name, rng, samples, features, atoms, alpha, shared=0.0, centre="none"):
    """`shared` > 0: atoms that resemble one another."""
    phi = unit(rng.standard_normal((features, atoms)) + shared * rng.standard_normal((features, 1)))
    codes = rng.standard_normal((samples, atoms)) * (rng.random((samples, atoms)) < 0.3)
    x = codes @ phi.T + 0.1 * rng.standard_normal((samples, features))
    return case(name, x.round(6), phi.round(6), alpha, centre)


def main():
    rng = np.random.default_rng(20261121)
    cases = [
        toy(),
        made("fewer atoms than features", rng, 6, 23, 9, 0.05),
        made("more atoms than features", rng, 5, 12, 30, 0.2),
        made("atoms that resemble one another", rng, 5, 30, 14, 0.1, shared=2.0),
        made("the grand mean taken off", rng, 7, 10, 5, 0.1, centre="grand-mean"),
        made("one atom", rng, 3, 7, 1, 0.3),
        made("an alpha above most products", rng, 6, 20, 8, 1.5),
    ]
    versions = {"numpy": np.__version__, "scikit-learn": sklearn.__version__}
    root = pathlib.Path(__file__).parents[2]
    path = root / "packages/core-native/src/sparse-coding/golden/lasso.json"
    path.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")


main()
