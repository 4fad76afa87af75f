"""Events of a customer as ordered journeys with stages."""
