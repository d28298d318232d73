"""Made features for sparse coding, the same to the bit as packages/core-native/src/testing/sparse-problem.ts."""

import numpy as np

KINDS, PER_IMAGE = 120, 4


def mixed(stream, a, b):
    """Three words mixed into 32 bits: the last step of MurmurHash3 (Appleby)."""
    word = lambda x: np.asarray(x, np.uint32)
    with np.errstate(over="ignore"):
        h = word(stream + 1) * word(0x9E3779B1) ^ (word(a) + word(1)) * word(0x85EBCA77) ^ (word(b) + word(1)) * word(0xC2B2AE3D)
        h = (h ^ (h >> word(16))) * word(0x85EBCA6B)
        h = (h ^ (h >> word(13))) * word(0xC2B2AE35)
    return h ^ (h >> word(16))


def sparse_problem(dtype, rows=10264, cols=1000, atoms=500, batch=250, count=50):
    """Features (rows x cols), a dictionary to start from (cols x atoms), and rows of batches (count x batch)."""
    features = np.arange(cols)
    h = mixed(1, np.arange(KINDS)[:, None], features)
    weights = np.where(h % 4 == 0, 1 + (h >> np.uint32(8)) % 15, 0).astype(np.int64)
    parts = mixed(2, np.arange(rows)[:, None], np.arange(PER_IMAGE))
    counts = (mixed(3, np.arange(rows)[:, None], features) % 64).astype(np.int64) - 48
    for m in range(PER_IMAGE):
        counts += (1 + (parts[:, m] >> np.uint32(8)) % 16).astype(np.int64)[:, None] * weights[parts[:, m] % KINDS]
    counts = np.maximum(counts, 0).astype(np.float64)
    x = (counts / np.quantile(counts, 0.95)).astype(dtype)
    h = [mixed(s, features[:, None], np.arange(atoms)).astype(np.int64) for s in (4, 5)]
    total = sum((v & 0xFFFF) + (v >> 16) for v in h)
    dictionary = ((total - 2 * 65535) / 2**20).astype(dtype)
    batches = (mixed(6, np.arange(count * batch), 0) % rows).astype(np.int32).reshape(count, batch)
    return x, dictionary, batches
