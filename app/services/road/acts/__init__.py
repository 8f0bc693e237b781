"""What each action of the road asks of the person, and does besides moving the application."""
