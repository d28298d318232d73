"""Writes packages/memorability-spc/src/images/golden/resize.json: images resized by OpenCV.

Run from the repository root, with a Python that has opencv-python: python tools/golden/memorability_resize.py
"""

import json
from pathlib import Path

import cv2
import numpy as np

OUT = Path(__file__).resolve().parents[2] / "packages/memorability-spc/src/images/golden/resize.json"
# width x height: from, to
SIZES = (
    ((5, 4), (5, 4)),
    ((5, 4), (9, 11)),
    ((13, 11), (6, 5)),
    ((8, 8), (4, 4)),
    ((4, 4), (8, 8)),
    ((31, 17), (7, 12)),
    ((1, 1), (3, 2)),
    ((2, 9), (5, 3)),
    ((40, 3), (16, 16)),
)


def main():
    random = np.random.default_rng(5)
    cases = []
    for (width, height), (to_width, to_height) in SIZES:
        image = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
        resized = cv2.resize(image, (to_width, to_height))
        cases.append(
            {
                "from": [width, height],
                "to": [to_width, to_height],
                "image": image.ravel().tolist(),
                "resized": resized.ravel().tolist(),
            }
        )
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"opencv": cv2.__version__, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
