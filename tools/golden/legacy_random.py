"""Golden values of numpy's legacy generator, numpy.random.RandomState, and of the notebook's bootstrap by pandas.

Run from the repository root: /usr/bin/python3 tools/golden/legacy_random.py
"""
import json
import platform
from pathlib import Path

import numpy as np
import pandas

OUT = Path('packages/memorability-spc/src/golden/legacy-random.json')
SEEDS = (0, 1, 45, 5489, 2**31, 2**32 - 1)


def words(seed):
    """Raw words, past the first renewal of the state of 624 words."""
    drawn = np.random.RandomState(seed).randint(0, 2**32, 1300, dtype=np.uint64)
    return {'seed': seed, 'first': drawn[:10].tolist(), 'last': drawn[-10:].tolist()}


def choices():
    cases = []
    for seed in SEEDS:
        for n, size in ((1, 5), (2, 40), (3, 40), (45, 40), (256, 40), (257, 40), (10264, 250), (2**31, 8),
                        (2**32 - 1, 8), (2**32, 8)):
            state = np.random.RandomState(seed)
            drawn = state.choice(n, size)
            # The next number shows how many words were used.
            cases.append({'seed': seed, 'n': n, 'drawn': drawn.tolist(), 'next': int(state.choice(1000))})
    return cases


def permutations():
    cases = []
    for seed, n, size in ((0, 802816, 1000), (1, 4096, 1000), (2**32 - 1, 25088, 100), (3, 1, 1), (3, 2, 2), (3, 64, 64),
                          (3, 65, 10), (7, 5, 0)):
        state = np.random.RandomState(seed)
        drawn = state.choice(n, size, replace=False)
        cases.append({'seed': seed, 'n': n, 'drawn': drawn.tolist(), 'next': int(state.choice(1000))})
    return cases


def interleaved(seed):
    """The order of the published run on a small scale, with odd counts of normals."""
    state = np.random.RandomState(seed)
    calls = []
    for kind, *arguments in (('permuted', 50, 7), ('normals', 3), ('drawn', 9, 4), ('normals', 1), ('normals', 5),
                             ('permuted', 9, 9), ('normals', 0), ('drawn', 1, 2), ('normals', 2), ('drawn', 100, 3)):
        if kind == 'normals':
            values = state.standard_normal(*arguments)
        else:
            values = state.choice(*arguments, replace=kind == 'drawn')
        calls.append([kind, arguments, values.tolist()])
    return {'seed': seed, 'calls': calls}


def notebook_bootstrap():
    """The notebook's bootstrap by pandas, with random_state i: bounds at places 25 and 975, and the undivided count."""
    rng = np.random.RandomState(20240101)
    cases = []
    for shift in (0, 1):
        table = pandas.DataFrame(rng.standard_normal((14, 2)).round(3), columns=['x', 'y'])
        table['y'] = (table['y'] + shift * table['x']).round(3)
        values = []
        for i in range(1000):
            resampled = table.sample(frac=1, replace=True, random_state=i)
            values.append(np.corrcoef(resampled['x'], resampled['y'])[0, 1])
        values = np.array(values)
        counts = int(np.sum(values < 0)), int(np.sum(values > 0))
        ordered = np.sort(values)
        cases.append({
            'x': table['x'].tolist(), 'y': table['y'].tolist(), 'notebook': [ordered[25], ordered[975]],
            'percentile': np.quantile(values, [0.025, 0.975]).tolist(), 'notebookP': 2 * min(counts),
            'p': min(1, 2 * (min(counts) + 1) / 1001),
        })
    return cases


def main():
    golden = {
        'source': 'tools/golden/legacy_random.py',
        'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'pandas': pandas.__version__},
        'words': [words(seed) for seed in SEEDS],
        'choices': choices(),
        'permutations': permutations(),
        'normals': [{'seed': s, 'values': np.random.RandomState(s).standard_normal(301).tolist()} for s in SEEDS],
        'interleaved': [interleaved(seed) for seed in SEEDS],
        'notebookBootstrap': notebook_bootstrap(),
    }
    OUT.write_text(json.dumps(golden, separators=(',', ':'), allow_nan=False) + '\n')


if __name__ == '__main__':
    main()
