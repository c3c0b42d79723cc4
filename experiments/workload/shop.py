"""What a shopper knows of the seeded shop: ids and words, without importing the domain.

The generator must stay light (no SQLAlchemy in its process), so the figures are repeated here
and a test holds them against `shared_domain`'s seed data.
"""

PRODUCTS = 998
"""p-0001 to p-0998: the last unit (p-0999) and the empty shelf (p-1000) are left alone."""

CUSTOMERS = 9_998
"""c-00001 to c-09998: without the risky customer (c-09999) and the penniless one (c-10000)."""

CATEGORIES = (
    "bags", "beds", "bikes", "books", "boots", "chairs", "clocks", "coats", "desks", "games",
    "hats", "knives", "lamps", "maps", "mugs", "pens", "plants", "rugs", "socks", "tents",
)  # fmt: skip
COLOURS = ("amber", "blue", "coral", "green", "grey", "ivory", "olive", "plum", "red", "teal")

PAGE_SIZE = 20


def product_id(number: int) -> str:
    return f"p-{number:04d}"


def customer_id(number: int) -> str:
    return f"c-{number:05d}"
