"""What staff must know of the station itself, and who keeps that true."""
