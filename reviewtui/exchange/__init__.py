"""What comes in: indicator sets, panels, marks of other systems."""
