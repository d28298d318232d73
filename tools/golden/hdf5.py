"""Writes packages/io/src/golden/hdf5.json: files of Keras' layout and of MATLAB's v7.3 layout by h5py, with what they hold.

Run from the repository root: /usr/bin/python3 tools/golden/hdf5.py
Neither Keras nor MATLAB writes them here: h5py does, with the attributes that theirs have.
"""

import base64
import gzip
import io
import json
import sys
from pathlib import Path

import h5py
import numpy as np

OUT = Path(__file__).resolve().parents[2] / "packages/io/src/golden/hdf5.json"
LAYERS = {
    "conv1": {"conv1/kernel:0": np.linspace(-1, 1, 12, dtype="<f4").reshape(2, 2, 1, 3), "conv1/bias:0": np.arange(3, dtype="<f4")},
    "relu": {},
    "fc": {"fc_W:0": np.arange(12, dtype=">f4").reshape(6, 2), "steps:0": np.array(7, "<i8")},
}


def b64(data):
    return base64.b64encode(data).decode()


def little(array):
    return b64(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes())


def text(values):
    return np.array([v.encode() for v in values]) if values else np.array([], "S1")


def fill(root, split):
    names = list(LAYERS)
    if split:
        root.attrs["layer_names0"], root.attrs["layer_names1"] = text(names[:2]), text(names[2:])
    else:
        root.attrs["layer_names"] = text(names)
    for layer, weights in LAYERS.items():
        group = root.create_group(layer)
        group.attrs["weight_names"] = text(list(weights))
        for name, array in weights.items():
            packed = {"compression": "gzip"} if array.ndim > 1 else {}
            group.create_dataset(name, data=array, **packed)


def keras_cases():
    for name, whole, split in (("weights only", False, False), ("whole model", True, False), ("split names", False, True)):
        file = io.BytesIO()
        with h5py.File(file, "w") as root:
            if whole:
                root.attrs["model_config"] = '{"class_name": "Sequential"}'
                root.attrs["keras_version"] = "2.4.0"
            fill(root.create_group("model_weights") if whole else root, split)
        yield {"name": name, "file": b64(gzip.compress(file.getvalue(), mtime=0))}


def matlab(parent, name, array, kind, **attributes):
    dataset = parent.create_dataset(name, data=np.asarray(array).T)
    dataset.attrs["MATLAB_class"] = np.bytes_(kind)
    for key, value in attributes.items():
        dataset.attrs[key] = value
    return dataset


def codes(rows):
    return np.array([[ord(c) for c in row] for row in rows], "<u2")


def mat_file():
    file = io.BytesIO()
    with h5py.File(file, "w", userblock_size=512) as root:
        held = []
        grid = np.arange(24).reshape(2, 3, 4)
        for dtype, kind in {"f8": "double", "f4": "single", "i1": "int8", "u2": "uint16", "i8": "int64", "u8": "uint64"}.items():
            array = grid.astype("<" + dtype)
            matlab(root, "n_" + kind, array, kind)
            held.append(["n_" + kind, {"kind": "numeric", "class": kind, "shape": grid.shape, "data": little(array)}])
        packed = root.create_dataset("packed", data=grid.astype("<f8").T, chunks=(2, 3, 2), compression="gzip")
        packed.attrs["MATLAB_class"] = np.bytes_("double")
        held.append(["packed", {"kind": "numeric", "class": "double", "shape": grid.shape, "data": little(grid.astype("<f8"))}])
        flags = np.array([[1, 0, 1]], "u1")
        matlab(root, "flags", flags, "logical", MATLAB_int_decode=np.int32(1))
        held.append(["flags", {"kind": "numeric", "class": "logical", "shape": [1, 3], "data": little(flags)}])
        turned = np.array([[1 + 2j, 3 - 4j], [5j, 6]])
        pairs = np.empty((2, 2), [("real", "<f8"), ("imag", "<f8")])
        pairs["real"], pairs["imag"] = turned.real, turned.imag
        matlab(root, "turned", pairs, "double")
        held.append(["turned", {"kind": "numeric", "class": "double", "shape": [2, 2], "data": little(turned.real), "imaginary": little(turned.imag)}])
        matlab(root, "chars", codes(["abc", "de✓"]), "char", MATLAB_int_decode=np.int32(2))
        chars = {"kind": "char", "shape": [2, 3], "rows": ["abc", "de✓"]}
        held.append(["chars", chars])
        root.create_dataset("empty", data=np.array([0, 3], "<u8")).attrs.update({"MATLAB_class": np.bytes_("double"), "MATLAB_empty": np.uint8(1)})
        held.append(["empty", {"kind": "numeric", "class": "double", "shape": [0, 3], "data": ""}])
        refs = root.create_group("#refs#")
        targets = [matlab(refs, key, array, "double") for key, array in zip("abcdef", np.arange(12, dtype="<f8").reshape(6, 1, 2))]
        value = lambda k: {"kind": "numeric", "class": "double", "shape": [1, 2], "data": little(np.array([2.0 * k, 2 * k + 1]))}
        cells = root.create_dataset("cells", (3, 2), h5py.ref_dtype)
        for at, target in zip(np.ndindex(3, 2), targets):
            cells[at] = target.ref
        cells.attrs["MATLAB_class"] = np.bytes_("cell")
        held.append(["cells", {"kind": "cell", "shape": [2, 3], "cells": [value(k) for k in (0, 2, 4, 1, 3, 5)]}])
        single = root.create_group("single")
        single.attrs["MATLAB_class"] = np.bytes_("struct")
        matlab(single, "name", codes(["abc"]), "char", MATLAB_int_decode=np.int32(2))
        held.append(["single", {"kind": "struct", "shape": [1, 1], "fields": [["name", [{"kind": "char", "shape": [1, 3], "rows": ["abc"]}]]]}])
        array = root.create_group("structs")
        array.attrs["MATLAB_class"] = np.bytes_("struct")
        field = array.create_dataset("image", (2, 1), h5py.ref_dtype)
        field[0, 0], field[1, 0] = targets[3].ref, targets[1].ref
        held.append(["structs", {"kind": "struct", "shape": [1, 2], "fields": [["image", [value(3), value(1)]]]}])
        sparse = root.create_group("thin")
        sparse.attrs.update({"MATLAB_class": np.bytes_("double"), "MATLAB_sparse": np.uint64(3)})
        for key, data in {"data": np.array([-2, 1.5, 3]), "ir": np.array([1, 0, 2], "<u8"), "jc": np.array([0, 1, 3], "<u8")}.items():
            sparse.create_dataset(key, data=data)
        held.append(["thin", {"kind": "sparse", "class": "double", "shape": [3, 2], "rowIndices": [1, 0, 2], "columnStarts": [0, 1, 3], "data": [-2, 1.5, 3]}])
    head = b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM"
    content = head + b"\0" * (512 - len(head)) + file.getvalue()[512:]
    return {"file": b64(gzip.compress(content, mtime=0)), "variables": sorted(held)}


def hostile(fill_root):
    """A file of Keras' layout with one layer that is not what it seems."""
    file = io.BytesIO()
    with h5py.File(file, "w") as root:
        root.attrs["layer_names"] = text(["a"])
        fill_root(root)
    return b64(gzip.compress(file.getvalue(), mtime=0))


def layer(root):
    group = root.create_group("a")
    group.attrs["weight_names"] = text(["w"])
    return group


def loop(root):
    layer(root)["w"] = root


tricks = {
    "large": hostile(lambda root: layer(root).create_dataset("w", (2**24,), "<f8")),
    "wide chunks": hostile(lambda root: layer(root).create_dataset("w", (10,), "<f8", chunks=(2**24,), maxshape=(None,))),
    "loop": hostile(loop),
    "outside": hostile(lambda root: layer(root).__setitem__("w", h5py.ExternalLink("/etc/hostname", "x"))),
    "half": hostile(lambda root: layer(root).create_dataset("w", data=np.zeros(3, "<f2"))),
}
tensors = [
    {"name": f"{layer}/{name}", "shape": array.shape, "dtype": array.dtype.newbyteorder("=").name, "data": little(array)}
    for layer, weights in LAYERS.items()
    for name, array in weights.items()
]
layers = [{"name": layer, "weights": [f"{layer}/{name}" for name in weights]} for layer, weights in LAYERS.items()]
versions = {"python": sys.version.split()[0], "h5py": h5py.__version__, "hdf5": h5py.version.hdf5_version}
keras = {"read": list(keras_cases()), "layers": layers, "tensors": tensors}
OUT.write_text(json.dumps({"versions": versions, "keras": keras, "mat": mat_file(), "tricks": tricks}) + "\n")
