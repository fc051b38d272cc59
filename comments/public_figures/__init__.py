"""The figures of moderation that everybody may read, by month and year, and the yearly report."""
