"""System checks: misuse that can be seen at the start."""
