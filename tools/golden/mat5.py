"""Writes packages/io/src/golden/mat5.json: files of scipy.io.savemat, with what scipy.io.loadmat reads of them.

Run from the repository root: /usr/bin/python3 tools/golden/mat5.py
"""

import base64
import io
import json
import sys
from pathlib import Path

import numpy as np
import scipy
import scipy.io
import scipy.sparse

OUT = Path(__file__).resolve().parents[2] / "packages/io/src/golden/mat5.json"
CLASSES = {"float64": "double", "float32": "single", "bool": "logical"}


def b64(data):
    return base64.b64encode(data).decode()


def plain(value):
    """What readMat5 must give, with data as base64 of the little-endian C-order elements."""
    if scipy.sparse.issparse(value):
        value = value.tocsc()
        kind = "logical" if value.dtype == bool else "double"
        parts = {"data": [float(x) for x in value.data.real]}
        parts |= {"imaginary": [float(x) for x in value.data.imag]} if np.iscomplexobj(value) else {}
        return {"kind": "sparse", "class": kind, "shape": value.shape, "rowIndices": value.indices.tolist(), "columnStarts": value.indptr.tolist(), **parts}
    if value.dtype.names:
        fields = [[name, [plain(x) for x in value[name].flatten()]] for name in value.dtype.names]
        return {"kind": "struct", "shape": value.shape, "fields": fields}
    if value.dtype == object:
        return {"kind": "cell", "shape": value.shape, "cells": [plain(x) for x in value.flatten()]}
    if value.dtype.kind == "U":
        shape = [*value.shape]
        return {"kind": "char", "shape": shape, "rows": ["".join(row) for row in value.reshape(-1, shape[-1])] if value.size else []}
    real = value.real if np.iscomplexobj(value) else value
    name = real.dtype.newbyteorder("=").name
    part = lambda x: b64(np.ascontiguousarray(x).astype(x.dtype.newbyteorder("<")).tobytes())
    result = {"kind": "numeric", "class": CLASSES.get(name, name), "shape": value.shape, "data": part(real)}
    return {**result, "imaginary": part(value.imag)} if np.iscomplexobj(value) else result


def variables():
    grid = np.arange(24).reshape(2, 3, 4)
    numeric = {f"n_{t}": grid.astype(t) for t in "float64 float32 int8 uint8 int16 uint16 int32 uint32 int64 uint64".split()}
    cells = np.empty((2, 2), object)
    cells[:] = [[np.eye(2), "text"], [np.array([[1 + 2j, -3j]]), np.empty((0, 0))]]
    struct = np.zeros((1, 3), [("name", object), ("value", object)])
    for k in range(3):
        struct[0, k] = (f"image {k}", np.full((k, 2), k / 3))
    sparse = scipy.sparse.csc_matrix(np.array([[0, 1.5, 0], [-2, 0, 0], [0, 3, 0.0]]))
    return {
        **numeric, "flags": np.array([[True, False, True]]), "edges": np.array([np.nan, np.inf, -0.0, 5e-324]),
        "complex": np.array([[1 + 2j, 3 - 4j]], np.complex64), "chars": np.array(["abc", "def"]), "text": "größe ✓",
        "cells": cells, "struct": struct, "scalar": {"a": 1.0, "b": "x"}, "empty": np.zeros((0, 3)),
        "sparse": sparse, "sparse_complex": sparse * 1j, "nested": {"inner": {"deep": cells}}, "a": np.uint8([[7]]),
    }


def swapped_file():
    """A big-endian file of one double matrix of small values as MATLAB stores it: in int16, its name in a small element."""
    flags = np.array([6, 0], ">u4").tobytes()
    tag = lambda t, n: np.array([t, n], ">u4").tobytes()
    small = lambda t, data: np.array([len(data) << 16 | t], ">u4").tobytes() + data.ljust(4, b"\0")
    body = tag(6, 8) + flags + tag(5, 8) + np.array([2, 3], ">i4").tobytes() + small(1, b"big")
    body += tag(3, 12) + np.arange(-3, 3, dtype=">i2").tobytes() + b"\0" * 4
    return b"MATLAB 5.0 MAT-file".ljust(124) + b"\x01\x00MI" + tag(14, len(body)) + body


def case(name, data):
    held = scipy.io.loadmat(io.BytesIO(data), chars_as_strings=False, mat_dtype=name == "big-endian")
    # loadmat gives logicals as uint8; whosmat names their class.
    classes = {variable: kind for variable, _, kind in scipy.io.whosmat(io.BytesIO(data))}
    found = {variable: plain(value) for variable, value in held.items() if not variable.startswith("__")}
    for variable, value in found.items():
        value.update({"class": "logical"} if classes[variable] == "logical" else {})
    return {"name": name, "file": b64(data), "variables": list(map(list, found.items()))}


def cases():
    for compressed in (False, True):
        file = io.BytesIO()
        scipy.io.savemat(file, variables(), do_compression=compressed)
        yield case("compressed" if compressed else "plain", file.getvalue())
    yield case("big-endian", swapped_file())


versions = {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__}
OUT.write_text(json.dumps({"versions": versions, "read": list(cases())}, indent=1) + "\n")
