// Hub: to be filled.
