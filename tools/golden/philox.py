"""Golden values of the counter-based generator, from an implementation on Python's unbounded integers.

Run from the repository root: /usr/bin/python3 tools/golden/philox.py
"""
import json
import math
import platform
from pathlib import Path

MASK = 0xFFFFFFFF
OUT = Path('packages/core-native/src/random/golden/philox.json')


def philox4x32(counter, key, rounds=10):
    """One block (Salmon et al. 2011): 64-bit products taken whole, then divided."""
    a, b, c, d = counter
    k, l = key
    for _ in range(rounds):
        p, q = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = (q // 2**32) ^ b ^ k, q % 2**32, (p // 2**32) ^ d ^ l, p % 2**32
        k, l = (k + 0x9E3779B9) & MASK, (l + 0xBB67AE85) & MASK
    return [a, b, c, d]


class Stream:
    """The words of one stream in order, and the draws defined on them."""

    def __init__(self, seed, stream=0, position=0):
        self.seed, self.number, self.position = seed, stream, position

    def word(self, i):
        block = i // 4
        counter = [block & MASK, block >> 32, self.number & MASK, self.number >> 32]
        return philox4x32(counter, [self.seed & MASK, self.seed >> 32])[i % 4]

    def uint32(self):
        self.position += 1
        return self.word(self.position - 1)

    def uniform(self):
        high = self.uint32() >> 5
        return ((high << 26) + (self.uint32() >> 6)) / 2**53

    def integer(self, n):
        while True:
            product = self.uint32() * n
            if product % 2**32 >= 2**32 % n:
                return product >> 32

    def normal(self):
        u, v = self.uniform(), self.uniform()
        return math.sqrt(-2 * math.log1p(-u)) * math.cos(2 * math.pi * v)

    def shuffle(self, values):
        for i in range(len(values) - 1, 0, -1):
            j = self.integer(i + 1)
            values[i], values[j] = values[j], values[i]
        return values

    def sample(self, n, k):
        pool = list(range(n))
        for i in range(k):
            j = i + self.integer(n - i)
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:k]


PUBLISHED = [
    ('00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'),
    ('ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'),
    ('243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'),
]


def words(text):
    return [int(word, 16) for word in text.split()]


def blocks():
    cases = [{'counter': words(c), 'key': words(k), 'out': words(o)} for c, k, o in PUBLISHED]
    for case in cases:
        assert philox4x32(case['counter'], case['key']) == case['out'], case
    source = Stream(2011)
    for _ in range(40):
        counter, key = [source.uint32() for _ in range(4)], [source.uint32() for _ in range(2)]
        cases.append({'counter': counter, 'key': key, 'out': philox4x32(counter, key)})
    return cases


def draws(seed, number):
    ranges = [1, 2, 3, 10, 1000, 2**31, 2**31 + 1, 3 * 2**30, 2**32 - 1, 2**32]

    def fresh():
        return Stream(seed, number)

    uniform, integer, normal = fresh(), fresh(), fresh()
    far = [0, 3, 4, 5, 2**34 - 1, 2**34, 2**40 + 7, 2**53 - 1]
    return {
        'seed': str(seed),
        'stream': str(number),
        'uint32': [fresh().word(i) for i in range(10)],
        'at': [[i, fresh().word(i)] for i in far],
        'uniform': [uniform.uniform() for _ in range(6)],
        'integer': [[n, [integer.integer(n) for _ in range(6)]] for n in ranges],
        'integerPosition': integer.position,
        'normal': [normal.normal() for _ in range(6)],
        'permutation': fresh().shuffle(list(range(12))),
        'sample': fresh().sample(50, 8),
    }


def main():
    pairs = [(0, 0), (1, 0), (42, 7), (2**32, 2**32 + 5), (2**53 - 1, 3), (2**64 - 1, 2**64 - 1), (0x123456789ABCDEF0, 0)]
    golden = {
        'source': 'tools/golden/philox.py; the first three blocks are the known answers published with Random123',
        'python': platform.python_version(),
        'blocks': blocks(),
        'draws': [draws(*pair) for pair in pairs],
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
