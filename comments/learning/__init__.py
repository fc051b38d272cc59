"""The learned score: how likely a text is to be taken out, learned from this house's decisions.

Optional: without the extra `[learn]` (scikit-learn) nothing is learned or scored, and queues stand
oldest first.
"""
