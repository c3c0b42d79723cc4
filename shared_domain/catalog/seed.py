"""1,000 products in 20 categories, the same on every machine."""

from shared_domain.catalog.tables import products
from shared_domain.kernel.database import Session
from shared_domain.messages.events import ListedProduct

PRODUCTS = 1_000
CATEGORIES = (
    "bags", "beds", "bikes", "books", "boots", "chairs", "clocks", "coats", "desks", "games",
    "hats", "knives", "lamps", "maps", "mugs", "pens", "plants", "rugs", "socks", "tents",
)  # fmt: skip
COLOURS = ("amber", "blue", "coral", "green", "grey", "ivory", "olive", "plum", "red", "teal")


def product(number: int) -> ListedProduct:
    """Product `number`, from 1 to PRODUCTS."""
    category = CATEGORIES[number % len(CATEGORIES)]
    colour = COLOURS[(number // len(CATEGORIES)) % len(COLOURS)]
    return ListedProduct(
        product_id=f"p-{number:04d}",
        name=f"{colour.capitalize()} {category} {number:04d}",
        category=category,
        price_cents=199 + number * 7919 % 9801,
    )


def all_products() -> list[ListedProduct]:
    return [product(number) for number in range(1, PRODUCTS + 1)]


def seed(session: Session) -> None:
    rows = [vars(each) for each in all_products()]
    session.execute(products.insert(), rows)
