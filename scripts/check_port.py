"""Exit 1 with a sentence unless a server can listen on 127.0.0.1 at the port given."""

import socket
import sys


def why_not(port: str) -> str | None:
    """Say why nothing can listen at `port`, or None."""
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        return f"PORT is '{port}', but a port is a number from 1 to 65535. Example: make run PORT=8502"
    with socket.socket() as probe:
        # As the server itself does: a port that was left a second ago is not busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
            # Linux lets two sockets bind with SO_REUSEADDR; only one can listen.
            probe.listen(1)
        except PermissionError:
            return f"Port {port} needs root. Take one from 1024 up: make run PORT=8502"
        except OSError:
            other = int(port) + 1 if int(port) < 65535 else 8501
            return (
                f"Port {port} is busy: another program (or another Three Pages) is listening there.\n"
                f"Stop it, or take another port: make run PORT={other}"
            )
    return None


if __name__ == "__main__":
    sys.exit(why_not(sys.argv[1]))
