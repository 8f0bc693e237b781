"""The demo: invented people, places and applications at every stage, played through the services."""
