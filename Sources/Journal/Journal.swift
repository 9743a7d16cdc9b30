// Journal: to be filled.
