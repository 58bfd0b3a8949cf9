"""The interface: app, screens, widgets. No SQL, no files, no arithmetic."""
