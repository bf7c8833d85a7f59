"""Take over a service's copy: hold it beside the plan, ask, write."""
