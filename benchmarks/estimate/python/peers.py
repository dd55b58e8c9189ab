"""
Intervals of truescore, cje-eval and ppi-python for the benchmark. Reads a request a line from stdin and answers each with a
line on stdout:

    {"methods": ["ppi-python, rating", ...], "outcomes": [0, 1, ...], "ratings": [...], "verdicts": [0, 1, ...],
     "lengths": [...], "features": [[...], ...], "inclusions": [...] or null, "groups": [0, 0, 1, ...] or null}
    ->  {"found": {"ppi-python, rating": {"estimate": 0.6, "lower": 0.5, "upper": 0.7, "milliseconds": 1.2}, ...}}

An entry a record, the labelled ones first; outcomes are of those alone. A list a feature, and none where no method reads them.
Groups are null where records are independent, inclusions where all have the same. A method that says nothing of a sample has
null for its interval. What goes wrong with one request is answered with {"error": "..."}. Ends when stdin does.
"""

import json
import logging
import signal
import sys
import time
import warnings

import numpy as np
from cje import analyze_dataset, calibrated_mean_ci
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate
from truescore import ppi_estimate

ALPHA = 0.05


class Sample:
    def __init__(self, request):
        self.outcomes = np.array(request["outcomes"], dtype=float)
        self.ratings = np.array(request["ratings"], dtype=float)
        self.verdicts = np.array(request["verdicts"], dtype=float)
        self.lengths = np.array(request["lengths"], dtype=float)
        # A column that never changes says nothing, and has no scale.
        features = [np.array(feature, dtype=float) for feature in request["features"]]
        self.features = np.array([feature for feature in features if np.ptp(feature) > 0]).T
        self.inclusions = None if request["inclusions"] is None else np.array(request["inclusions"])
        self.groups = None if request["groups"] is None else np.array(request["groups"])
        self.labelled = len(self.outcomes)


def by_truescore(judge):
    """Its clusters ask that no group is labelled in part, which none is here."""

    def interval(sample):
        found = ppi_estimate(
            getattr(sample, judge), sample.outcomes, np.arange(sample.labelled), alpha=ALPHA, clusters=sample.groups
        )
        return found.point, found.low, found.high

    return interval


def by_ppi_python(sample):
    """It has no clusters."""
    seen, others = np.split(sample.ratings, [sample.labelled])
    weights = {}
    if sample.inclusions is not None:
        # Those without a label are chosen as well: not to have one.
        chosen, left = np.split(sample.inclusions, [sample.labelled])
        weights = {"w": 1 / chosen, "w_unlabeled": 1 / (1 - left)}
    lower, upper = ppi_mean_ci(sample.outcomes, seen, others, alpha=ALPHA, **weights)
    return ppi_mean_pointestimate(sample.outcomes, seen, others, **weights), lower, upper


def by_cje(covariates=lambda sample: None, weight="one"):
    def interval(sample):
        columns = covariates(sample)
        if sample.inclusions is not None:
            return cje_of_known_inclusion(sample, columns, weight)
        labels = np.full(len(sample.ratings), np.nan)
        labels[: sample.labelled] = sample.outcomes
        found = calibrated_mean_ci(
            sample.ratings,
            labels,
            cluster_ids=sample.groups,
            covariates=columns,
            alpha=ALPHA,
            correction_weight=weight,
        )
        return found.estimate, *found.ci

    return interval


def cje_of_known_inclusion(sample, columns, weight):
    """What the documentation of calibrated_mean_ci says to call where labels were not chosen evenly. Records are independent."""
    table = np.zeros((len(sample.ratings), 0)) if columns is None else columns.reshape(len(sample.ratings), -1)
    names = [f"covariate{place}" for place in range(table.shape[1])]
    rows = [
        {
            "prompt_id": str(place),
            "row_id": str(place),
            "judge_score": float(rating),
            "oracle_label": float(sample.outcomes[place]) if place < sample.labelled else None,
            **dict(zip(names, map(float, table[place]))),
        }
        for place, rating in enumerate(sample.ratings)
    ]
    found = analyze_dataset(
        fresh_draws_data={"all": rows},
        label_design="known_propensity",
        label_propensities={"all": sample.inclusions.tolist()},
        calibration_covariates=names or None,
        estimator_config={"correction_weight": weight},
        fresh_judge_scale=(0, 1),
        fresh_oracle_scale=(0, 1),
    )
    lower, upper = found.confidence_interval(ALPHA)
    return found.estimates, lower, upper


METHODS = {
    "truescore, verdict": by_truescore("verdicts"),
    "truescore, rating": by_truescore("ratings"),
    "ppi-python, rating": by_ppi_python,
    "cje-eval": by_cje(),
    "cje-eval, length": by_cje(lambda sample: sample.lengths, weight="tuned"),
    "cje-eval, same features": by_cje(lambda sample: sample.features, weight="tuned"),
}


def measured(method, sample):
    start = time.perf_counter()
    try:
        numbers = [float(np.squeeze(number)) for number in METHODS[method](sample)]
    except ValueError:
        # What a method refuses is an answer: it says nothing of this sample.
        return None
    if not np.all(np.isfinite(numbers)):
        return None
    taken = 1000 * (time.perf_counter() - start)
    return dict(zip(["estimate", "lower", "upper"], numbers), milliseconds=taken)


def answer(request):
    sample = Sample(request)
    return {"found": {method: measured(method, sample) for method in request["methods"]}}


signal.signal(signal.SIGINT, signal.SIG_DFL)
# Advice on a sample is not read here; stderr has room for what goes wrong.
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
