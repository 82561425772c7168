"""S3 by boto3, with its own transfer manager."""

import io

import pytest
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

BUCKET = "my-bucket"


def test_objects_great_and_small(s3):
    s3.put_object(Bucket=BUCKET, Key="foreign/ü b+c", Body=b"hello", Metadata={"a": "b"}, Tagging="x=1")
    read = s3.get_object(Bucket=BUCKET, Key="foreign/ü b+c")
    assert read["Body"].read() == b"hello" and read["Metadata"] == {"a": "b"}
    assert s3.get_object_tagging(Bucket=BUCKET, Key="foreign/ü b+c")["TagSet"] == [{"Key": "x", "Value": "1"}]
    assert s3.get_object(Bucket=BUCKET, Key="foreign/ü b+c", Range="bytes=1-3")["Body"].read() == b"ell"
    body = bytes(range(256)) * 4096 * 20
    parts = TransferConfig(multipart_threshold=5 * 1024 * 1024, multipart_chunksize=5 * 1024 * 1024)
    s3.upload_fileobj(io.BytesIO(body), BUCKET, "foreign/big", Config=parts)
    head = s3.head_object(Bucket=BUCKET, Key="foreign/big")
    assert head["ContentLength"] == len(body) and head["ETag"].endswith('-4"')
    back = io.BytesIO()
    s3.download_fileobj(BUCKET, "foreign/big", back, Config=parts)
    assert back.getvalue() == body
    s3.copy_object(Bucket=BUCKET, Key="foreign/copy", CopySource={"Bucket": BUCKET, "Key": "foreign/ü b+c"})
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=BUCKET, Prefix="foreign/", Delimiter="/", PaginationConfig={"PageSize": 2}
    )
    assert [entry["Key"] for page in pages for entry in page["Contents"]] == [
        "foreign/big",
        "foreign/copy",
        "foreign/ü b+c",
    ]
    assert len(s3.list_objects(Bucket=BUCKET, Prefix="foreign/")["Contents"]) == 3
    keys = [{"Key": key} for key in ("foreign/big", "foreign/copy", "foreign/ü b+c", "foreign/none")]
    assert len(s3.delete_objects(Bucket=BUCKET, Delete={"Objects": keys})["Deleted"]) == 4


def test_conditional_writes_have_one_winner(s3):
    s3.put_object(Bucket=BUCKET, Key="once", Body=b"1", IfNoneMatch="*")
    with pytest.raises(ClientError) as raised:
        s3.put_object(Bucket=BUCKET, Key="once", Body=b"2", IfNoneMatch="*")
    assert raised.value.response["Error"]["Code"] == "PreconditionFailed"
    s3.delete_object(Bucket=BUCKET, Key="once")


def test_buckets(s3):
    s3.create_bucket(Bucket="foreign-bucket")
    s3.head_bucket(Bucket="foreign-bucket")
    assert "foreign-bucket" in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    s3.get_bucket_location(Bucket="foreign-bucket")
    s3.delete_bucket(Bucket="foreign-bucket")
    with pytest.raises(ClientError) as raised:
        s3.get_object(Bucket="foreign-bucket", Key="x")
    assert raised.value.response["Error"]["Code"] == "NoSuchBucket"
