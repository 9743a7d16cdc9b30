// ExchangeProtocol: to be filled.
