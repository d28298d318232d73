"""Golden values of the linear models, for stats.py: regressions and partial correlations by their normal equations on 50
digits, Williams' test by its formula.
"""
import mpmath
import numpy as np
from mpmath import mpf
from scipy import stats
from stats_distributions import t_quantile


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
