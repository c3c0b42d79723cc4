"""What to try on an arm that has just been started."""

from collections.abc import Iterator


def up_lines(url: str, headline: str) -> Iterator[str]:
    """Lines to copy; each command works as it stands."""
    yield f"{headline}: {url}"
    yield ""
    yield f"  curl '{url}/products?limit=3'"
    yield f"  curl {url}/products/p-0001/page"
    yield f"  curl -X POST {url}/orders -H 'X-Customer-Id: c-00001' \\"
    yield "    -H 'Idempotency-Key: my-first' -H 'Content-Type: application/json' \\"
    yield """    -d '{"lines": [{"product_id": "p-0001", "quantity": 2}]}'"""
    yield f"  curl {url}/orders -H 'X-Customer-Id: c-00001'"
    yield f"  curl {url}/notifications -H 'X-Customer-Id: c-00001'"
    yield ""
    yield "What happens inside: ./cleave trace, ./cleave logs, ./cleave top"
    yield "The contract: shared_domain/openapi.yaml. Stop it with: ./cleave down"
