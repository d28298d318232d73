"""Images and sizes shared by the golden writers of resizing; needs numpy alone."""

import base64

import numpy as np

# height x width: from, to; up and down, odd sizes, sides of one pixel, sizes kept on one side or both.
SIZES = (
    ((1, 1), (3, 2)),
    ((1, 7), (5, 3)),
    ((9, 1), (4, 6)),
    ((5, 4), (5, 4)),
    ((5, 4), (5, 9)),
    ((5, 4), (3, 4)),
    ((5, 4), (11, 9)),
    ((11, 13), (5, 6)),
    ((8, 8), (4, 4)),
    ((4, 4), (8, 8)),
    ((12, 9), (1, 1)),
    ((31, 17), (7, 12)),
    ((17, 31), (40, 5)),
    ((3, 40), (16, 16)),
    ((175, 175), (227, 227)),
    ((300, 299), (224, 224)),
    ((97, 101), (89, 103)),
)


def made_image(height, width, channels):
    """Bytes that look random: the upper byte of i * 2654435761 mod 2^32 for element i."""
    index = np.arange(height * width * channels, dtype=np.uint64)
    hashed = (index * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    return (hashed >> np.uint64(24)).astype(np.uint8).reshape(height, width, channels)


def b64(data):
    return base64.b64encode(data).decode()
