"""The French of stages and actions: buttons, journal, next steps, diagram."""
