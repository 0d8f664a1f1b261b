"""PostgreSQL as Django knows it, told with each statement who asks."""
