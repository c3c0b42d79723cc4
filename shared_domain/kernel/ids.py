"""What ids look like. Later the customer comes from a token; the contract already carries it."""

import re

CUSTOMER_ID = re.compile(r"c-[0-9]{5}\Z")
PRODUCT_ID = re.compile(r"p-[0-9]{4}\Z")


def is_customer_id(text: str) -> bool:
    return CUSTOMER_ID.match(text) is not None


def is_product_id(text: str) -> bool:
    return PRODUCT_ID.match(text) is not None
