"""Writes packages/nets/src/images/golden/resize-tf2.json: made images resized by TensorFlow 2.

Run from the repository root with a Python that has TensorFlow: python tools/golden/resize_tf2.py
Values are the float32 bits; of large results a sha256 of them (little-endian, row by row).
"""

import hashlib
import json
from pathlib import Path

import tensorflow as tf
from made_images import SIZES, b64, made_image

OUT = Path(__file__).resolve().parents[2] / "packages/nets/src/images/golden/resize-tf2.json"


def case(from_size, to_size, channels):
    image = made_image(*from_size, channels)
    data = tf.image.resize(image, to_size, method="bilinear", antialias=False).numpy().astype("<f4").tobytes()
    assert len(data) == 4 * to_size[0] * to_size[1] * channels
    result = {"pixels": b64(data)} if len(data) < 3000 else {"sha256": hashlib.sha256(data).hexdigest()}
    return {"rule": "tf2-bilinear", "from": from_size, "to": to_size, "channels": channels, **result}


def main():
    cases = [case(*sizes, channels) for sizes in SIZES for channels in (1, 3)]
    OUT.write_text(json.dumps({"versions": {"tensorflow": tf.__version__}, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
