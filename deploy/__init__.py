"""Setting up, running and checking the portal. Nothing of the portal itself imports this."""
