"""Writes packages/nets/src/images/golden/resize.json: made images resized by Pillow and OpenCV.

Run from the repository root: LIKENESS_DATA_DIR=... /usr/bin/python3 tools/golden/resize.py
Small results are kept whole, large ones as a sha256. With LIKENESS_DATA_DIR it also writes one checksum per rule of the
92 Algonauts stimuli at 227 x 227, in file order, decoded by Pillow.
"""

import hashlib
import json
import os
from pathlib import Path

import cv2
import numpy as np
import PIL
from made_images import SIZES, b64, made_image
from PIL import Image

OUT = Path(__file__).resolve().parents[2] / "packages/nets/src/images/golden"
VERSIONS = {"pillow": PIL.__version__, "opencv": cv2.__version__}


def pil(kind):
    def resize(image, height, width):
        grey = image.shape[2] == 1
        made = Image.fromarray(image[..., 0] if grey else image).resize((width, height), kind)
        return np.asarray(made)

    return resize


RULES = {
    "pil-bilinear": pil(Image.Resampling.BILINEAR),
    "pil-bicubic": pil(Image.Resampling.BICUBIC),
    "pil-lanczos": pil(Image.Resampling.LANCZOS),
    "opencv-bilinear": lambda image, height, width: cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR),
}


def case(rule, from_size, to_size, channels):
    data = RULES[rule](made_image(*from_size, channels), *to_size).tobytes()
    assert len(data) == to_size[0] * to_size[1] * channels
    result = {"pixels": b64(data)} if len(data) < 1000 else {"sha256": hashlib.sha256(data).hexdigest()}
    return {"rule": rule, "from": from_size, "to": to_size, "channels": channels, **result}


def real(folder):
    files = sorted((folder / "algonauts2019/images/92").glob("*.jpg"))
    images = [np.asarray(Image.open(path).convert("RGB")) for path in files]
    digests = {}
    for rule, resize in RULES.items():
        digest = hashlib.sha256()
        for image in images:
            digest.update(resize(image, 227, 227).tobytes())
        digests[rule] = digest.hexdigest()
    return {"images": len(images), "side": 227, "sha256": digests}


def main():
    cases = [case(rule, *sizes, channels) for rule in RULES for sizes in SIZES for channels in (1, 3)]
    (OUT / "resize.json").write_text(json.dumps({"versions": VERSIONS, "cases": cases}) + "\n")
    data = os.environ.get("LIKENESS_DATA_DIR")
    if data:
        content = {"versions": VERSIONS, **real(Path(data))}
        (OUT / "resize-algonauts.json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
