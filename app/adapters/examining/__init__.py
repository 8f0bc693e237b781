"""Documents that somebody sends are opened in a process of its own, which has no secret and little memory."""
