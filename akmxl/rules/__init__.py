"""Find what is wrong in a plan: the rule, the run of all rules, and what rules share."""
