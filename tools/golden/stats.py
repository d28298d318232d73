"""Golden values of the statistics: SciPy for correlations, tests and the Wilson interval; the textbook formulas with a t
quantile on 50 digits (stats_distributions.py) for the other intervals, since SciPy 1.10's quantile is good to 1e-9 only;
NumPy with an independent generator (philox.py) for the bootstrap and the permutation test; linear models by their normal
equations on 50 digits; pandas for quantile groups.

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
from mpmath import mpf
from philox import Stream
from scipy import stats
from stats_distributions import t_quantile

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


def regression(x, y, level):
    """Textbook matrix form of the confidence band, apart from scipy.stats.linregress for the line."""
    line = stats.linregress(x, y)
    n = len(x)
    design = np.c_[np.ones(n), x]
    inverse = np.linalg.inv(design.T @ design)
    s = np.sqrt(np.sum((y - design @ [line.intercept, line.slope]) ** 2) / (n - 2))
    at = np.linspace(np.min(x) - 1, np.max(x) + 1, 7)
    rows = np.c_[np.ones(7), at]
    half = -t_quantile((1 - level) / 2, n - 2) * s * np.sqrt(np.sum(rows @ inverse * rows, axis=1))
    fit = rows @ [line.intercept, line.slope]
    return {
        'x': x.tolist(), 'y': y.tolist(), 'level': level, 'slope': line.slope, 'intercept': line.intercept, 's': s,
        'at': at.tolist(), 'fit': fit.tolist(), 'lo': (fit - half).tolist(), 'hi': (fit + half).tolist(),
    }


def least_squares(y, columns):
    """Normal equations on 50 digits: coefficients, inverse of X'X and residuals."""
    design = mpmath.matrix([[1, *(mpf(float(v)) for v in row)] for row in zip(*columns)])
    target = mpmath.matrix([mpf(float(v)) for v in y])
    inverse = (design.T * design) ** -1
    b = inverse * (design.T * target)
    return b, inverse, target - design * b


def residuals(y, columns):
    return np.array([float(v) for v in least_squares(y, columns)[2]])


def rank_all(columns):
    return [stats.rankdata(c) for c in columns]


def partial(name, x, y, controls):
    """Partial and semi-partial correlations with their t test; Fisher's interval with n - k - 3."""
    n, k = len(x), len(controls)
    df = n - 2 - k
    case = {'name': name, 'x': x.tolist(), 'y': y.tolist(), 'controls': [c.tolist() for c in controls]}
    for method in ('pearson', 'spearman'):
        a, b, *rest = [x, y, *controls] if method == 'pearson' else rank_all([x, y, *controls])
        r = stats.pearsonr(residuals(a, rest), residuals(b, rest)).statistic
        t = r * np.sqrt(df / (1 - r**2))
        half = stats.norm.ppf(0.975) / np.sqrt(n - k - 3)
        case[method] = {
            'estimate': r, 't': t, 'ci': np.tanh(np.arctanh(r) + [-half, half]).tolist(),
            'p': [2 * stats.t.sf(abs(t), df), stats.t.sf(t, df), stats.t.cdf(t, df)],
            'semiPartial': stats.pearsonr(residuals(a, rest), b).statistic,
        }
    case['residuals'] = residuals(x, controls).tolist()
    return case


def multiple(name, y, columns, level):
    """Least squares on 50 digits; p and quantile of SciPy's t."""
    n, k = len(y), len(columns)
    df = n - 1 - k

    def fit(target, predictors):
        b, inverse, rest = least_squares(target, predictors)
        rss = sum(v**2 for v in rest)
        se = [mpmath.sqrt(inverse[j, j] * rss / df) for j in range(k + 1)]
        return np.array([float(v) for v in b]), np.array([float(v) for v in se]), float(rss)

    def z(column):
        values = [mpf(float(v)) for v in column]
        centre = sum(values) / n
        return [(v - centre) / mpmath.sqrt(sum((u - centre) ** 2 for u in values) / (n - 1)) for v in values]

    b, se, rss = fit(y, columns)
    beta, beta_se, share = fit(z(y), [z(c) for c in columns])
    r2 = 1 - share / (n - 1)
    half = -t_quantile((1 - level) / 2, df) * se
    return {
        'name': name, 'y': y.tolist(), 'predictors': [c.tolist() for c in columns], 'level': level, 'b': b.tolist(),
        'se': se.tolist(), 'p': (2 * stats.t.sf(abs(b / se), df)).tolist(), 'lo': (b - half).tolist(),
        'hi': (b + half).tolist(), 'beta': beta[1:].tolist(), 'betaSe': beta_se[1:].tolist(), 'r2': r2,
        'adjustedR2': 1 - (1 - r2) * (n - 1) / df, 's': np.sqrt(rss / df),
    }


def linear_models(rng):
    """Partial correlations and regressions on one, two and four variables; ties, offsets and near-collinearity."""
    partials, regressions = [], []
    for n, k in ((6, 1), (30, 1), (30, 2), (200, 4)):
        z = rng.normal(size=(k, n))
        x = np.round(z.sum(axis=0) + rng.normal(size=n), 4)
        y = np.round(0.3 * x - z[0] + rng.normal(size=n), 4)
        partials.append(partial(f'normal {n} given {k}', x, y, [np.round(c, 4) for c in z]))
        regressions.append(multiple(f'normal {n} on {k}', y, [np.round(c, 4) for c in z], 0.95))
    ties = rng.integers(0, 5, (4, 60)).astype(float)
    partials.append(partial('ties', ties[0], ties[1] + ties[0], [ties[2], ties[3]]))
    x, z = np.round(rng.normal(size=(2, 40)), 3)
    y = np.round(x - z + rng.normal(size=40), 3)
    partials.append(partial('offset and units', 1e6 + x, 1e-6 * y, [1e3 * (z + x)]))
    regressions.append(multiple('offset and units', 1e-6 * y + 1e-6, [1e4 + x, 1e3 * z], 0.99))
    regressions.append(multiple('nearly collinear', np.round(x + rng.normal(size=40), 3), [x, np.round(x + 1e-3 * z, 6)], 0.9))
    return partials, regressions


def williams(rng):
    """Steiger 1980, eq. 7, with the determinant by NumPy."""
    rows = [[0.4, 0.5, 0.1, 103]]
    for n in (4, 10, 50, 2222):
        r = np.round(np.corrcoef(rng.normal(size=(3, 3)) @ rng.normal(size=(3, 40))), 6)
        rows.append([r[0, 1], r[0, 2], r[1, 2], n])
    result = []
    for r12, r13, r23, n in rows:
        det = np.linalg.det([[1, r12, r13], [r12, 1, r23], [r13, r23, 1]])
        mean_r = (r12 + r13) / 2
        t = (r12 - r13) * np.sqrt(
            (n - 1) * (1 + r23) / (2 * (n - 1) / (n - 3) * det + mean_r**2 * (1 - r23) ** 3))
        result.append([r12, r13, r23, n, t, 2 * stats.t.sf(abs(t), n - 3), stats.t.sf(t, n - 3), stats.t.cdf(t, n - 3)])
    return result


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
