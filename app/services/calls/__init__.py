"""A call as files, its editions and its opening."""
