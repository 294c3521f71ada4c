"""One table of bad inputs: each is made beside good towns, and the standing promise is asserted."""
