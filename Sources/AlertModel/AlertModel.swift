// AlertModel: to be filled.
