"""Hold the rules: one file a family, one decorated function a rule, nothing else."""
