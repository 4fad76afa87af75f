"""A webhook is taken from whoever knows the secret, and from nobody else."""

import base64
import hashlib
import hmac

import pytest

from desirepath.collector.signatures import verify

NOW = 1_767_607_200
BODY = b'{"id": 1}'
URL = "https://maps.example/v1/webhooks/k"


def signed(scheme, secret, now=NOW, body=BODY):
    """Sign as the sender's documentation says, written without looking at ours."""

    def mac(message, how="sha256"):
        return hmac.new(secret.encode(), message, getattr(hashlib, how))

    if scheme == "standard":
        key = base64.b64decode(secret.removeprefix("whsec_"))
        made = hmac.new(key, f"msg_1.{now}.".encode() + body, hashlib.sha256).digest()
        text = base64.b64encode(made).decode()
        return {
            "webhook-id": "msg_1", "webhook-timestamp": str(now),
            "webhook-signature": f"v1,AAAA v1,{text}",
        }  # fmt: skip
    if scheme == "stripe":
        return {"stripe-signature": f"t={now},v1={mac(f'{now}.'.encode() + body).hexdigest()},v0=x"}
    if scheme == "zendesk":
        text = base64.b64encode(mac(f"{now}".encode() + body).digest()).decode()
        return {
            "x-zendesk-webhook-signature": text, "x-zendesk-webhook-signature-timestamp": f"{now}"
        }  # fmt: skip
    if scheme == "intercom":
        return {"x-hub-signature": f"sha1={mac(body, 'sha1').hexdigest()}"}
    stamp = f"{now}000"
    text = base64.b64encode(mac(b"POST" + URL.encode() + body + stamp.encode()).digest()).decode()
    return {"x-hubspot-signature-v3": text, "x-hubspot-request-timestamp": stamp}


SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
SCHEMES = ("standard", "stripe", "zendesk", "intercom", "hubspot")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_right_signature_opens_and_any_change_closes(scheme):
    headers = signed(scheme, SECRET)
    assert verify(scheme, SECRET, BODY, headers, URL, NOW) is None
    assert verify(scheme, SECRET, BODY + b" ", headers, URL, NOW)
    assert verify(scheme, SECRET.replace("Y", "Z"), BODY, headers, URL, NOW)
    assert verify(scheme, SECRET, BODY, {}, URL, NOW)


@pytest.mark.parametrize("scheme", ["standard", "stripe", "hubspot"])
@pytest.mark.parametrize("stamp", ["", "soon", "-1", "1_767", "9" * 400, "\u0663"])
def test_a_time_that_is_none_closes(scheme, stamp):
    headers = {name: told.replace(str(NOW), stamp) for name, told in signed(scheme, SECRET).items()}
    assert verify(scheme, SECRET, BODY, headers, URL, NOW)


def test_an_address_behind_a_proxy_is_the_one_that_hubspot_called():
    headers = signed("hubspot", SECRET)
    assert verify("hubspot", SECRET, BODY, headers, URL.replace("https", "http"), NOW) is None
    written = URL.replace("/v1/", "/v1%2F")
    assert verify("hubspot", SECRET, BODY, headers, written, NOW) is None
    assert verify("hubspot", SECRET, BODY, headers, URL + "?a=b", NOW)


@pytest.mark.parametrize("scheme", ["standard", "stripe", "hubspot"])
def test_an_old_signature_is_not_played_again(scheme):
    refusal = verify(scheme, SECRET, BODY, signed(scheme, SECRET), URL, NOW + 301)
    assert "five minutes" in refusal


def test_the_example_of_the_standard():
    # standardwebhooks.com, “Signature scheme”
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }  # fmt: skip
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the standard's own
    body = b'{"test": 2432232314}'
    assert verify("standard", secret, body, headers, "", 1_614_265_330) is None


# the first with the secret that Zendesk publishes for tries; all made with `openssl dgst -hmac`
MADE = {
    "zendesk": ("dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==", {
        "x-zendesk-webhook-signature": "ELsS9/Gr4MGFe1OdoECSodqblfRNpTh3xnCpWQtKvdc=",
        "x-zendesk-webhook-signature-timestamp": "2026-01-05T10:00:00Z",
    }),
    "stripe": ("whsec_test_secret", {
        "stripe-signature": f"t={NOW},v0=aa,v1="
        "6f52e7f894f2fb8f51ef3af7ad1621496cd64500fbc67237390c39b4f043c306",
    }),
    "intercom": ("client", {"x-hub-signature": "sha1=864d0867e7754b64a6946575f4340246ecdedf59"}),
    "hubspot": ("client", {
        "x-hubspot-signature-v3": "foCB/PtE0nZauTe9IWKSU1b/h/alGe4AKL0MzqFzxtA=",
        "x-hubspot-request-timestamp": f"{NOW}000",
    }),
}  # fmt: skip


@pytest.mark.parametrize("scheme", MADE)
def test_signatures_that_another_program_made(scheme):
    secret, headers = MADE[scheme]
    assert verify(scheme, secret, BODY, headers, URL, NOW) is None
    assert verify(scheme, secret + "=", BODY, headers, URL, NOW)
