"""The gateway's own answers, in the contract's form: application/problem+json.

Only what the gateway itself says is mapped; an answer of an arm passes as it is.
"""

from typing import Any, Final

Json = dict[str, Any]

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER_S: Final = 1


def local_replies() -> Json:
    """No replica, none that answers, none in time: 503. No such path: 404. Unreadable: 400."""
    unavailable = _problem("unavailable", "Service unavailable", 503, "Try again in a moment.")
    missing = _problem("not-found", "Not found", 404, "No operation has this path.")
    return {
        "mappers": [
            *(_mapper(status, unavailable, 503) for status in (502, 503, 504)),
            _mapper(404, missing, 404),
        ],
        "body_format": _format(
            {
                "type": "urn:cleave:problem:bad-request",
                "title": "Bad request",
                "status": "%RESPONSE_CODE%",
                "detail": "The gateway could not read the request.",
            }
        ),
    }


def _problem(slug: str, title: str, status: int, detail: str) -> Json:
    return {
        "type": f"urn:cleave:problem:{slug}",
        "title": title,
        "status": status,
        "detail": detail,
    }


def _mapper(status: int, problem: Json, answer: int) -> Json:
    comparison = {
        "op": "EQ",
        "value": {"default_value": status, "runtime_key": f"cleave.status_{status}"},
    }
    mapper: Json = {
        "filter": {"status_code_filter": {"comparison": comparison}},
        "status_code": answer,
        "body_format_override": _format(problem),
    }
    if answer == 503:
        header = {"key": "retry-after", "value": str(RETRY_AFTER_S)}
        mapper["headers_to_add"] = [
            {"header": header, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
        ]
    return mapper


def _format(problem: Json) -> Json:
    return {"json_format": problem, "content_type": MEDIA_TYPE}
