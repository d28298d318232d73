"""Golden values of the statistics: SciPy for correlations, tests and the Wilson interval; the textbook formulas with a t
quantile on 50 digits (stats_distributions.py) for the other intervals, since SciPy 1.10's quantile is good to 1e-9 only;
NumPy with an independent generator (philox.py) for the bootstrap and the permutation test; linear models by their normal
equations on 50 digits (stats_models.py); pandas for quantile groups.

Run from the repository root: /usr/bin/python3 tools/golden/stats.py
"""
import json
import platform
import warnings
from pathlib import Path

import mpmath
import numpy as np
import pandas
import scipy
from philox import Stream
from scipy import stats
from stats_distributions import t_quantile
from stats_models import linear_models, regression, williams

OUT = Path('packages/stats/src/golden/stats.json')
ALTERNATIVES = ('two-sided', 'greater', 'less')


def plain(value):
    """JSON has no NaN and no infinities: null and strings."""
    value = float(value)
    if np.isnan(value):
        return None
    return value if np.isfinite(value) else ('Infinity' if value > 0 else '-Infinity')


def pairs(rng):
    """Paired vectors of many kinds; the numbers are rounded to keep the file small."""
    for n in (2, 3, 4, 5, 20, 40, 200):
        x = rng.normal(size=n)
        yield f'normal {n}', x, 0.5 * x + rng.normal(size=n)
        yield f'independent {n}', rng.normal(size=n), rng.normal(size=n)
        yield f'integers with ties {n}', rng.integers(0, 5, n), rng.integers(0, 4, n)
        yield f'heavy tails {n}', rng.standard_cauchy(n), rng.standard_cauchy(n)
        yield f'offset {n}', 1e8 + rng.normal(size=n), -1e8 + rng.normal(size=n)
    x = rng.normal(size=20)
    yield 'tiny', 1e-150 * x, 1e-150 * (x + rng.normal(size=20))
    yield 'one tie', np.r_[x[:19], x[0]], rng.normal(size=20)
    yield 'binary', rng.integers(0, 2, 60), rng.normal(size=60)
    yield 'order of 50 with one exchange', np.arange(50), np.r_[np.arange(48), 49, 48]
    yield 'reversed order of 30', np.arange(30), -np.arange(30) ** 3
    yield 'constant x', np.full(10, 0.1), rng.normal(size=10)
    yield 'constant y', rng.integers(0, 9, 10), np.full(10, 1e8)


def correlations(name, x, y):
    x, y = np.round(x, 160 if name == 'tiny' else 4).tolist(), np.round(y, 160 if name == 'tiny' else 4).tolist()
    case = {'name': name, 'x': x, 'y': y, 'ranksX': stats.rankdata(x).tolist() if len(x) < 50 else None}
    for key, function in (('pearson', stats.pearsonr), ('spearman', stats.spearmanr), ('kendall', stats.kendalltau)):
        results = [function(x, y, alternative=a) for a in ALTERNATIVES]
        case[key] = {'estimate': plain(results[0].statistic), 'p': [plain(r.pvalue) for r in results]}
        if key == 'pearson' and len(set(x)) > 1 and len(set(y)) > 1:
            case[key]['ci'] = {str(c): [plain(v) for v in results[0].confidence_interval(c)] for c in (0.9, 0.95)}
    return case


def quantile_groups(rng):
    """pandas' qcut for the groups, SciPy's t interval for their means."""
    cases = []
    for x, groups in (
        (np.round(rng.normal(size=22), 3), 4), (np.round(rng.normal(size=51), 3), 7),
        (rng.integers(0, 12, 60).astype(float), 4), (np.arange(10.0), 5),
    ):
        y = np.round(x + rng.normal(size=len(x)), 3)
        code = pandas.qcut(x, groups, labels=False)
        members = [y[code == g] for g in range(groups)]
        ci = [stats.t.interval(0.9, len(m) - 1, loc=m.mean(), scale=stats.sem(m)) for m in members]
        cases.append({
            'x': x.tolist(), 'y': y.tolist(), 'groups': groups, 'level': 0.9, 'n': [len(m) for m in members],
            'mean': [m.mean() for m in members], 'ci': ci, 'edges': np.quantile(x, np.arange(groups + 1) / groups).tolist(),
        })
    return cases


def intervals(rng):
    wilson = []
    for k, n in ((0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (97, 100), (9870, 10000), (1, 1000)):
        for level in (0.5, 0.95, 0.99):
            ci = stats.binomtest(k, n).proportion_ci(level, method='wilson')
            wilson.append([k, n, level, ci.low, ci.high])
    means = []
    for n in (2, 3, 10, 50):
        x = np.round(rng.normal(loc=3, size=n), 4)
        for level in (0.5, 0.95, 0.999):
            half = -t_quantile((1 - level) / 2, n - 1) * stats.sem(x)
            lo, hi = x.mean() - half, x.mean() + half
            assert np.allclose([lo, hi], stats.t.interval(level, n - 1, loc=x.mean(), scale=stats.sem(x)), 1e-8, 1e-8)
            means.append({'x': x.tolist(), 'level': level, 'mean': x.mean(), 'variance': x.var(ddof=1), 'ci': [lo, hi]})
    return wilson, means


def quantiles(rng):
    x = np.round(rng.normal(size=11), 3)
    return {'x': x.tolist(), 'rows': [[p, np.quantile(x, p)] for p in (0, 0.01, 0.1, 0.25, 0.5, 0.77, 0.975, 1)]}


def bootstrap(x, y, seed, resamples, level):
    """Percentile and BCa bounds of Pearson's r; resample b is drawn from stream b."""
    n = len(x)

    def r(i):
        return np.corrcoef(x[i], y[i])[0, 1]

    draws = []
    for b in range(resamples):
        stream = Stream(seed, b)
        draws.append(r([stream.integer(n) for _ in range(n)]))
    draws = np.array(draws)
    valid = draws[~np.isnan(draws)]
    observed = r(np.arange(n))
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    jackknife = np.array([r(np.delete(np.arange(n), i)) for i in range(n)])
    d = jackknife.mean() - jackknife
    a = np.sum(d**3) / (6 * np.sum(d**2) ** 1.5)
    z0 = stats.norm.ppf((np.mean(valid < observed) + np.mean(valid <= observed)) / 2)
    z = z0 + stats.norm.ppf(tails)
    corrected = stats.norm.cdf(z0 + z / (1 - a * z))
    return {
        'seed': seed, 'resamples': resamples, 'level': level, 'valid': len(valid),
        'percentile': np.quantile(valid, tails).tolist(), 'bca': np.quantile(valid, corrected).tolist(),
    }


def permutation(x, y, seed, permutations):
    observed = np.corrcoef(x, y)[0, 1]
    null = []
    for b in range(permutations):
        order = Stream(seed, 2**32 + b).shuffle(list(range(len(x))))
        null.append(np.corrcoef(x, y[order])[0, 1])
    null = np.array(null)
    slack = 1e-12 * abs(observed)
    counts = [np.sum(abs(null) >= abs(observed) - slack), np.sum(null >= observed - slack), np.sum(null <= observed + slack)]
    return {
        'seed': seed, 'permutations': permutations, 'observed': observed, 'k': [int(c) for c in counts],
        'first': null[:5].tolist(),
    }


def resampling(rng):
    cases = []
    for n in (5, 12):
        x = np.round(rng.normal(size=n), 3)
        y = np.round(x + rng.normal(size=n), 3)
        if n == 5:
            # Three cases alike: some resamples have no variance.
            x[:3], y[:3] = x[0], y[0]
        boot = bootstrap(x, y, 2**40 + n, 400, 0.9)
        cases.append({'x': x.tolist(), 'y': y.tolist(), 'bootstrap': boot, 'permutation': permutation(x, y, n, 200)})
    return cases


def main():
    warnings.simplefilter('ignore')
    mpmath.mp.dps = 50
    np.seterr(all='ignore')
    rng = np.random.default_rng(20260101)
    cases = [correlations(*case) for case in pairs(rng)]
    wilson, means = intervals(rng)
    fits = []
    for n in (3, 10, 40):
        x = np.round(rng.normal(size=n), 3)
        fits.append(regression(x, np.round(2 - 0.7 * x + rng.normal(size=n), 3), 0.95 if n < 40 else 0.99))
    golden = {
        'source': 'tools/golden/stats.py',
        'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__,
                     'pandas': pandas.__version__},
        'alternatives': ALTERNATIVES,
        'correlations': cases,
        'regression': fits,
        'wilson': wilson,
        'means': means,
        'quantile': quantiles(rng),
        'resampling': resampling(rng),
    }
    golden['partial'], golden['multiple'] = linear_models(rng)
    golden['williams'] = williams(rng)
    golden['quantileGroups'] = quantile_groups(rng)
    OUT.write_text(json.dumps(golden, separators=(',', ':'), allow_nan=False) + '\n')


if __name__ == '__main__':
    main()
