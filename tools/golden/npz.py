"""Writes packages/io/src/golden/npz.json: archives made by NumPy and zipfile, with the arrays they hold.

Run from the repository root: /usr/bin/python3 tools/golden/npz.py
"""

import base64
import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[2] / "packages/io/src/golden/npz.json"
ARRAYS = {
    "weights": np.linspace(-1, 1, 12, dtype="<f4").reshape(3, 4),
    "steps/epoch": np.arange(5, dtype="<i8"),
    "größe": np.asfortranarray(np.arange(6, dtype=">i2").reshape(2, 3)),
    "half": np.array([0.5, np.inf, -0.0], "<f2"),
    "mask": np.array([True, False, True]),
    "scalar": np.array(2.5),
    "empty": np.zeros((0, 3), "<f8"),
}


class Unseekable(io.RawIOBase):
    """A stream that zipfile cannot seek in: it writes sizes behind the contents."""

    def __init__(self):
        super().__init__()
        self.content = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.content += data
        return len(data)


def b64(data):
    return base64.b64encode(data).decode()


def held(array):
    wide = array.astype("<f4") if array.dtype == np.float16 else array
    data = np.ascontiguousarray(wide).astype(wide.dtype.newbyteorder("<")).tobytes()
    return {"dtype": array.dtype.newbyteorder("=").name, "shape": array.shape, "data": b64(data)}


def case(name, data):
    with np.load(io.BytesIO(data)) as back:
        assert list(back) == list(ARRAYS) and all(back[k].tobytes() == a.tobytes() for k, a in ARRAYS.items())
    return {"name": name, "file": b64(data)}


def cases():
    for save in (np.savez, np.savez_compressed):
        file = io.BytesIO()
        save(file, **ARRAYS)
        yield case(save.__name__, file.getvalue())
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        stream = Unseekable()
        with zipfile.ZipFile(stream, "w", method) as archive:
            for name, array in ARRAYS.items():
                with archive.open(name + ".npy", "w", force_zip64=name == "half") as member:
                    np.lib.format.write_array(member, np.asanyarray(array))
        yield case(f"streamed, method {method}", bytes(stream.content))


versions = {"python": sys.version.split()[0], "numpy": np.__version__}
content = {"versions": versions, "read": list(cases()), "arrays": {k: held(a) for k, a in ARRAYS.items()}}
OUT.write_text(json.dumps(content, indent=1) + "\n")
