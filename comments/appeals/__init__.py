"""Appeals: somebody objects to a decision, and another person hears and decides it."""
