"""Writes packages/io/src/golden/images.json: JPEG and PNG files of every kind, with the pixels that PIL decodes.

Run from the repository root: LIKENESS_DATA_DIR=... /usr/bin/python3 tools/golden/images.py
With LIKENESS_DATA_DIR it also writes algonauts-pixels.json: per stimulus set, one checksum of all pixels in file order.
"""

import base64
import hashlib
import io
import json
import os
import struct
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import PIL
from PIL import Image, ImageCms, ImageOps, features

OUT = Path(__file__).resolve().parents[2] / "packages/io/src/golden"
VERSIONS = {
    "python": sys.version.split()[0],
    "pillow": PIL.__version__,
    "libjpeg_turbo": features.version("libjpeg_turbo"),
    "opencv": cv2.__version__,
}
RANDOM = np.random.default_rng(7)


def b64(data):
    return base64.b64encode(data).decode()


def smooth(height, width, channels):
    """Values that a JPEG keeps nearly, with an edge."""
    y, x = np.mgrid[:height, :width]
    bands = [127 + 120 * np.sin(0.5 * x + 0.3 * c) * np.cos(0.35 * y - c) for c in range(channels)]
    image = np.stack(bands, -1).astype(np.uint8)
    image[height // 2 :, width // 2 :] //= 3
    return image if channels > 1 else image[..., 0]


def saved(image, form, **options):
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def swapped_profile():
    """The sRGB profile with red and blue exchanged: colour management would exchange the channels."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, blue = (profile.index(tag, 128, 128 + 300) for tag in (b"rXYZ", b"bXYZ"))
    swapped = bytearray(profile)
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(swapped)


def sixteen_bit(array):
    done, file = cv2.imencode(".png", array)
    assert done
    return file.tobytes()


def orientation(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif


def case(name, file, pixels=None, **extra):
    """`pixels` only where PIL's differ from what decodeImage documents."""
    found = np.asarray(Image.open(io.BytesIO(file)).convert("RGB")) if pixels is None else pixels
    height, width, _ = found.shape
    return {"name": name, "file": b64(file), "height": height, "width": width, "pixels": b64(found.tobytes()), **extra}


def oriented(name, image, value):
    file = saved(image, "JPEG", quality=90, exif=orientation(value))
    turned = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(file))).convert("RGB"))
    height, width, _ = turned.shape
    return case(name, file, turned={"height": height, "width": width, "pixels": b64(turned.tobytes())})


def jpegs():
    rgb = Image.fromarray(smooth(13, 18, 3))
    cmyk = Image.fromarray(RANDOM.integers(0, 256, (9, 11, 4), dtype=np.uint8), "CMYK")
    yield case("JPEG 4:4:4", saved(rgb, "JPEG", quality=95, subsampling=0))
    yield case("JPEG 4:2:2", saved(rgb, "JPEG", quality=80, subsampling=1))
    yield case("JPEG 4:2:0", saved(rgb, "JPEG", quality=60, subsampling=2))
    yield case("JPEG progressive", saved(rgb, "JPEG", quality=75, progressive=True))
    yield case("JPEG of one pixel", saved(Image.fromarray(smooth(1, 1, 3)), "JPEG"))
    yield case("JPEG grey", saved(Image.fromarray(smooth(13, 18, 1)), "JPEG", quality=85))
    yield case("JPEG CMYK", saved(cmyk, "JPEG", quality=90))
    yield case("JPEG with a profile that exchanges red and blue", saved(rgb, "JPEG", icc_profile=swapped_profile()))
    for value in (3, 5, 6, 8):
        yield oriented(f"JPEG of orientation {value}", Image.fromarray(smooth(3, 5, 3)), value)


def pngs():
    rgb = RANDOM.integers(0, 256, (7, 5, 3), dtype=np.uint8)
    palette = Image.fromarray(smooth(7, 5, 3)).quantize(16)
    wide = RANDOM.integers(0, 65536, (7, 5), dtype=np.uint16)
    colour = RANDOM.integers(0, 65536, (7, 5, 3), dtype=np.uint16)
    yield case("PNG RGB", saved(Image.fromarray(rgb), "PNG"))
    yield case("PNG RGBA", saved(Image.fromarray(RANDOM.integers(0, 256, (7, 5, 4), dtype=np.uint8), "RGBA"), "PNG"))
    yield case("PNG grey", saved(Image.fromarray(rgb[..., 0]), "PNG"))
    yield case("PNG grey and alpha", saved(Image.fromarray(rgb[..., :2].copy(), "LA"), "PNG"))
    yield case("PNG of 1 bit", saved(Image.fromarray(rgb[..., 0] > 128), "PNG"))
    yield case("PNG of a palette", saved(palette, "PNG"))
    yield case("PNG of a palette of 4 bits", saved(palette, "PNG", bits=4))
    yield case("PNG of a palette with a transparent colour", saved(palette, "PNG", transparency=2))
    yield case("PNG RGB with a transparent colour", saved(Image.fromarray(rgb), "PNG", transparency=tuple(map(int, rgb[0, 0]))))
    yield case("PNG with a profile", saved(Image.fromarray(rgb), "PNG", icc_profile=swapped_profile()))
    yield case("PNG with gamma", with_gamma(saved(Image.fromarray(rgb), "PNG")))
    yield case("PNG RGB of 16 bits", sixteen_bit(colour))
    # PIL clips 16-bit grey at 255: here the upper eight bits.
    upper = np.repeat((wide >> 8).astype(np.uint8)[..., None], 3, 2)
    yield case("PNG grey of 16 bits", sixteen_bit(wide), pixels=upper)


def with_gamma(file):
    """A gAMA chunk (1.0) behind the header."""
    body = b"gAMA" + struct.pack(">I", 100000)
    return file[:33] + struct.pack(">I", 4) + body + struct.pack(">I", zlib.crc32(body)) + file[33:]


def real(folder):
    sets = {}
    for name in ("92", "118", "78"):
        files = sorted((folder / "algonauts2019/images" / name).glob("*.jpg"))
        digest = hashlib.sha256()
        total = 0
        for path in files:
            pixels = np.asarray(Image.open(path).convert("RGB"))
            digest.update(pixels.tobytes())
            total += int(pixels.sum())
        sets[name] = {"images": len(files), "sum": total, "sha256": digest.hexdigest()}
    return sets


def main():
    cases = [*jpegs(), *pngs()]
    (OUT / "images.json").write_text(json.dumps({"versions": VERSIONS, "cases": cases}, indent=1) + "\n")
    data = os.environ.get("LIKENESS_DATA_DIR")
    if data:
        content = {"versions": VERSIONS, "sets": real(Path(data))}
        (OUT / "algonauts-pixels.json").write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
