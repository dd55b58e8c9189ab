"""Reference numbers for test/math, from numpy, scipy and scikit-learn.

Writes reference.json beside this file: the versions, the inputs and the results, so that the tests need neither
Python nor randomness. To make it anew:

    pip install numpy scipy scikit-learn
    python test/reference/reference.py && npx oxfmt test/reference/reference.json

The Gaussian prior of our logistic regression has a mean and a precision matrix on all columns, the intercept's
included. LogisticRegression of scikit-learn has that objective only for a mean of zero and a precision of I / C, with
the column of ones in the design and fit_intercept=False. That case is solved by it. The general one, and the one with
a bound, minimise the same objective, written out here, by scipy.optimize.minimize with gtol=1e-12 and then
scipy.optimize.root on its gradient.
"""

import json
import platform
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.optimize import lsq_linear, minimize, root
from scipy.special import expit
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score


def main():
    data = draw(np.random.default_rng(20))
    result = {
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "data": data,
        "logistic": logistic(data),
        "leastSquares": least_squares(data),
        "metrics": metrics(data),
        "quantiles": quantiles(data),
        "mulberry32": {"seed": 20, "values": mulberry32(20, 8)},
    }
    Path(__file__).with_name("reference.json").write_text(json.dumps(plain(result), indent=2) + "\n")


def draw(random):
    """60 rows of 4 columns, the first all ones. The last truly has a negative slope, so a bound at zero holds it."""
    design = np.column_stack([np.ones(60), random.normal(size=(60, 3))]).round(6)
    design[:, 2] = (0.6 * design[:, 1] + 0.8 * design[:, 2]).round(6)
    logit = design @ [0.3, 0.8, 1.0, -0.7]
    passes = (random.random(60) < expit(logit)).astype(int)
    return {
        "design": design,
        "passes": passes,
        "rating": (0.5 + 0.1 * logit + 0.15 * random.normal(size=60)).round(6),
        # The weights 1, 2 and 3 in turn, so that a test can also repeat the rows.
        "weights": 1 + np.arange(60) % 3,
        "priorMean": np.array([0, 0.5, 0.25, 0]),
        "priorPrecision": np.array([[0.01, 0, 0, 0], [0, 3, -1, 0], [0, -1, 2, 0.5], [0, 0, 0.5, 4]]),
        # One digit, so that many tie, and none so near 0 or 1 that a logarithmic loss is cut off.
        "probabilities": expit(0.7 * logit + 0.8 * random.normal(size=60)).round(1).clip(0.01, 0.99),
    }


def objective(data):
    """Minus log likelihood minus log prior, without the prior's constant; its gradient and its Hessian."""
    x, y, w = data["design"], data["passes"], data["weights"]
    mean, precision = data["priorMean"], data["priorPrecision"]

    def value(b):
        logit = x @ b
        return w @ (np.logaddexp(0, logit) - y * logit) + (b - mean) @ precision @ (b - mean) / 2

    def gradient(b):
        return x.T @ (w * (expit(x @ b) - y)) + precision @ (b - mean)

    def hessian(b):
        p = expit(x @ b)
        return (x * (w * p * (1 - p))[:, None]).T @ x + precision

    return value, gradient, hessian


def logistic(data):
    value, gradient, hessian = objective(data)
    free = polished(value, gradient, hessian, [0, 1, 2, 3])
    assert free[3] < -0.1
    held = polished(value, gradient, hessian, [0, 1, 2])
    assert gradient(held)[3] > 0.1 and held[1] > 0 and held[2] > 0, "the bound on the last column alone is active"
    c = 0.5
    ridge = LogisticRegression(C=c, fit_intercept=False, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    ridge.fit(data["design"], data["passes"], sample_weight=data["weights"])
    return {
        "mode": {
            "coefficients": free,
            "logPosterior": -value(free),
            "precision": hessian(free),
            "logDeterminant": np.linalg.slogdet(hessian(free))[1],
        },
        "bounded": {"nonNegative": [1, 2, 3], "coefficients": held, "logPosterior": -value(held)},
        "ridge": {"c": c, "coefficients": ridge.coef_[0]},
    }


def polished(value, gradient, hessian, free):
    """The minimum over the columns named, the others at zero."""

    def whole(part):
        b = np.zeros(4)
        b[free] = part
        return b

    def slope(part):
        return gradient(whole(part))[free]

    def curvature(part):
        return hessian(whole(part))[np.ix_(free, free)]

    found = minimize(
        lambda part: value(whole(part)),
        np.zeros(len(free)),
        method="trust-exact",
        jac=slope,
        hess=curvature,
        options={"gtol": 1e-12},
    )
    # The value is flat to rounding before the gradient is: its last digits come from where the gradient is zero.
    exact = root(slope, found.x, jac=curvature, tol=1e-15)
    assert np.abs(slope(exact.x)).max() < 1e-12, exact
    return whole(exact.x)


def least_squares(data):
    x, y, w = data["design"], data["rating"], data["weights"]
    mean, precision = data["priorMean"], data["priorPrecision"]
    gram = (x * w[:, None]).T @ x + precision
    alpha = 2.5
    # The prior as four more rows of data.
    rows = np.vstack([x * np.sqrt(w)[:, None], np.linalg.cholesky(precision).T])
    bounded = lsq_linear(
        rows,
        np.append(np.sqrt(w) * y, np.linalg.cholesky(precision).T @ mean),
        bounds=([-np.inf, 0, 0, 0], np.inf),
        method="bvls",
        tol=1e-15,
    )
    ridge = Ridge(alpha=alpha, fit_intercept=False, solver="cholesky").fit(x, y, sample_weight=w)
    # Unweighted, and with the coefficients integrated out: y − X m is Gaussian with covariance σ² (I + X P⁻¹ Xᵀ).
    covariance = np.eye(60) + x @ np.linalg.solve(precision, x.T)
    apart = y - x @ mean
    return {
        "coefficients": np.linalg.solve(gram, x.T @ (w * y) + precision @ mean),
        "logDeterminant": np.linalg.slogdet(gram)[1],
        "bounded": {"nonNegative": [1, 2, 3], "coefficients": bounded.x},
        "ridge": {"alpha": alpha, "coefficients": ridge.coef_},
        "marginal": {
            "squares": apart @ np.linalg.solve(covariance, apart),
            "logDeterminant": np.linalg.slogdet(covariance)[1],
        },
    }


def metrics(data):
    y, p, w = data["passes"], data["probabilities"], data["weights"]
    return {
        kind: {
            "auc": roc_auc_score(y, p, sample_weight=weights),
            "logLoss": log_loss(y, p, sample_weight=weights),
            "brier": brier_score_loss(y, p, sample_weight=weights),
        }
        for kind, weights in {"unweighted": None, "weighted": w}.items()
    }


def quantiles(data):
    """The split conformal quantile: the inverse of the distribution with one further value at infinity."""
    values = np.append(data["rating"], np.inf)
    weights = np.append(data["weights"], data["weights"].mean())
    levels = [0.05, 0.5, 0.8, 0.9, 0.95, 0.98]
    found = [np.quantile(values, level, method="inverted_cdf", weights=weights) for level in levels]
    assert np.isfinite(found).all()
    return [{"level": level, "quantile": quantile} for level, quantile in zip(levels, found)]


def mulberry32(seed, count):
    """Mulberry32 in whole numbers of any size, cut to 32 bits."""
    bits = 0xFFFFFFFF
    values = []
    for _ in range(count):
        seed = (seed + 0x6D2B79F5) & bits
        t = ((seed ^ (seed >> 15)) * (seed | 1)) & bits
        t ^= (t + (t ^ (t >> 7)) * (t | 61)) & bits
        values.append(((t ^ (t >> 14)) & bits) / 2**32)
    return values


def plain(value):
    """Without numpy's types, which json does not know."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


main()
