"""Regressions by scikit-learn, statsmodels and scipy, on the data of reference.py.

The Gaussian prior of our logistic regression has a mean and a precision matrix on all columns, the intercept's
included. LogisticRegression of scikit-learn has that objective only for a mean of zero and a precision of I / C, with
the column of ones in the design and fit_intercept=False. That case is solved by it, and the one of no prior by GLM of
statsmodels. The general one, and the one with a bound, minimise the same objective, written out here, by
scipy.optimize.minimize with gtol=1e-12 and then scipy.optimize.root on its gradient.
"""

import numpy as np
import statsmodels.api as sm
from scipy.optimize import lsq_linear, minimize, root
from scipy.special import expit
from sklearn.linear_model import LogisticRegression, Ridge


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
    # Rows that are worth one, two or three of them are what freq_weights means.
    glm = sm.GLM(data["passes"], data["design"], sm.families.Binomial(), freq_weights=data["weights"]).fit(tol=1e-14)
    return {
        "mode": {
            "coefficients": free,
            "logPosterior": -value(free),
            "precision": hessian(free),
            "logDeterminant": np.linalg.slogdet(hessian(free))[1],
        },
        "bounded": {"nonNegative": [1, 2, 3], "coefficients": held, "logPosterior": -value(held)},
        "ridge": {"c": c, "coefficients": ridge.coef_[0]},
        "noPrior": {"coefficients": glm.params, "standardErrors": glm.bse, "logLikelihood": glm.llf},
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


def clustered_least_squares(data):
    """
    Covariance robust to relations within groups, with the correction G / (G − 1) · (n − 1) / (n − p) that is the default.
    P-values by the normal distribution, which statsmodels takes here unless told, and by Student's t with G − 1.
    """
    x, y, w = data["design"], data["rating"], data["weights"]
    labels = np.unique(data["groups"], return_inverse=True)[1]
    assert labels.max() == 14
    clustered = {"cov_type": "cluster", "cov_kwds": {"groups": labels}}
    return {
        kind: {
            "coefficients": model.fit(**clustered).params,
            "covariance": model.fit(**clustered).cov_params(),
            "standardErrors": model.fit(**clustered).bse,
            "pValues": model.fit(**clustered).pvalues,
            "pValuesByT": model.fit(**clustered, use_t=True).pvalues,
        }
        for kind, model in {"unweighted": sm.OLS(y, x), "weighted": sm.WLS(y, x, weights=w)}.items()
    }
