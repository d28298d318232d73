"""The loop of a peer process of `npm run bench`: one JSON request per line on stdin, one JSON answer per line on stdout.

{"versions": true}                                 what runs here, by name
{"load": {"x": [path, dtype, rows, cols]}, "parameters": {...}, "peers": [name, ...]}
                                                   prepares a case, untimed; {"missing": {name: reason}}
{"run": name}                                      one timed run: {"seconds"}
{"check": name, ...}                               what the check asks about the last result of that run
"""

import json
import sys
import time

import numpy as np


def blas():
    """The BLAS that NumPy loaded: called before anything else is imported that might load another."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "unknown (threadpoolctl is not installed)"
    found = [i for i in threadpool_info() if i["user_api"] == "blas"]
    return ", ".join(f"{i['internal_api']} {i.get('version')} ({i.get('architecture')})" for i in found) or "unknown"


NUMPY = {"Python": sys.version.split()[0], "NumPy": np.__version__, "BLAS of NumPy": blas()}


def load(entry):
    path, dtype, rows, cols = entry
    return np.fromfile(path, dtype=dtype).reshape(rows, cols)


def why_missing(error):
    """A package that is not there, or one that is there and does not load."""
    absent = isinstance(error, ModuleNotFoundError) and "." not in error.name
    return "not installed" if absent else f"does not load: {error}"


class Server:
    """`peers`: name -> prepare(arrays, parameters), which returns the function to time (ImportError: missing).

    `check`: (result, request) -> answer. `versions`: () -> {name: version}.
    """

    def __init__(self, peers, check, versions):
        self.peers, self.check, self.versions = peers, check, versions
        self.functions, self.results = {}, {}

    def load(self, request):
        self.functions, self.results = {}, {}
        arrays = {key: load(entry) for key, entry in request["load"].items()}
        missing = {}
        for name in request["peers"]:
            try:
                self.functions[name] = self.peers[name](arrays, request["parameters"])
            except ImportError as error:
                missing[name] = why_missing(error)
        return {"missing": missing}

    def run(self, name):
        self.results.pop(name, None)
        start = time.perf_counter()
        result = self.functions[name]()
        seconds = time.perf_counter() - start
        self.results[name] = result
        return {"seconds": seconds}

    def answer(self, request):
        if "versions" in request:
            return {**NUMPY, **self.versions()}
        if "load" in request:
            return self.load(request)
        if "run" in request:
            return self.run(request["run"])
        return self.check(self.results[request["check"]], request)

    def serve(self):
        for line in sys.stdin:
            print(json.dumps(self.answer(json.loads(line))), flush=True)
