"""Writes packages/io/src/golden/torch-save.json: files of torch.save, zip and legacy, with the tensors they hold.

Run from the repository root: /usr/bin/python3 tools/golden/torch_save.py
"""

import base64
import io
import json
import sys
from pathlib import Path

import numpy as np
import torch

OUT = Path(__file__).resolve().parents[2] / "packages/io/src/golden/torch-save.json"


def b64(data):
    return base64.b64encode(data).decode()


def held(tensor):
    dtype = str(tensor.dtype).removeprefix("torch.")
    wide = tensor.detach().float() if dtype in ("float16", "bfloat16") else tensor.detach()
    return {"dtype": dtype, "shape": list(tensor.shape), "data": b64(np.ascontiguousarray(wide.numpy()).tobytes())}


def state_dict():
    torch.manual_seed(7)
    model = torch.nn.Sequential(torch.nn.Conv2d(2, 3, 3, groups=1), torch.nn.BatchNorm2d(3), torch.nn.Linear(4, 2))
    return model.state_dict()


def views():
    base = torch.linspace(-1, 1, 24)
    grid = base.reshape(2, 3, 4)
    return {"dense": grid, "turned": grid.permute(2, 0, 1), "slice": grid[1, ::2, 1:3], "scalar": base[5], "none": base[:0]}


def dtypes():
    values = torch.tensor([0.0, 1.0, 2.5, 100.0])
    names = "float32 float64 float16 bfloat16 int8 int16 int32 int64 uint8 bool".split()
    edges = torch.tensor([float("inf"), float("nan"), -0.0, 65504.0, 6e-8])
    tensors = {name: values.to(getattr(torch, name)) for name in names}
    return {**tensors, "edges16": edges.half(), "edgesb16": edges.bfloat16()}


def parameters():
    return {"w": torch.nn.Parameter(torch.arange(3.0)), "nested": {"list": [torch.ones(2), torch.zeros(1, 0)]}}


def names(value, prefix=""):
    if isinstance(value, torch.Tensor):
        return {prefix: value}
    items = value.items() if isinstance(value, dict) else enumerate(value)
    joined = (names(v, f"{prefix}.{k}" if prefix else str(k)) for k, v in items)
    return {k: v for part in joined for k, v in part.items()}


def cases():
    for make in (state_dict, views, dtypes, parameters):
        for zipped in (True, False):
            for protocol in (2, 4) if make is views and zipped else (2,):
                value = make()
                file = io.BytesIO()
                torch.save(value, file, pickle_protocol=protocol, _use_new_zipfile_serialization=zipped)
                name = f"{make.__name__}, {'zip' if zipped else 'legacy'}, protocol {protocol}"
                tensors = {k: held(t) for k, t in names(value).items()}
                yield {"name": name, "file": b64(file.getvalue()), "tensors": tensors}


versions = {"python": sys.version.split()[0], "torch": torch.__version__}
OUT.write_text(json.dumps({"versions": versions, "read": list(cases())}, indent=1) + "\n")
