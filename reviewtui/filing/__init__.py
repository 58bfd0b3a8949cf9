"""What leaves the room: the workbook."""
