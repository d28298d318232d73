"""Writes packages/io/src/golden/safetensors.json: a file laid out from the format's text, with the arrays it holds.

Run from the repository root: /usr/bin/python3 tools/golden/safetensors_file.py
The library itself is not among Debian's packages: struct and json write the file here, PyTorch rounds to bfloat16.
"""

import base64
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch

OUT = Path(__file__).resolve().parents[2] / "packages/io/src/golden/safetensors.json"
CODES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1"}
CODES |= {"U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?"}


def b64(data):
    return base64.b64encode(data).decode()


tensors = {code: (np.arange(-3, 3).astype(dtype).reshape(2, 3), code) for code, dtype in CODES.items()}
tensors["edges"] = (np.array([np.inf, -0.0, 65504, 6e-8], "<f2"), "F16")
tensors["scalar"] = (np.array(2.5, "<f4"), "F32")
tensors["empty"] = (np.zeros((0, 3), "<f4"), "F32")
wide = torch.tensor([1.0, 3.14159, -1e38, float("inf"), 2**-130])
brain = wide.bfloat16()
tensors["BF16"] = (np.frombuffer(brain.view(torch.int16).numpy().tobytes(), "<u2"), "BF16")

header, elements, held = {"__metadata__": {"format": "np", "größe": "1"}}, b"", []
for name, (array, code) in tensors.items():
    data = array.tobytes()
    header[name] = {"dtype": code, "shape": array.shape, "data_offsets": [len(elements), len(elements) + len(data)]}
    elements += data
    value = array.astype("<f4") if code == "F16" else array
    value = brain.float().numpy() if code == "BF16" else value
    held.append({"name": name, "shape": array.shape, "data": b64(value.tobytes())})
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
versions = {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__}
file = struct.pack("<Q", len(text)) + text + elements
OUT.write_text(json.dumps({"versions": versions, "file": b64(file), "tensors": held}, indent=1) + "\n")
