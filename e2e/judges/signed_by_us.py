"""dkimpy judges what we sign. Wants MAIL (a file) and RECORDS (JSON: name to TXT value) in the environment."""
import json
import os

import dkim

records = json.loads(os.environ["RECORDS"])
with open(os.environ["MAIL"], "rb") as file:
    mail = file.read()


def txt(name, timeout=5):
    return records.get(name.decode().rstrip(".")).encode()


def verdicts(message):
    verifier = dkim.DKIM(message, minkey=1024)
    return [verifier.verify(idx=number, dnsfunc=txt) for number in range(2)]


assert verdicts(mail) == [True, True], "both signatures hold"
for altered in (mail.replace(b"Subject: ", b"Subject: Not "), mail + b"More.\r\n", b"From: m@evil.example\r\n" + mail):
    assert altered != mail
    for number in range(2):
        try:
            held = dkim.DKIM(altered, minkey=1024).verify(idx=number, dnsfunc=txt)
        except dkim.DKIMException:
            held = False
        assert not held, "an altered mail is told"
print("dkimpy is content")
