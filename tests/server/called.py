"""The service's commands, in the process of the test.

`tests.server.test_command_line.run` starts a process for each, which takes a second: that is for
tests of the process itself.
"""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from server.__main__ import main


def call(*arguments: str | Path, said: str = "") -> CompletedProcess[str]:
    """What a command ends with and says; `said` is what it reads."""
    words = [str(one) for one in arguments]
    out, errors = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(errors):
        patch.setattr(sys, "stdin", io.StringIO(said))
        status = main(words)
    return CompletedProcess(words, status, out.getvalue(), errors.getvalue())
