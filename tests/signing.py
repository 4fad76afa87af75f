"""Signs a webhook as the Standard Webhooks specification says."""

import base64
import hashlib
import hmac


def sign(secret, body, now, name="msg_1"):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, f"{name}.{int(now)}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(now)),
        "webhook-signature": f"v1,{base64.b64encode(made).decode()}",
    }
