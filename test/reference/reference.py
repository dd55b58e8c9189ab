"""Reference numbers for test/math, from numpy, scipy, scikit-learn, statsmodels and krippendorff.

Writes reference.json beside this file: the versions, the inputs and the results, so that the tests need neither
Python nor randomness. To make it anew:

    pip install numpy scipy scikit-learn statsmodels krippendorff
    python -B test/reference/reference.py && npx oxfmt test/reference/reference.json

Regressions are in regressions.py beside this file.
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import krippendorff
import numpy as np
from regressions import clustered_least_squares, least_squares, logistic
from scipy.special import expit
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from statsmodels.stats.multitest import multipletests

packages = ["numpy", "scipy", "scikit-learn", "statsmodels", "krippendorff"]


def main():
    data = draw(np.random.default_rng(20))
    result = {
        "versions": {"python": platform.python_version()} | {name: version(name) for name in packages},
        "data": data,
        "logistic": logistic(data),
        "leastSquares": least_squares(data),
        "clusteredLeastSquares": clustered_least_squares(data),
        "metrics": metrics(data),
        "isotonic": isotonic(data),
        "quantiles": quantiles(data),
        "alpha": alpha(np.random.default_rng(21)),
        "holm": holm(),
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
        # Fifteen groups of two to sixteen rows, of which none is a run of neighbours.
        "groups": [f"g{int(15 * (37 * row % 60 / 60) ** 2)}" for row in range(60)],
        "priorMean": np.array([0, 0.5, 0.25, 0]),
        "priorPrecision": np.array([[0.01, 0, 0, 0], [0, 3, -1, 0], [0, -1, 2, 0.5], [0, 0, 0.5, 4]]),
        # One digit, so that many tie, and none so near 0 or 1 that a logarithmic loss is cut off.
        "probabilities": expit(0.7 * logit + 0.8 * random.normal(size=60)).round(1).clip(0.01, 0.99),
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


def isotonic(data):
    """Ties in the predictor, with weights; between the values seen, on the lines between them, and beyond the ends."""
    curve = IsotonicRegression(out_of_bounds="clip")
    curve.fit(data["probabilities"], data["passes"], sample_weight=data["weights"])
    at = np.linspace(0, 1, 41)
    return {"at": at, "values": curve.predict(at)}


def quantiles(data):
    """The split conformal quantile: the inverse of the distribution with one further value at infinity."""
    values = np.append(data["rating"], np.inf)
    weights = np.append(data["weights"], data["weights"].mean())
    levels = [0.05, 0.5, 0.8, 0.9, 0.95, 0.98]
    found = [np.quantile(values, level, method="inverted_cdf", weights=weights) for level in levels]
    assert np.isfinite(found).all()
    return [{"level": level, "quantile": quantile} for level, quantile in zip(levels, found)]


def alpha(random):
    """
    Units in rows and raters in columns, null where a rater left a unit out. Some units have one rating and some none.
    One set has five levels, used unevenly; the other is continuous, where every value is a level of its own.
    """
    quality = random.normal(size=(40, 1))
    skewed = np.digitize(quality + 0.8 * random.normal(size=(40, 4)), [-1.5, -0.2, 0.1, 1.5]) + 1.0
    continuous = (5 + quality + random.normal(size=(40, 3))).round(4)
    return [
        {
            "ratings": [[None if np.isnan(value) else value for value in row] for row in ratings.tolist()],
            "alpha": {
                metric: krippendorff.alpha(reliability_data=ratings.T, level_of_measurement=metric)
                for metric in ["nominal", "ordinal", "interval"]
            },
        }
        for ratings in [thinned(skewed, random), thinned(continuous, random), skewed]
    ]


def thinned(ratings, random):
    return np.where(random.random(ratings.shape) < 0.45, np.nan, ratings)


def holm():
    """Out of order, with ties, and with products above one."""
    p_values = [0.04, 0.001, 0.2, 0.013, 0.013, 0.9, 0.0004, 0.55]
    return {"pValues": p_values, "adjusted": multipletests(p_values, method="holm")[1]}


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
