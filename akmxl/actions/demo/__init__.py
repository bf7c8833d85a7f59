"""Make the demo: a year of sample figures, its faults, its reports."""
