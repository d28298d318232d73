"""Golden values of the distribution functions, by series on 60 and more digits (mpmath), checked against SciPy.

Run from the repository root: /usr/bin/python3 tools/golden/stats_distributions.py
SciPy's own values are good to some 1e-11 only where the parameters are large, so they check these and are not the golden
values themselves.
"""
import json
import platform
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy
from scipy import special, stats

OUT = Path('packages/stats/src/golden/distributions.json')
TINY = 1e-300


def beta_series(a, b, x, y):
    """I_x(a, b) from its power series with positive terms, x <= 1/2."""
    term = total = mp.mpf(1)
    n = 0
    while True:
        term *= x * (a + b + n) / (a + 1 + n)
        total += term
        n += 1
        if term < total * mp.eps and x * (a + b + n) < a + 1 + n:
            break
    return mp.exp(a * mp.log(x) + b * mp.log(y) - mp.log(a) - log_beta(a, b)) * total


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def beta_exact(a, b, x, y):
    """I_x(a, b) for mpf arguments: enough digits that the complement keeps 30 of its own."""
    digits = 50
    while True:
        with mp.workdps(digits):
            value = beta_series(a, b, x, y) if x <= y else 1 - beta_series(b, a, y, x)
            if value > mp.mpf(10) ** (35 - digits) or digits > 380:
                return value
        digits *= 2


def close(ours, scipys, relative, what):
    assert abs(float(ours) - scipys) <= relative * abs(scipys) + 1e-290, (what, float(ours), scipys)


def betainc():
    rows = []
    for a in (0.1, 0.5, 1, 2.5, 10, 150, 1e3, 1e4):
        for b in (0.1, 0.5, 1, 2.5, 10, 150, 1e3, 1e4):
            mean, sd = a / (a + b), (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5
            points = [mean + k * sd for k in (-30, -8, -3, -1, -0.1, 0, 0.1, 1, 3, 8)] + [mean / 100, 0.9999]
            for x in sorted({float(np.float32(p)) for p in points if 0 < p < 1}):
                value = beta_exact(mp.mpf(a), mp.mpf(b), mp.mpf(x), 1 - mp.mpf(x))
                if value > TINY:
                    close(value, special.betainc(a, b, x), 1e-8, (a, b, x))
                    rows.append([a, b, x, float(value)])
    return rows


def student_t():
    rows = []
    for df in (0.5, 1, 2, 2.5, 3, 5, 10, 30, 100, 1e3, 1e4, 1e5, 1e6):
        for t in (1e-8, 0.1, 0.5, 1, 1.5, 2, 5, 10, 20, 37, 1e3, 1e10):
            exact_t, exact_df = mp.mpf(t), mp.mpf(df)
            square = exact_t**2
            with mp.workdps(400):
                x, y = exact_df / (exact_df + square), square / (exact_df + square)
            tail = beta_exact(exact_df / 2, mp.mpf(0.5), x, y) / 2
            if tail > TINY:
                close(tail, stats.t.sf(t, df), 1e-7, ('t', t, df))
                rows.append([t, df, float(tail)])
    return rows


def t_quantile(p, df):
    """Quantile below the median on 50 digits; None where SciPy has no starting point for it."""
    mp.mp.dps = 50
    q, half = mp.mpf(p), mp.mpf(df) / 2

    def tail(t):
        # x and y must add up to 1 in as many digits as the complement loses.
        with mp.workdps(400):
            x, y = 2 * half / (2 * half + t * t), t * t / (2 * half + t * t)
        return beta_exact(half, mp.mpf(0.5), x, y) / 2

    start = -stats.t.ppf(p, df)
    if not 0 < start < 1e140 or abs(tail(mp.mpf(start)) / q - 1) > 1e-4:
        return None
    u = mp.findroot(lambda v: mp.log(tail(mp.exp(v)) / q), (mp.log(start), mp.log(start) + 1e-8), tol=1e-60)
    return -float(mp.exp(u))


def student_t_quantile():
    rows = []
    for df in (0.5, 1, 2, 3.5, 10, 100, 1e4, 1e6):
        for p in (1e-200, 1e-30, 1e-6, 0.025, 0.1, 0.25, 0.4, 0.499999):
            value = t_quantile(p, df)
            if value is not None:
                rows.append([p, df, value])
    return rows


def normal():
    mp.mp.dps = 60
    zs = [-38, -37.5, -30, -20, -12.3, -8, -5, -3, -2.6, -2.5, -2.4, -1, -0.3, -1e-5, 0, 1e-9, 0.7, 1.96, 2.5, 4, 8]
    cdf = [[z, float(mp.erfc(-mp.mpf(z) / mp.sqrt(2)) / 2)] for z in zs]
    for z, value in cdf:
        close(value, stats.norm.cdf(z), 1e-12, ('normal', z))
    ps = [1e-320, 1e-300, 1e-100, 1e-20, 1e-5, 0.001, 0.0062, 0.0063, 0.025, 0.2, 0.4999999, 0.5, 0.6, 0.975, 0.9999]
    quantile = []
    for p in ps:
        start = stats.norm.ppf(p)
        root = mp.findroot(lambda z: mp.erfc(-z / mp.sqrt(2)) / 2 / mp.mpf(p) - 1, start, tol=1e-40) if p != 0.5 else 0
        quantile.append([p, float(root)])
        close(root, start, 1e-12, ('normal quantile', p))
    return cdf, quantile


def main():
    mp.mp.dps = 60
    cdf, quantile = normal()
    golden = {
        'source': 'tools/golden/stats_distributions.py',
        'versions': {'python': platform.python_version(), 'mpmath': mp.__version__, 'scipy': scipy.__version__},
        'normalCdf': cdf,
        'normalQuantile': quantile,
        'betainc': betainc(),
        'studentTSf': student_t(),
        'studentTQuantile': student_t_quantile(),
    }
    OUT.write_text(json.dumps(golden, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
