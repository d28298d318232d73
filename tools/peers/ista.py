"""The published sparse coding transcribed to NumPy: residuals in every iteration, spectral norms by the SVD."""

import numpy as np


def shrink(x, threshold):
    return np.maximum(x - threshold, 0) - np.maximum(-x - threshold, 0)


def iterate(x, phi, step=1e-2, threshold=1e-3, tolerance=1e-2, limit=999):
    """Codes before and after the last update, and the number of updates, with the last ratio."""
    step, threshold = x.dtype.type(step), x.dtype.type(threshold)
    r = np.zeros((len(x), phi.shape[1]), x.dtype)
    for t in range(1, limit + 1):
        before, r = r, shrink(r + step * ((x - r @ phi.T) @ phi), threshold)
        ratio = np.linalg.norm(r - before, 2) / (tolerance + np.linalg.norm(before, 2))
        if ratio < tolerance:
            break
    return before, r, t, ratio


def learn(x, phi, batches, rate=1e-2, step=1e-2, threshold=1e-3, tolerance=1e-2):
    """The dictionary, and of each batch the mean squared residual, the number of updates and the last ratio."""
    curve, iterations, ratios = [], [], []
    for rows in batches:
        part = x[rows]
        part = part - part.mean()
        phi = phi / np.maximum(np.linalg.norm(phi, axis=0), x.dtype.type(1e-8))
        _, r, t, ratio = iterate(part, phi, step, threshold, tolerance)
        r = shrink(r + x.dtype.type(step) * ((part - r @ phi.T) @ phi), x.dtype.type(threshold))
        errors = part - r @ phi.T
        phi = phi + x.dtype.type(rate) * (errors.T @ r)
        curve.append(float((errors.astype(np.float64) ** 2).mean()))
        iterations.append(t)
        ratios.append(float(ratio))
    return phi, curve, iterations, ratios
