"""The phases of screening, one a module; comments.screening says what a phase is."""
