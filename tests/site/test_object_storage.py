"""Pictures in S3-compatible storage: a real server of moto's, on this machine."""

from collections.abc import Iterator

import pytest
from django.core.files.storage import storages
from django.test import RequestFactory
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from markup import files
from rehabsite.object_storage import ObjectStorage
from tests.ports import free_port

PATH = "images/0123456789abcdef.png"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def use(settings: Settings, endpoint: str) -> ObjectStorage:
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "rehabsite.object_storage.ObjectStorage",
            "OPTIONS": {
                "bucket_name": "pictures",
                "endpoint_url": endpoint,
                "region_name": "us-east-1",
                "access_key": "key",
                "secret_key": "secret",
                "default_acl": None,
                "querystring_auth": False,
            },
        }
    }
    storage = storages["default"]
    assert isinstance(storage, ObjectStorage)
    return storage


@pytest.mark.django_db
def test_a_picture_is_written_served_listed_and_taken_away(settings: Settings, server: str) -> None:
    storage = use(settings, server)
    storage.connection.create_bucket(Bucket="pictures")
    assert files.size(PATH) == 0
    assert storage.listdir("images/") == ([], [])
    for data in (b"first", b"second, in its place"):
        files.write(PATH, data)
        assert files.size(PATH) == len(data)
    answer = files.serve(RequestFactory().get("/"), PATH, content_type="image/png", cache_control="public")
    assert b"".join(answer) == b"second, in its place"
    answer.close()  # and the file with it
    assert answer.headers["Content-Length"] == "20"
    assert storage.listdir("images/") == ([], [PATH.rpartition("/")[2]])
    storage.delete(PATH)
    assert files.size(PATH) == 0


def test_a_storage_that_is_away_looks_like_a_disk_that_is(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    use(settings, f"http://127.0.0.1:{free_port()}")
    assert files.size(PATH) == 0
    with pytest.raises(OSError, match="object storage failed"):
        files.write(PATH, b"x")
