"""Read a centre’s own official plan, as offices sign it, as rows of a plan and a list of doubts."""
