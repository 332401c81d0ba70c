"""What all faults share."""
