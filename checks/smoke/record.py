"""A smoke test's result for programs."""

from __future__ import annotations

from checks.smoke.verdict import SmokeResult


def record(result: SmokeResult) -> dict[str, object]:
    """The result as JSON can hold it; the names are stable, and `version` changes if they do not stay.

    Args:
        result: What the smoke test found out.
    """
    return {
        "version": 1,
        "verdict": result.verdict.value,
        "status": result.verdict.status.value,
        "sentence": result.sentence,
        "explanation": result.verdict.explanation,
        "remedy": result.remedy,
        "dataSetType": result.data_set_type,
        "publicationDate": f"{result.publication_date:%Y-%m-%d}",
        "requestId": result.request_id,
        "asked": f"{result.asked:%Y-%m-%dT%H:%M:%SZ}",
        "seconds": round(result.seconds, 3),
        "path": [{"hop": step.hop.value, "status": step.status.value} for step in result.path],
        "files": [{"address": address, "bytes": size} for address, size in result.files],
        "rows": result.rows,
        "message": result.message,
        "metadata": result.metadata,
        "left": list(result.left),
    }
