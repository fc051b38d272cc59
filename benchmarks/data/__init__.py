"""The benchmark's invented newspaper: articles and discussions of any size, written by COPY."""
