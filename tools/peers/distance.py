"""The peers of `npm run bench -- distance` (pdist without y, cdist with it); see serve.py."""

from serve import Server  # first: it asks for NumPy's BLAS before SciPy can load its own

import numpy as np
import scipy
from scipy.spatial.distance import cdist, pdist


def of_scipy(arrays, parameters):
    metric = parameters["metric"]
    if "y" in arrays:
        return lambda: cdist(arrays["x"], arrays["y"], metric)
    return lambda: pdist(arrays["x"], metric)


def normalised(x, centre):
    z = x - x.mean(axis=1, keepdims=True) if centre else x
    return z / np.sqrt((z * z).sum(axis=1, keepdims=True))


def product(arrays, parameters):
    z = [normalised(rows, parameters["metric"] == "correlation") for rows in arrays.values()]
    return lambda: z[0] @ z[-1].T  # NumPy calls syrk where both are the same array


def whole(centre):
    def prepare(arrays, _):
        def run():
            z = [normalised(rows, centre) for rows in arrays.values()]
            return 1 - z[0] @ z[-1].T

        return run

    return prepare


def check(result, request):
    i, j = np.array(request["i"]), np.array(request["j"])
    if result.ndim == 2:
        values = result[i, j].astype(np.float64)
        return {"values": (1 - values if request["check"] == "numpy-product" else values).tolist()}
    rows = int(round((1 + np.sqrt(1 + 8 * result.size)) / 2))
    return {"values": result[i * rows - i * (i + 1) // 2 + j - i - 1].tolist()}


PEERS = {
    "scipy": of_scipy,
    "numpy-product": product,
    "numpy-correlation": whole(True),
    "numpy-cosine": whole(False),
}
Server(PEERS, check, lambda: {"SciPy": scipy.__version__}).serve()
