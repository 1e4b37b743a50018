"""What AWS and the network answer when something fails, as errors of our own."""
