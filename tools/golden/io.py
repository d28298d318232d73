"""Writes packages/io/src/golden/*.json: files made by NumPy, gzip and pickle, with the values they hold.

Run from the repository root: /usr/bin/python3 tools/golden/io.py
Every value is checked here with the library that wrote it before it is written down.
"""

import base64
import collections
import gzip
import hashlib
import io
import json
import pickle
import struct
import sys
import types
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[2] / "packages/io/src/golden"
VERSIONS = {"python": sys.version.split()[0], "numpy": np.__version__}


def b64(data):
    return base64.b64encode(data).decode()


def little(array):
    """C-order little-endian bytes, what a typed array holds."""
    return np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes()


def samples(dtype):
    """24 values of a dtype, with its extremes."""
    kind = np.dtype(dtype).kind
    if kind == "b":
        return np.arange(24) % 3 == 0
    if kind in "iu":
        info = np.iinfo(dtype)
        return np.array([info.min, info.max, 0, 1, info.max - 1] + list(range(2, 21)), dtype)
    info = np.finfo(dtype)
    edges = [0.0, -0.0, np.inf, -np.inf, np.nan, info.max, info.min, info.tiny, info.smallest_subnormal, 1 + info.eps]
    return np.array(edges + list(np.linspace(-3, 3, 14)), dtype)


def npy(array, version):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    back = np.load(io.BytesIO(file.getvalue()))
    assert back.dtype == array.dtype and back.tobytes() == array.tobytes()
    return file.getvalue()


def npy_case(name, array, version=(1, 0)):
    wide = array.astype(np.float32) if (array.dtype.kind, array.itemsize) == ("f", 2) else array
    dtype = array.dtype.newbyteorder("=").name
    return {"name": name, "file": b64(npy(array, version)), "dtype": dtype, "shape": array.shape, "data": b64(little(wide))}


def npy_cases():
    dtypes = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64".split()
    for dtype in dtypes:
        values = samples(dtype).reshape(2, 3, 4)
        for order in "<>":
            swapped = values.astype(values.dtype.newbyteorder(order))
            yield npy_case(f"{dtype} {order} C", swapped)
            yield npy_case(f"{dtype} {order} F", np.asfortranarray(swapped))
    line = np.linspace(0, 1, 6)
    for version in [(1, 0), (2, 0), (3, 0)]:
        yield npy_case(f"version {version[0]}.{version[1]}", line, version)
    yield npy_case("scalar", np.array(2.5))
    yield npy_case("empty", np.zeros((0,)))
    yield npy_case("zero axis, F", np.asfortranarray(np.zeros((3, 0, 2), np.float32)))
    yield npy_case("ones axes, F", np.asfortranarray(np.arange(6, dtype=np.int16).reshape(1, 2, 1, 3, 1)))
    yield npy_case("five axes, F", np.asfortranarray(np.arange(120, dtype=np.uint8).reshape(2, 3, 4, 5, 1)))


def npy_refused():
    arrays = {
        "object": np.array([1, "a"], object),
        "complex64": np.zeros(2, np.complex64),
        "complex128": np.zeros(2, np.complex128),
        "byte string": np.array([b"abc"]),
        "string": np.array(["abc"]),
        "date": np.array(["2020-01-01"], "M8[D]"),
        "time difference": np.array([3], "m8[s]"),
        "void": np.zeros(2, "V3"),
        "structured": np.zeros(2, [("a", "<f4"), ("b", "<i2")]),
        "long double": np.zeros(2, np.longdouble),
    }
    for name, array in arrays.items():
        file = io.BytesIO()
        np.save(file, array, allow_pickle=True)
        yield {"name": name, "descr": array.dtype.str, "file": b64(file.getvalue())}


def written(array):
    """The bytes that writeNpy must give: built here from the format's text, then read back by NumPy."""
    shape = "(" + ", ".join(map(str, array.shape)) + ("," if array.ndim == 1 else "") + ")"
    text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }" % (array.dtype.str, shape)
    length = -(-(10 + len(text) + 1) // 64) * 64 - 10
    file = b"\x93NUMPY\x01\x00" + struct.pack("<H", length) + text.ljust(length - 1).encode() + b"\n" + little(array)
    back = np.load(io.BytesIO(file))
    assert back.dtype == array.dtype and back.shape == array.shape and back.tobytes() == array.tobytes()
    return file


def write_cases():
    for dtype in "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64".split():
        array = samples(dtype).reshape(4, 6)
        yield {"name": dtype, "data": b64(little(array)), "shape": array.shape, "file": b64(written(array))}
    for shape in [(), (1,), (0,), (0, 3), (1,) * 32]:
        array = np.ones(shape, np.float64)
        yield {"name": f"float64 {shape}", "data": b64(little(array)), "shape": shape, "file": b64(written(array))}


def all_float16():
    """Every float16 pattern as float32; NaN as the one bit pattern that JavaScript writes."""
    values = np.arange(65536, dtype="<u2").view("<f2").astype("<f4")
    values[np.isnan(values)] = np.array(0x7FC00000, "<u4").view("<f4")
    return {"sha256": hashlib.sha256(values.tobytes()).hexdigest()}


def idx_cases():
    codes = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
    for code, dtype in codes.items():
        for shape in [(24,), (2, 3, 4)]:
            array = samples(np.dtype(dtype).newbyteorder("=")).reshape(shape)
            head = struct.pack(">BBBB", 0, 0, code, len(shape)) + struct.pack(f">{len(shape)}I", *shape)
            file = head + array.astype(dtype).tobytes()
            zipped = gzip.compress(file, mtime=0)
            yield {"name": f"0x{code:02x} {shape}", "file": b64(file), "gzip": b64(zipped), "shape": shape, "data": b64(little(array))}


# --- legacy torch.save, by Python's own pickler and stand-ins for the two torch names -----------------------------


class FloatStorage:
    def __init__(self, key, values):
        self.key = key
        self.values = np.asarray(values, "<f4")


def _rebuild_tensor(storage, offset, size, stride):
    raise NotImplementedError


for module, thing in [("torch", FloatStorage), ("torch._utils", _rebuild_tensor)]:
    sys.modules.setdefault(module, types.ModuleType(module))
    setattr(sys.modules[module], thing.__name__, thing)
    thing.__module__ = module


class Tensor:
    def __init__(self, storage, offset, size, stride):
        self.args = (storage, offset, size, stride)

    def __reduce__(self):
        return _rebuild_tensor, self.args

    def array(self):
        storage, offset, size, stride = self.args
        strides = [4 * s for s in stride]
        return np.lib.stride_tricks.as_strided(storage.values[offset:], size, strides)


class Pickler(pickle._Pickler):
    def __init__(self, file, storages):
        super().__init__(file, 2)
        self.storages = storages

    def persistent_id(self, value):
        if not isinstance(value, FloatStorage):
            return None
        self.storages[value.key] = value
        return ("storage", FloatStorage, value.key, "cpu", len(value.values), None)


def torch_save(value):
    file = io.BytesIO()
    storages = {}
    for plain in (0x1950A86A20F9469CFC6C, 1001, {"protocol_version": 1001, "little_endian": True}):
        pickle.dump(plain, file, 2)
    Pickler(file, storages).dump(value)
    pickle.dump(sorted(storages), file, 2)
    for key in sorted(storages):
        file.write(struct.pack("<q", len(storages[key].values)) + storages[key].values.tobytes())
    return file.getvalue()


def tensor_case(name, tensors, value=None):
    listed = {k: {"shape": t.args[2], "data": b64(little(t.array()))} for k, t in tensors.items()}
    file = torch_save(tensors if value is None else value)
    return {"name": name, "file": b64(file), "tensors": listed}


def torch_cases():
    ramp = FloatStorage("1", np.linspace(-1, 1, 24))
    dense = Tensor(ramp, 0, (2, 3, 4), (12, 4, 1))
    yield tensor_case("dict of one tensor", {"w": dense})
    views = collections.OrderedDict(
        dense=dense,
        transposed=Tensor(ramp, 0, (4, 3, 2), (1, 4, 12)),
        slice=Tensor(ramp, 5, (3, 2), (6, 2)),
        overlap=Tensor(ramp, 0, (5, 4), (1, 1)),
        scalar=Tensor(ramp, 23, (), ()),
        empty=Tensor(ramp, 0, (0, 3), (3, 1)),
        other=Tensor(FloatStorage("2", [np.nan, np.inf, -0.0, 1e-45]), 0, (4,), (1,)),
        same=dense,
    )
    yield tensor_case("OrderedDict of views of one storage", views)
    many = {f"layer.{k}": Tensor(FloatStorage(f"s{k:03d}", [k, -k]), 0, (2,), (1,)) for k in range(70)}
    yield tensor_case("more than 256 memo entries", many)
    big = [2**31, -(2**31), 2**53 - 1, 2**53, -(2**63), 2**200, 255, 256, 65535, 65536, -1, 0, 127, 128, -128, -129]
    plain = {
        "state_dict": views, "none": None, "yes": True, "no": False, "float": 98.71, "text": "Ünï \u2713 \U0001f600", "ints": big,
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)], "list": [[], [1], ["a", "b"]], "dict": {}, "one": {"k": 1},
    }
    case = tensor_case("checkpoint", dict(views), plain)
    case["plain"] = {"ints": [str(i) for i in big], **{k: plain[k] for k in ("float", "text", "tuples", "list")}}
    yield case


def write(name, content):
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / name).write_text(json.dumps({"versions": VERSIONS, **content}, indent=1) + "\n")


npy_golden = {"read": list(npy_cases()), "refused": list(npy_refused()), "write": list(write_cases())}
write("npy.json", {**npy_golden, "float16": all_float16()})
write("idx.json", {"read": list(idx_cases())})
write("torch.json", {"read": list(torch_cases())})
