"""Writes packages/nets/src/weights/golden/layouts.json: layers of PyTorch with their state_dict, an input and the output.

Run from the repository root: /usr/bin/python3 tools/golden/weight_layouts.py
"""

import json
import sys
from pathlib import Path

import torch
from torch import nn

OUT = Path(__file__).resolve().parents[2] / "packages/nets/src/weights/golden/layouts.json"
torch.manual_seed(5)


def plain(tensor):
    return {"shape": list(tensor.shape), "data": [float(x) for x in tensor.detach().flatten()]}


norm = nn.BatchNorm2d(4).eval()
for tensor in norm.parameters():
    nn.init.uniform_(tensor, 0.5, 2)
norm.running_mean.uniform_(-1, 1)
norm.running_var.uniform_(0.5, 2)
model = nn.ModuleDict({
    "conv": nn.Conv2d(2, 3, (2, 3)),
    "depthwise": nn.Conv2d(3, 6, 2, groups=3),
    "reduce": nn.Conv2d(6, 4, 1, bias=False),
    "norm": norm,
    "fc": nn.Linear(4 * 3 * 2, 5),
})
x = torch.randn(2, 2, 5, 5)
out = model["norm"](model["reduce"](model["depthwise"](model["conv"](x))))
shape = list(out.shape[1:])
out = model["fc"](out.flatten(1))
weights = {name: plain(t) for name, t in model.state_dict().items() if not name.endswith("num_batches_tracked")}
versions = {"python": sys.version.split()[0], "torch": torch.__version__}
content = {"versions": versions, "weights": weights, "flattened": shape, "epsilon": norm.eps, "input": plain(x), "output": plain(out)}
OUT.write_text(json.dumps(content) + "\n")
