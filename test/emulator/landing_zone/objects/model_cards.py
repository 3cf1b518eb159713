"""SageMaker Model Cards: cards, of which every change makes a version, and their export as a document."""

from __future__ import annotations

import copy
import json
from typing import Any

from botocore.exceptions import ClientError

from ..calls import Call, implement
from ..errors import ApiError
from . import listing
from .entities import Entity, Record, entity, mask, view


class ModelCard(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateModelCard.html"""

    def check_new(self, call: Call, record: Record) -> None:
        _check_content(record["Content"])
        record["_versions"] = []

    def describe(self, call: Call) -> dict[str, Any]:
        return self.answer(call.operation, self.version(call))

    def check_change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        if "Content" in wanted and "ModelCardStatus" in wanted:
            message = "You cannot update both model card content and model card status in a single call."
            raise ApiError("ValidationException", message)
        if "Content" in wanted:
            _check_content(wanted["Content"])

    def change(self, call: Call, record: Record, wanted: dict[str, Any]) -> None:
        record["_versions"].append({name: copy.deepcopy(value) for name, value in record.items() if not name.startswith("_")})
        record.update(wanted, ModelCardVersion=record["ModelCardVersion"] + 1)

    def remove(self, call: Call, record: Record) -> None:
        super().remove(call, record)
        jobs = entity("ModelCardExportJob").store(call.place)
        for key in [key for key, job in jobs.items() if job["ModelCardName"] == record["ModelCardName"]]:
            del jobs[key]

    def version(self, call: Call) -> Record:
        """The version that a call asks for; the newest if it names none."""
        record = self.found(call)
        number = call.parameters.get("ModelCardVersion", record["ModelCardVersion"])
        for version in versions(record):
            if version["ModelCardVersion"] == number:
                return {**version, "_arn": record["_arn"]}
        raise self.missing(call, f"{record['_arn']}/{number}")


class ModelCardExportJob(Entity):
    """https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelCardExportJob.html"""

    def identify(self, call: Call, record: Record) -> None:
        record["_id"] = mask("############")
        cards = entity("ModelCard")
        assert isinstance(cards, ModelCard)
        version = cards.version(call)
        record.update(ModelCardName=version["ModelCardName"], ModelCardVersion=version["ModelCardVersion"])

    def made(self, call: Call, record: Record) -> None:
        output = str(record["OutputConfig"]["S3OutputPath"]).rstrip("/")
        file = f"{output}/{record['ModelCardName']}-v{record['ModelCardVersion']}-{record['_id']}.pdf"
        bucket, _, key = file.removeprefix("s3://").partition("/")
        title = f"{record['ModelCardName']}, version {record['ModelCardVersion']}"
        try:
            call.place.client("s3").put_object(Bucket=bucket, Key=key, Body=_document(title), ContentType="application/pdf")
            record["ExportArtifacts"] = {"S3ExportArtifacts": file}
        except ClientError as error:
            record.update(Status="Failed", FailureReason=error.response["Error"]["Message"])


ModelCard(
    "ModelCard",
    key=("ModelCardName",),
    arn="model-card/{ModelCardName}",
    words="model card",
    constants={"ModelCardVersion": 1},
    taken="Model card {ModelCardName} already exists: {arn}",
)
ModelCardExportJob(
    "ModelCardExportJob",
    key=("ModelCardExportJobArn",),
    arn="model-card/{ModelCardName}/export-job/{_id}",
    words="model card export job",
    status=("Status", "Completed"),
    created="CreatedAt",
    modified="LastModifiedAt",
)


@implement("sagemaker", "ListModelCardVersions")
def list_model_card_versions(call: Call) -> dict[str, Any]:
    cards = entity("ModelCard")
    filters = {name: value for name, value in call.parameters.items() if name != "ModelCardName"}
    found = listing.select(versions(cards.found(call)), filters, cards.fields(), newest_first=True)
    page, token = listing.page(found, filters)
    shape = cards.operation(call.operation).output_shape.members["ModelCardVersionSummaryList"].member
    return {"ModelCardVersionSummaryList": [view(shape, version) for version in page], "NextToken": token}


def versions(record: Record) -> list[Record]:
    """All versions of a card, the oldest first."""
    return [*record["_versions"], record]


def _check_content(text: str) -> None:
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise ApiError("ValidationException", "Model card content is not a JSON object.")


def _document(title: str) -> bytes:
    """A PDF of one page that says what was exported."""
    text = title.replace("\\", "").replace("(", "").replace(")", "")
    stream = f"BT /F1 14 Tf 72 770 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    document, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(document))
        document += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(document)}\n%%EOF"
    return f"{document}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()
