"""Binomial reference values: python binomial.py > binomial.json"""

import json

import scipy
from scipy.stats import beta, binom

CDF = [(0, 1, 0.5), (2, 25, 0.2), (1, 38, 0.1), (30, 100, 0.3), (5, 100000, 1e-4), (450, 1000, 0.5), (3, 5000, 0.01), (40, 50, 0.9)]
UPPER = [(0, 22, 0.1), (3, 72, 0.1), (17, 312, 0.05), (499, 500, 0.1), (1, 100000, 0.001)]

print(json.dumps({
    "scipy": scipy.__version__,
    "cdf": [{"k": k, "n": n, "p": p, "value": binom.cdf(k, n, p)} for k, n, p in CDF],
    "upper": [{"k": k, "n": n, "error": e, "value": beta.ppf(1 - e, k + 1, n - k)} for k, n, e in UPPER],
}, indent=1))
