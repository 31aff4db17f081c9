"""`POST /token`: a key's signed claim, or a refresh token, for an access token."""

from __future__ import annotations

import base64
import binascii
import json
from urllib.parse import parse_qs

from pipeline.stores.embedded.desk import House
from pipeline.stores.embedded.ids import Ids
from pipeline.stores.embedded.refusals import unauthenticated
from pipeline.stores.embedded.shelf import Shelf
from pipeline.stores.embedded.wire import JsonObject, Request, Response, answer

_LIFE = 3600
_OWN_FILES = "https://www.googleapis.com/auth/drive.file"
_NO_STAND_IN = (
    "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the "
    "scopes requested."
)
_JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def issued(request: Request, shelf: Shelf, house: House, ids: Ids, now: float) -> Response:
    """A token for whom the grant names.

    That is `sub`, else `iss`, of a JWT; the text of a refresh token; or the code that a browser brought back,
    which also gives a refresh token. Signatures are not checked: the service listens on this machine only.
    """
    form = {name: values[-1] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
    grant, more = form.get("grant_type", ""), {}
    email = ""
    if grant == _JWT:
        claims = _claims(form.get("assertion", ""))
        email, issuer = str(claims.get("sub") or claims.get("iss", "")), str(claims.get("iss", ""))
        if email != issuer and house.stand_ins is not None and issuer not in house.stand_ins:
            return answer({"error": "unauthorized_client", "error_description": _NO_STAND_IN}, 401)
    elif grant == "refresh_token":
        email = form.get("refresh_token", "")
    elif grant == "authorization_code":
        email = form.get("code", "")
        more = {"refresh_token": email, "scope": _OWN_FILES}
    if "@" not in email:
        error = {"error": "invalid_grant", "error_description": "Bad Request"}
        return answer(error, 400)
    token = f"ya29.{ids.text(40)}"
    shelf.put_token(token, email, now + _LIFE)
    return answer({"access_token": token, "expires_in": _LIFE - 1, "token_type": "Bearer", **more})


def caller(request: Request, shelf: Shelf, house: House, now: float) -> str:
    """The address of who sent the request.

    Raises:
        Refusal: 401 without a token (unless open to all), with an unknown or an expired one.

    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token if scheme.lower() == "bearer" else request.one("access_token")
    if not token:
        if house.open_to_all:
            return house.owner
        raise unauthenticated()
    found = shelf.token(token)
    if found is None or found[1] <= now:
        raise unauthenticated()
    return found[0]


def _claims(assertion: str) -> JsonObject:
    try:
        part = assertion.split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, binascii.Error):
        return {}
    return found if isinstance(found, dict) else {}
