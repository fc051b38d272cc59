"""Statements of reasons for the EU's transparency database (DSA, Article 24(5))."""
