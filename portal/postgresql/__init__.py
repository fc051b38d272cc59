"""Django's PostgreSQL engine as the house uses it."""
