"""The peers of `npm run bench -- nearest-neighbors`; see serve.py.

faiss is found where Python finds it (PYTHONPATH); without it, or without scikit-learn, that peer is 'not installed'.
"""

from serve import Server, why_missing  # first: it asks for NumPy's BLAS before others can load their own

import importlib
import numpy as np


def of_sklearn(arrays, parameters):
    from sklearn.neighbors import NearestNeighbors

    search = NearestNeighbors(n_neighbors=parameters["k"], algorithm="brute", metric=parameters["metric"])
    search.fit(arrays["base"])
    return lambda: search.kneighbors(arrays["queries"])


def of_faiss(arrays, parameters):
    import faiss

    index = faiss.IndexFlatL2(arrays["base"].shape[1])
    index.add(arrays["base"])
    return lambda: index.search(arrays["queries"], parameters["k"])


def check(result, request):
    distances, indices = (np.asarray(part) for part in result)
    if request["check"] == "faiss":
        distances = np.sqrt(np.maximum(distances.astype(np.float64), 0))
    return {"indices": indices.ravel().tolist(), "distances": distances.ravel().tolist()}


def version(name):
    try:
        return importlib.import_module(name).__version__
    except ImportError as error:
        return why_missing(error)


PEERS = {"sklearn": of_sklearn, "faiss": of_faiss}
Server(PEERS, check, lambda: {"scikit-learn": version("sklearn"), "faiss": version("faiss")}).serve()
