"""A model for Seldon's Python wrapper, which finds the class by the name of the file."""


class Iris:
    def __init__(self):
        # A plane that separates setosa from the other irises by the length of their petals.
        self.threshold = 2.5

    def predict(self, rows, names=None, meta=None):
        return [[1.0, 0.0, 0.0] if row[2] < self.threshold else [0.0, 0.5, 0.5] for row in rows]
