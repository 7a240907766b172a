"""Exit 0 as soon as the app answers on a port of this machine, else 1 in the end: `healthy.py PORT [SECONDS]` (2)."""

import http.client
import sys
import time


def main(port: str, seconds: str = "2") -> int:
    deadline = time.monotonic() + float(seconds)
    while True:
        # Not urllib: it would ask the proxy that a refresh needs.
        connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=2)
        try:
            connection.request("GET", "/_stcore/health")
            return 0 if connection.getresponse().status == 200 else 1
        except OSError as problem:
            if time.monotonic() > deadline:
                print(f"Nothing healthy at port {port}: {problem}", file=sys.stderr)
                return 1
            time.sleep(0.1)
        finally:
            connection.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
