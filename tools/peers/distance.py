"""The Python peers of `npm run bench -- distance`: one JSON request per line on stdin, one answer per line on stdout.

{"load": {"x": [path, dtype, rows, cols], "y": ...}}   keeps raw arrays in memory
{"run": "scipy-pdist-euclidean"}                       one timed run: {"seconds", "sum"}
{"versions": true}                                     what runs here
"""

import json
import sys
import time

import numpy as np
import scipy
from scipy.spatial.distance import cdist, pdist

arrays = {}


def numpy_correlation():
    x = arrays["x"]
    z = x - x.mean(axis=1, keepdims=True)
    z /= np.sqrt((z * z).sum(axis=1, keepdims=True))
    return 1 - z @ z.T


def run(name):
    if name == "numpy-correlation":
        return numpy_correlation()
    _, function, metric = name.split("-")
    return pdist(arrays["x"], metric) if function == "pdist" else cdist(arrays["x"], arrays["y"], metric)


def blas():
    try:
        from threadpoolctl import threadpool_info

        return ", ".join(f"{i['internal_api']} {i.get('version')} ({i.get('architecture')})" for i in threadpool_info())
    except ImportError:
        return "unknown (python3-threadpoolctl is not installed)"


def answer(request):
    if "load" in request:
        for key, (path, dtype, rows, cols) in request["load"].items():
            arrays[key] = np.fromfile(path, dtype=dtype).reshape(rows, cols)
        return {"loaded": list(request["load"])}
    if "versions" in request:
        return {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__, "blas": blas()}
    start = time.perf_counter()
    result = run(request["run"])
    return {"seconds": time.perf_counter() - start, "sum": float(np.asarray(result, dtype=np.float64).sum())}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
