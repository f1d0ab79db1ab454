"""The steps of the demo, a module for each area; each step is a function of the stage."""
