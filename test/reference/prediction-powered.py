"""Reference numbers for test/math/prediction-powered.test.ts, from ppi-python.

Writes prediction-powered.json beside this file: the versions, the inputs and the results, so that the test needs neither
Python nor randomness. To make it anew:

    pip install ppi-python==0.2.3
    python -B test/reference/prediction-powered.py && npx oxfmt test/reference/prediction-powered.json
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate
from ppi_py.ppi import _calc_lam_glm
from scipy.stats import norm

packages = ["ppi-python", "numpy", "scipy"]
labelled, unlabelled = 40, 160


def main():
    random = np.random.default_rng(20)
    quality = random.normal(size=labelled + unlabelled)
    passes = (quality + random.normal(size=quality.size) > 0)[:labelled].astype(float)
    noise = random.normal(size=quality.size)
    worlds = {
        "predictions that help": 1 / (1 + np.exp(-(quality + noise))),
        "predictions that are too timid": 0.5 + quality / 20,
        "predictions that mislead": 1 / (1 + np.exp(quality)),
        "predictions that know nothing": 1 / (1 + np.exp(-noise)),
    }
    result = {
        "versions": {"python": platform.python_version(), **{name: version(name) for name in packages}},
        "labels": passes.tolist(),
        "worlds": {name: world(passes, np.round(predicted, 6)) for name, predicted in worlds.items()},
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")


def world(y, predicted):
    seen, unseen = predicted[:labelled], predicted[labelled:]
    best = power(y, seen, unseen, clip=False)
    held = power(y, seen, unseen, clip=True)
    fixed = [None, best, 0.0, 0.5, 1.0]
    return {
        "predictions": seen.tolist(),
        "unlabelled": unseen.tolist(),
        "power": {"any": best, "held": held},
        "estimates": [estimate(y, seen, unseen, lam, held if lam is None else lam) for lam in fixed],
    }


def power(y, seen, unseen, clip):
    """The power tuning that ppi_mean_pointestimate does, which only hands out the estimate."""
    point = unseen.mean() + (y - seen).mean()
    return float(_calc_lam_glm(y - point, seen - point, unseen - point, np.eye(1), clip=clip))


def estimate(y, seen, unseen, lam, used):
    point = ppi_mean_pointestimate(y, seen, unseen, lam=lam)
    lower, upper = ppi_mean_ci(y, seen, unseen, alpha=0.05, lam=lam)
    return {
        "isTuned": lam is None,
        "power": used,
        "estimate": np.ravel(point)[0].item(),
        "standardError": ((np.ravel(upper)[0] - np.ravel(lower)[0]) / 2 / norm.ppf(0.975)).item(),
    }


main()
