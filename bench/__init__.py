"""Every performance figure of the service in one run, each beside what it is compared to: ``python -m bench``."""
