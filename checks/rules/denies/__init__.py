"""Rules about what stops a delivery or a call in spite of an allow."""
