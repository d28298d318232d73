"""Writes packages/nets/src/images/golden/preprocess-torch.json: torchvision's ToTensor and Normalize in PyTorch's arithmetic,
for every level of every channel; sizes and offsets of torchvision's Resize and CenterCrop.

Run from the repository root: /usr/bin/python3 tools/golden/preprocess_torch.py
"""

import json
from pathlib import Path

import numpy as np
import torch
import torchvision
from made_images import b64
from PIL import Image
from torchvision import transforms

OUT = Path(__file__).resolve().parents[2] / "packages/nets/src/images/golden/preprocess-torch.json"
SIZES = ((5, 4), (4, 5), (7, 7), (9, 4), (4, 9), (10, 7), (3, 11), (100, 33))


def crop(height, width):
    """An image whose red is its row and whose green is its column, scaled and cropped."""
    y, x = np.mgrid[:height, :width].astype(np.uint8)
    image = Image.fromarray(np.stack([y, x, 0 * x], -1))
    side = min(height, width) - 1
    cropped = np.asarray(transforms.CenterCrop(side)(image))
    resized = transforms.Resize(6)(image)
    return {
        "from": [height, width],
        "crop": side,
        "corner": cropped[0, 0, :2].tolist(),
        "resized": [resized.height, resized.width],
        "pixels": b64(np.asarray(resized).tobytes()),
    }


def main():
    image = np.stack([np.arange(256), np.roll(np.arange(256), 85), np.arange(255, -1, -1)], -1)[None].astype(np.uint8)
    normalise = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    values = normalise(transforms.ToTensor()(image)).permute(1, 2, 0).contiguous().numpy()
    content = {
        "versions": {"torch": torch.__version__, "torchvision": torchvision.__version__},
        "values": {"pytorch": b64(values.astype("<f4").tobytes())},
        "crops": [crop(*size) for size in SIZES],
    }
    OUT.write_text(json.dumps(content) + "\n")


if __name__ == "__main__":
    main()
