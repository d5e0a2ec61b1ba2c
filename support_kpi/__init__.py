"""Customer-support KPIs from the exports that helpdesks and survey tools write."""

__version__ = "0.1.0"
