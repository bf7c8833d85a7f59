"""Fill a report's form from a plan, and prove it afterwards."""
