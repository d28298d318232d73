"""Writes packages/nets/src/training/golden/optimizers.json and packages/nets/src/probes/golden/blur.json: weights after each
step of PyTorch's optimizers (TensorFlow 1's Adam by its formula, in float64), and SciPy's gaussian_filter of a made image.

Run: python3 tools/golden/training.py   (the versions go into the files)
"""

import json
import pathlib

import numpy as np
import scipy
import torch
from scipy.ndimage import gaussian_filter

STEPS = 7
ROOT = pathlib.Path(__file__).parents[2] / "packages/nets/src"
rng = np.random.default_rng(11)
START = rng.standard_normal(5).astype(np.float32)
GRADIENTS = rng.standard_normal((STEPS, 5)).astype(np.float32)


def by_torch(make):
    weight = torch.nn.Parameter(torch.from_numpy(START.copy()))
    optimizer = make([weight])
    rows = []
    for gradient in GRADIENTS:
        weight.grad = torch.from_numpy(gradient.copy())
        optimizer.step()
        rows.append(weight.detach().numpy().astype(float).tolist())
    return rows


def tensorflow1(rate, beta1, beta2, epsilon):
    weight, m, v, rows = START.astype(float), np.zeros(5), np.zeros(5), []
    for t, g in enumerate(GRADIENTS.astype(float), 1):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        weight = weight - rate * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + epsilon)
        rows.append(weight.tolist())
    return rows


def optimizers():
    sgd, adam = torch.optim.SGD, torch.optim.Adam
    cases = [
        ({"kind": "sgd", "learningRate": 0.1}, by_torch(lambda p: sgd(p, 0.1))),
        ({"kind": "sgd", "learningRate": 0.1, "momentum": 0.9}, by_torch(lambda p: sgd(p, 0.1, 0.9))),
        (
            {"kind": "sgd", "learningRate": 0.05, "momentum": 0.8, "nesterov": True, "weightDecay": 0.01},
            by_torch(lambda p: sgd(p, 0.05, 0.8, 0, 0.01, True)),
        ),
        ({"kind": "adam", "learningRate": 0.01}, by_torch(lambda p: adam(p, 0.01))),
        (
            {"kind": "adam", "learningRate": 0.02, "beta1": 0.8, "beta2": 0.95, "epsilon": 0.1, "weightDecay": 0.01},
            by_torch(lambda p: adam(p, 0.02, (0.8, 0.95), 0.1, 0.01)),
        ),
        (
            {"kind": "adam", "learningRate": 0.02, "epsilon": 0.1, "form": "tensorflow1"},
            tensorflow1(0.02, 0.9, 0.999, 0.1),
        ),
    ]
    named = [{"optimizer": optimizer, "weights": rows} for optimizer, rows in cases]
    both = {"start": START.astype(float).tolist(), "gradients": GRADIENTS.astype(float).tolist()}
    return {"torch": torch.__version__, "numpy": np.__version__, **both, "cases": named}


def blurs():
    image = rng.integers(0, 256, (5, 8, 2)).astype(float)
    sigmas = [0.3, 1.1, 3.6]
    blurred = [np.stack([gaussian_filter(image[..., c], s) for c in range(2)], -1).ravel().tolist() for s in sigmas]
    return {"scipy": scipy.__version__, "shape": [5, 8, 2], "image": image.ravel().tolist(), "sigmas": sigmas, "blurred": blurred}


for name, content in {"training/golden/optimizers": optimizers(), "probes/golden/blur": blurs()}.items():
    path = ROOT / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content) + "\n")
