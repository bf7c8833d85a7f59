"""Find what is wrong in a plan: the shape of a rule, the run over all rules, helpers that rules share."""
