"""The peers of `npm run bench -- searchlight`; see serve.py.

Spheres: `mask` (1 x voxels, C order); parameters shape, radius (in voxels, strictly within), threshold (share of the
sphere's voxels in the mask; members are those in the mask).
RDMs and RSA: `betas` (conditions x voxels) and, for RSA, `models` (models x pairs) as well.
rsatoolbox is found where Python finds it (PYTHONPATH); without it, that peer is 'not installed'.
"""

from serve import Server, why_missing  # first: it asks for NumPy's BLAS before others can load their own

import contextlib
import hashlib
import importlib
import io

import numpy as np
import scipy
from scipy.spatial.distance import pdist
from scipy.stats import spearmanr


@contextlib.contextmanager
def quiet():
    """rsatoolbox prints, and standard output is the server's."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


def spheres(mask, radius, threshold):
    """(centres, offsets, indices): each step of the sphere for all voxels of the mask at once."""
    reach = int(np.ceil(radius)) - 1
    steps = np.indices((2 * reach + 1,) * 3).reshape(3, -1).T - reach
    steps = steps[(steps**2).sum(1) < radius**2]
    places = np.argwhere(mask)
    members = np.empty((len(places), len(steps)), bool)
    inside = np.zeros(len(places), int)
    for s, step in enumerate(steps):
        to = places + step
        valid = ((to >= 0) & (to < mask.shape)).all(1)
        inside += valid
        members[:, s] = valid & mask[tuple(np.where(valid[:, None], to, 0).T)]
    kept = members.sum(1) / inside >= threshold
    centers = np.ravel_multi_index(places[kept].T, mask.shape)
    shifts = steps @ [mask.shape[1] * mask.shape[2], mask.shape[2], 1]
    members = members[kept]
    indices = (centers[:, None] + shifts)[members]
    return centers, np.concatenate([[0], members.sum(1).cumsum()]), indices


def volume(arrays, parameters):
    return arrays["mask"].reshape(parameters["shape"]) > 0


def spheres_of_numpy(arrays, parameters):
    mask = volume(arrays, parameters)
    return lambda: spheres(mask, parameters["radius"], parameters["threshold"])


def spheres_of_rsatoolbox(arrays, parameters):
    from rsatoolbox.util.searchlight import get_volume_searchlight

    mask = volume(arrays, parameters).astype(int)

    def run():
        with quiet():
            return get_volume_searchlight(mask, parameters["radius"], parameters["threshold"], False)

    return run


def neighbors_of(arrays, parameters):
    centers, offsets, indices = spheres(volume(arrays, parameters), parameters["radius"], parameters["threshold"])
    return centers, np.split(indices, offsets[1:-1])


def rdms_of_scipy(arrays, parameters):
    _, neighbors = neighbors_of(arrays, parameters)
    betas = arrays["betas"]
    return lambda: np.array([pdist(betas[:, n], "correlation") for n in neighbors])


def spearman_of_scipy(arrays, parameters):
    _, neighbors = neighbors_of(arrays, parameters)
    betas, models = arrays["betas"], arrays["models"]

    def run():
        rdms = (pdist(betas[:, n], "correlation") for n in neighbors)
        return np.array([[spearmanr(rdm, model)[0] for model in models] for rdm in rdms])

    return run


def rdms_by_rsatoolbox(arrays, parameters):
    from rsatoolbox.util.searchlight import get_searchlight_RDMs

    centers, neighbors = neighbors_of(arrays, parameters)
    betas = arrays["betas"]

    def run():
        with quiet():
            return get_searchlight_RDMs(betas, centers, neighbors, np.arange(len(betas)), "correlation", verbose=False)

    return run


def rdms_of_rsatoolbox(arrays, parameters):
    run = rdms_by_rsatoolbox(arrays, parameters)
    return lambda: run().dissimilarities


def spearman_of_rsatoolbox(arrays, parameters):
    """RDMs and the first model's correlations with them."""
    from rsatoolbox.inference import eval_fixed
    from rsatoolbox.model import ModelFixed
    from rsatoolbox.util.searchlight import evaluate_models_searchlight

    rdms = rdms_by_rsatoolbox(arrays, parameters)
    model = ModelFixed("model", arrays["models"][0])

    def run():
        found = rdms()
        with quiet():
            results = evaluate_models_searchlight(found, model, eval_fixed, method="spearman", n_jobs=1)
        return np.array([[float(np.squeeze(result.evaluations))] for result in results])

    return run


def digest(result, truncated):
    """Centres, offsets and ascending members as int32, as one hash; `truncated` (the mask, or None) drops other members."""
    if len(result) == 3:
        centers, offsets, indices = result
    else:
        centers, neighbors = result
        neighbors = [np.sort(n[truncated[n]]) for n in map(np.asarray, neighbors)]
        offsets = np.cumsum([0, *map(len, neighbors)])
        indices = np.concatenate(neighbors)
    joined = b"".join(np.asarray(part).astype("<i4").tobytes() for part in (centers, offsets, indices))
    return hashlib.sha256(joined).hexdigest()


def check(result, request):
    """Of spheres: {"mask": [indices]} -> {"digest"}; else {"centers": [k]} -> {"values": their rows}."""
    if "mask" in request:
        mask = np.zeros(request["voxels"], bool)
        mask[request["mask"]] = True
        return {"digest": digest(result, mask)}
    return {"values": np.asarray(result)[request["centers"]].tolist()}


def version(name):
    try:
        return importlib.import_module(name).__version__
    except ImportError as error:
        return why_missing(error)


PEERS = {
    "numpy": spheres_of_numpy,
    "rsatoolbox": spheres_of_rsatoolbox,
    "scipy_rdms": rdms_of_scipy,
    "scipy_spearman": spearman_of_scipy,
    "rsatoolbox_rdms": rdms_of_rsatoolbox,
    "rsatoolbox_spearman": spearman_of_rsatoolbox,
}
Server(PEERS, check, lambda: {"SciPy": scipy.__version__, "rsatoolbox": version("rsatoolbox")}).serve()
