"""The page «Personvern»: what is stored about whom, why and for how long."""
