"""The peers of `npm run bench -- learn-dictionary`; see serve.py."""

from serve import Server  # first: it asks for NumPy's BLAS before others can load their own

import numpy as np

from ista import learn


def of_numpy(arrays, parameters):
    batches = np.array(parameters["batches"]).reshape(-1, parameters["batchSize"])
    return lambda: learn(arrays["x"], arrays["dictionary"], batches)


def check(result, _):
    _, errors, iterations, _ = result
    return {"errors": errors, "iterations": iterations}


Server({"numpy": of_numpy}, check, lambda: {}).serve()
