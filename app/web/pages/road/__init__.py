"""Pages of the stages of an application and its acts."""
