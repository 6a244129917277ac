"""What must hold: reads documents or accounts, changes nothing."""
