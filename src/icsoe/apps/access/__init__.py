"""Who enters, with which e.firma, and what each may do."""
