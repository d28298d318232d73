"""Writes packages/nets/src/images/golden/preprocess-keras.json: every level of every channel as Keras preprocesses it.

Run from the repository root with a Python that has Keras on TensorFlow: python tools/golden/preprocess_keras.py
"""

import json
from pathlib import Path

import keras
import numpy as np
from made_images import b64

OUT = Path(__file__).resolve().parents[2] / "packages/nets/src/images/golden/preprocess-keras.json"


def main():
    image = np.stack([np.arange(256), np.roll(np.arange(256), 85), np.arange(255, -1, -1)], -1)[None]
    preprocess = keras.applications.imagenet_utils.preprocess_input
    modes = {mode: preprocess(image.astype(np.float32), mode=mode).astype("<f4").tobytes() for mode in ("caffe", "tf", "torch")}
    values = {f"keras-{mode}": b64(data) for mode, data in modes.items()}
    OUT.write_text(json.dumps({"versions": {"keras": keras.__version__, "numpy": np.__version__}, "values": values}) + "\n")


if __name__ == "__main__":
    main()
