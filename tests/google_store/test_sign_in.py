"""Who we are at Google, and that nothing of it leaks.

1. A service account signs in with its key, against the token address that the key names.
2. A key that others may read is refused. 3. A file that is no key is refused with what to do.
4. All threads share one token. 5. No secret stands in a message.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.outside import Outside
from pipeline.stores.google_http import GoogleHTTP, Line
from pipeline.stores.google_sign_in import read_secret, sign_in
from schemas.errors import SignInNeeded

from .conftest import ROBOT


def test_a_service_account_signs_in_once_for_all_threads(key: Path, base: str):
    """Requirements 1 and 4."""
    outside = Outside(credentials=key)
    who = sign_in(outside)
    http = GoogleHTTP(Line(who.sessions, outside, base=base, account=who.account))

    def me(_number: int) -> str:
        parsed = http.fetch("get", "https://www.googleapis.com/drive/v3/about", params={"fields": "user"}).parsed
        return str(parsed["user"]["emailAddress"])

    with ThreadPoolExecutor(4) as workers:
        found = set(workers.map(me, range(12)))

    assert found == {ROBOT}
    assert who.kind == "service account"


@pytest.mark.skipif(os.name != "posix", reason="rights of files are another thing there")
def test_a_key_that_others_may_read_is_refused(key: Path):
    """Requirements 2 and 5."""
    key.chmod(0o644)
    with pytest.raises(SignInNeeded) as refused:
        read_secret(key)

    assert "chmod 600" in refused.value.hint
    assert "PRIVATE KEY" not in refused.value.message


@pytest.mark.parametrize("content", ["no json", "[]", "{}", '{"installed": {}}'])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: str):
    """Requirement 3."""
    path = tmp_path / "key.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(SignInNeeded) as refused:
        sign_in(Outside(credentials=path))

    assert refused.value.hint


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    """Requirement 3."""
    with pytest.raises(SignInNeeded):
        sign_in(Outside(credentials=tmp_path / "none.json"))
