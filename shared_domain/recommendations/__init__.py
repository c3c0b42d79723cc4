"""What else a shopper might like. Optional everywhere it is used."""
