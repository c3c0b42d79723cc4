"""What people see on a terminal: tables, dots, progress. Reads results, measures nothing."""
