"""Hold the year's plan as records and compute what follows from them; know no Excel."""
