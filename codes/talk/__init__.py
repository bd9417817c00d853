"""The talk with one officer: what he is told, what he may answer, what becomes of his report."""
