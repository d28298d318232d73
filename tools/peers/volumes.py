"""The peers of `npm run bench -- tfce volume-inference`; see serve.py."""

from serve import Server  # first: it asks for NumPy's BLAS before SciPy can load its own

import numpy as np
import scipy
from scipy import ndimage, stats

STEPS = 100


def enhanced(values, structure, step):
    """The sum over steps, each with clusters of its own, of both signs."""
    scores = np.zeros(values.shape)
    for sign in (1, -1):
        x = sign * values
        for k in range(1, int(x.max() / step) + 1):
            labels, count = ndimage.label(x >= k * step, structure)
            shares = np.bincount(labels.ravel(), minlength=count + 1) ** 0.5 * ((k * step) ** 2 * step)
            shares[0] = 0
            scores += sign * shares[labels]
    return scores


def structure_of(parameters):
    return ndimage.generate_binary_structure(3, {6: 1, 18: 2, 26: 3}[parameters["connectivity"]])


def of_map(arrays, parameters):
    values = arrays["map"].reshape(parameters["shape"])
    step = np.abs(values).max() / STEPS
    structure = structure_of(parameters)
    return lambda: enhanced(values, structure, step)


def of_flips(arrays, parameters):
    """As many flips as are asked of it, one after the other."""
    maps, structure = arrays["maps"], structure_of(parameters)
    rng = np.random.default_rng(1)

    def run():
        maxima = []
        for _ in range(parameters["peerFlips"]):
            flip = rng.choice([-1.0, 1.0], (len(maps), 1))
            t = stats.ttest_1samp(flip * maps, 0).statistic.reshape(parameters["shape"])
            maxima.append(np.abs(enhanced(t, structure, np.abs(t).max() / STEPS)).max())
        return np.array(maxima)

    return run


def check(result, _):
    return {"scores": result.ravel().tolist()}


Server({"scipy": of_map, "scipy-flips": of_flips}, check, lambda: {"SciPy": scipy.__version__}).serve()
