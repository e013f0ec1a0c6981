"""Trains a model of irises for MLServer's runtime of scikit-learn, and writes it to the file of the first argument."""

import sys

import joblib
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

irises = load_iris()
model = LogisticRegression(max_iter=1000).fit(irises.data, irises.target)
joblib.dump(model, sys.argv[1])
