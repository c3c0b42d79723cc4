"""Make the database ready: `python -m microservices.recommendations.prepare`.

Nothing is seeded: the products come as events.
"""

from microservices.chassis.preparing import PRODUCT_COPY, prepare

if __name__ == "__main__":
    prepare([PRODUCT_COPY])
