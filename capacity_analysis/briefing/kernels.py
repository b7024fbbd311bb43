"""Kernels for briefings: this interpreter and this environment, whatever kernelspecs exist.

Most of a short briefing is imports. Where the system can fork, a server process imports pandas,
matplotlib, ipykernel and this package once; every kernel is then a fork of it, fresh in state but
with the imports done. Elsewhere, and whenever the server fails, a kernel is an ordinary process of
`sys.executable`.

The server is not `multiprocessing`'s: that one is shared by the whole process, imports the
caller's main script again in every child, and inherits the environment of the moment, while
`PYTHONHASHSEED` must be fixed before an interpreter starts. The server keeps the package's code as
it was when it started, so a process that lives on while code changes has to call `stop`.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn
from uuid import uuid4

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

CAN_FORK = hasattr(os, "fork") and sys.platform != "win32"

_PRELOAD = (
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "pandas",
)
_UPPER_ROOMS = ("__main__", "cli", "briefing")  # what no notebook imports
_PATIENCE = 60.0  # seconds; a cold import of everything takes about five
_SERVE = "import sys; from capacity_analysis.briefing.kernels import serve; serve(int(sys.argv[1]))"
_OPTIONS = (
    # A file in the folder where the command was typed must not shadow a module.
    "--InteractiveShellApp.ignore_cwd=True",
    # Forks share the state of numpy's generator, and same input must give same bytes.
    '--InteractiveShellApp.exec_lines=__import__("random").seed(0)',
    '--InteractiveShellApp.exec_lines=__import__("numpy").random.seed(0)',
)


def _environment() -> dict[str, str]:
    """Return what is set for a kernel on top of the environment of this process."""
    return {
        "MPLBACKEND": "agg",  # figures travel in blocks; nothing is shown as a side effect
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path),
        # A process with one thread forks completely; kernels run side by side anyway.
        "OPENBLAS_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
    }


class OrdinaryKernelManager(AsyncKernelManager):  # type: ignore[misc]
    """Starts each kernel as a new process of this interpreter."""

    provisioner_class: type[LocalProvisioner] = LocalProvisioner
    _kernel_spec: KernelSpec | None = None

    @property
    def kernel_spec(self) -> KernelSpec:
        """The one specification there is: no installed kernelspec is looked up."""
        if self._kernel_spec is None:
            # No start-up files or profile of the user: they would make a briefing theirs.
            own = {"IPYTHONDIR": str(Path(self.connection_file).parent / "ipython")}
            launcher = [sys.executable, "-P", "-m", "ipykernel_launcher"]
            self._kernel_spec = KernelSpec(
                argv=[*launcher, "-f", "{connection_file}", *_OPTIONS],
                display_name="Python 3",
                language="python",
                # jupyter_client reads the values as templates.
                env={k: v.replace("$", "$$") for k, v in (_environment() | own).items()},
            )
        return self._kernel_spec

    async def _async_pre_start_kernel(self, **options: Any) -> tuple[list[str], dict[str, Any]]:
        # Set here, the provisioner is not looked up in entry points, configuration or environment.
        self.provisioner = self.provisioner_class(
            kernel_id=str(uuid4()), kernel_spec=self.kernel_spec, parent=self
        )
        command, options = await super()._async_pre_start_kernel(**options)
        return command, options


class ForkProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Gets a kernel by forking; without a working server, from a new process."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Launch the kernel and return how to connect to it."""
        arguments = cmd[cmd.index("-f") :]
        folder = options.get("cwd") or str(Path.cwd())
        try:
            # The first kernel waits here for the server's imports; its event loop has nothing else.
            self.process = _server().fork(arguments, options["env"], folder)
        except OSError as error:
            self.log.warning("fork server failed (%s): ordinary kernel", error)
            return await super().launch_kernel(cmd, **options)
        self.pid = self.process.pid
        self.cwd = folder
        return self.connection_info


class ForkKernelManager(OrdinaryKernelManager):
    """Starts each kernel as a fork of a process that has the imports done."""

    provisioner_class = ForkProvisioner


def manager_class() -> type[OrdinaryKernelManager]:
    """Return the fastest kernel manager that this system can use."""
    return ForkKernelManager if CAN_FORK else OrdinaryKernelManager


class ForkServer:
    """The caller's end of the fork server: one question and one answer at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(_PATIENCE)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-c", _SERVE, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | _environment(),
                start_new_session=True,  # Ctrl-C is for the caller, who ends the kernels in order
            )
        self._answers = self._socket.makefile("rb")

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._process.pid

    def ask(self, *question: object) -> Any:
        """Return the server's answer.

        Raises
        ------
        OSError
            If the server is gone, or does not answer in time.

        """
        with self._lock:
            self._socket.sendall(json.dumps(question).encode() + b"\n")
            answer = self._answers.readline()
        if not answer:
            raise ConnectionResetError("the fork server is gone")
        return json.loads(answer)

    def fork(self, arguments: list[str], environment: dict[str, str], folder: str) -> ForkedProcess:
        """Return a new kernel."""
        return ForkedProcess(self, self.ask("fork", arguments, environment, folder))

    def stop(self) -> None:
        """End the server and with it all its kernels."""
        with suppress(OSError):  # the server may be gone already
            self._socket.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()
        self._socket.close()


class ForkedProcess:
    """A forked kernel, with as much of `subprocess.Popen` as `LocalProvisioner` uses.

    The kernel is the server's child: only the server can wait for it, and can signal it without
    the danger that its number has meanwhile become another process's.
    """

    stdin = stdout = stderr = None

    def __init__(self, server: ForkServer, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._server = server

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel lives."""
        if self.returncode is None:
            try:
                self.returncode = self._server.ask("poll", self.pid)
            except OSError:
                self.returncode = -signal.SIGKILL  # kernels end with their server
        return self.returncode

    def wait(self) -> int:
        """Return the exit code as soon as there is one."""
        while (code := self.poll()) is None:
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and the processes it started."""
        if self.returncode is None:
            with suppress(OSError):
                self._server.ask("signal", self.pid, int(number))

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


_servers: dict[int, ForkServer] = {}  # by process: a forked copy of this one needs its own
_servers_lock = threading.Lock()


def _server() -> ForkServer:
    with _servers_lock:
        if os.getpid() not in _servers:
            _servers[os.getpid()] = ForkServer()
        return _servers[os.getpid()]


def warm() -> None:
    """Begin to import what kernels need, in the background; it costs the caller nothing.

    Call it as soon as it is known that notebooks will be executed.
    """
    if CAN_FORK:
        with suppress(OSError):
            _server()


@atexit.register
def stop() -> None:
    """End the fork server; the next kernel starts a new one."""
    with _servers_lock:
        server = _servers.pop(os.getpid(), None)
    if server is not None:
        server.stop()


# --- in the server process -----------------------------------------------------------------------


def serve(descriptor: int) -> None:
    """Answer questions from the socket `descriptor` until its other end closes.

    The server has one thread, so that a fork is a complete copy. A kernel that has ended stays a
    zombie, and its number its own, until it is polled.
    """
    _preload()
    children: set[int] = set()
    with socket.socket(fileno=descriptor) as channel, channel.makefile("rwb") as stream:
        for line in stream:
            answer: int | None = None
            match json.loads(line):
                case ["fork", arguments, environment, folder]:
                    answer = os.fork()
                    if answer == 0:
                        os.close(descriptor)
                        _become_kernel(arguments, environment, folder)
                    children.add(answer)
                case ["poll", pid]:
                    answer = _poll(pid)
                    if answer is not None:
                        children.discard(pid)
                case ["signal", pid, number] if pid in children:
                    _signal(pid, number)
            stream.write(json.dumps(answer).encode() + b"\n")
            stream.flush()
    for pid in children:
        _signal(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _preload() -> None:
    import capacity_analysis

    own = pkgutil.walk_packages(
        capacity_analysis.__path__, "capacity_analysis.", onerror=lambda _: None
    )
    rooms = [module.name for module in own if module.name.split(".")[1] not in _UPPER_ROOMS]
    for name in (*_PRELOAD, *rooms):
        # What cannot be imported here says so in the cell that needs it.
        with suppress(Exception):
            importlib.import_module(name)
    # Keep the collector from touching, and so copying, the pages that kernels share.
    gc.collect()
    gc.freeze()


def _poll(pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _signal(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:  # the kernel is too young to lead a group
        os.kill(pid, number)
    except PermissionError:  # macOS, of a group that has ended
        pass


def _become_kernel(arguments: list[str], environment: dict[str, str], folder: str) -> NoReturn:
    """Turn this fork into a kernel; never returns."""
    code = 1
    try:
        os.setsid()
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        sys.argv = ["ipykernel_launcher", *arguments]
        from ipykernel.kernelapp import IPKernelApp

        # The kernel ends by itself when its parent, the server, is gone.
        parent = f"--IPKernelApp.parent_handle={os.getppid()}"
        IPKernelApp.launch_instance([*arguments, parent])
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)
