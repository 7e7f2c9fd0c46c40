from collections.abc import Iterator
from threading import Thread

import pytest

from tests.articles.sites import Site


@pytest.fixture
def there() -> Iterator[Site]:
    with Site() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
