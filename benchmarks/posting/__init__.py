"""Who is measured by benchmarks/posting_profile.py: each takes comments in a process of its own."""
