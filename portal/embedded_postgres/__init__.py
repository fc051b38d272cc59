"""The embedded PostgreSQL: real server, private to this folder, for a house on one machine."""
