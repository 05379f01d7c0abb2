"""Sets the environment of the test run before Django reads it (pytest loads it first: -p tests.environment).

Embedded state goes to a fresh folder; the doorbell rings into a list. DESKWIRE_TEST_POSTGRES, where set, is
the URL of a PostgreSQL server on which the whole suite then runs.
"""

import os
import tempfile

os.environ["DESKWIRE_VAR"] = tempfile.mkdtemp(prefix="deskwire-test-")
os.mkdir(os.path.join(os.environ["DESKWIRE_VAR"], "static"))  # Whitenoise warns where there is none
os.environ["DESKWIRE_DOORBELL"] = "list"
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 40
for name in ("REDIS_URL", "SMTP_URL", "SITE_URL", "DATABASE_URL", "DESKWIRE_CLOCK_OFFSET", "DESKWIRE_FEEDS"):
    os.environ.pop(name, None)
if "DESKWIRE_TEST_POSTGRES" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["DESKWIRE_TEST_POSTGRES"]
