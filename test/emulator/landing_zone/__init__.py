"""An AWS landing zone on localhost: moto's server, with what a real deployment needs and moto lacks."""
