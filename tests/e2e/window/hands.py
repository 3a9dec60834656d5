"""A person's hands on an X display, for what WebDriver cannot reach: files dragged from a file manager, and keys for
the system's own dialogs. Only libX11 and libXtst are needed.

    python3 hands.py drop PID PATH...   drags files over the window of a process and lets them go (XDND, version 5)
    python3 hands.py hover PID PATH...  drags them over it, and away again after two seconds
    python3 hands.py type TEXT          types into the window in the middle of the display; \\n is Enter, \\e is Escape
"""

import ctypes
import ctypes.util
import sys
import time
from pathlib import Path

x = ctypes.CDLL(ctypes.util.find_library("X11"))
xtest = ctypes.CDLL(ctypes.util.find_library("Xtst"))
Window = Atom = Time = ctypes.c_ulong
PROPERTY_CHANGE, SELECTION_REQUEST, SELECTION_NOTIFY, CLIENT_MESSAGE = 28, 30, 31, 33


class ClientMessage(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("window", Window), ("message_type", Atom), ("format", ctypes.c_int), ("data", ctypes.c_long * 5)]


class SelectionRequest(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("owner", Window), ("requestor", Window), ("selection", Atom), ("target", Atom), ("property", Atom), ("time", Time)]


class Selection(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("requestor", Window), ("selection", Atom), ("target", Atom), ("property", Atom), ("time", Time)]


class Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("client", ClientMessage), ("request", SelectionRequest), ("selection", Selection), ("pad", ctypes.c_long * 24)]


for name, result, arguments in [
    ("XOpenDisplay", ctypes.c_void_p, [ctypes.c_char_p]), ("XDefaultRootWindow", Window, [ctypes.c_void_p]),
    ("XInternAtom", Atom, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]),
    ("XCreateSimpleWindow", Window, [ctypes.c_void_p, Window, ctypes.c_int, ctypes.c_int, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint, ctypes.c_ulong, ctypes.c_ulong]),
    ("XSetSelectionOwner", ctypes.c_int, [ctypes.c_void_p, Atom, Window, Time]), ("XPending", ctypes.c_int, [ctypes.c_void_p]),
    ("XNextEvent", ctypes.c_int, [ctypes.c_void_p, ctypes.POINTER(Event)]),
    ("XSendEvent", ctypes.c_int, [ctypes.c_void_p, Window, ctypes.c_int, ctypes.c_long, ctypes.POINTER(Event)]),
    ("XQueryTree", ctypes.c_int, [ctypes.c_void_p, Window, ctypes.POINTER(Window), ctypes.POINTER(Window), ctypes.POINTER(ctypes.POINTER(Window)), ctypes.POINTER(ctypes.c_uint)]),
    ("XGetWindowProperty", ctypes.c_int, [ctypes.c_void_p, Window, Atom, ctypes.c_long, ctypes.c_long, ctypes.c_int, Atom, ctypes.POINTER(Atom), ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_ulong), ctypes.POINTER(ctypes.c_ulong), ctypes.POINTER(ctypes.POINTER(ctypes.c_ulong))]),
    ("XChangeProperty", ctypes.c_int, [ctypes.c_void_p, Window, Atom, Atom, ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_int]),
    ("XQueryPointer", ctypes.c_int, [ctypes.c_void_p, Window, ctypes.POINTER(Window), ctypes.POINTER(Window), *[ctypes.POINTER(ctypes.c_int)] * 4, ctypes.POINTER(ctypes.c_uint)]),
    ("XSetInputFocus", ctypes.c_int, [ctypes.c_void_p, Window, ctypes.c_int, Time]),
    ("XFlush", ctypes.c_int, [ctypes.c_void_p]), ("XKeysymToKeycode", ctypes.c_ubyte, [ctypes.c_void_p, ctypes.c_ulong]),
    ("XKeycodeToKeysym", ctypes.c_ulong, [ctypes.c_void_p, ctypes.c_ubyte, ctypes.c_int]),
]:
    function = getattr(x, name)
    function.restype, function.argtypes = result, arguments
xtest.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
xtest.XTestFakeMotionEvent.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_ulong]

display = x.XOpenDisplay(None)
if not display:
    sys.exit("There is no display.")
root = x.XDefaultRootWindow(display)


def atom(name):
    return x.XInternAtom(display, name.encode(), 0)


def children(window):
    ignored, found, count = Window(), ctypes.POINTER(Window)(), ctypes.c_uint()
    x.XQueryTree(display, window, ignored, ignored, found, count)
    return [found[at] for at in range(count.value)]


def number(window, name):
    kind, form, count, rest, value = Atom(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong(), ctypes.POINTER(ctypes.c_ulong)()
    x.XGetWindowProperty(display, window, atom(name), 0, 1, 0, 0, kind, form, count, rest, value)
    return value[0] if count.value else None


def window_of(pid):
    """The first window of a process that takes what is dragged."""
    waiting = [root]
    while waiting:
        window = waiting.pop(0)
        if number(window, "_NET_WM_PID") == pid and number(window, "XdndAware"):
            return window
        waiting += children(window)
    sys.exit(f"No window of process {pid} takes files.")


def send(to, name, *data):
    event = Event()
    event.client = ClientMessage(CLIENT_MESSAGE, 0, 1, display, to, atom(name), 32, (ctypes.c_long * 5)(*data))
    x.XSendEvent(display, to, 0, 0, event)
    x.XFlush(display)


def answer(request, uris):
    """Gives the list of files to whoever asks for it."""
    if request.target == atom("text/uri-list"):
        x.XChangeProperty(display, request.requestor, request.property, request.target, 8, 0, uris, len(uris))
    else:
        request.property = 0
    event = Event()
    event.selection = Selection(SELECTION_NOTIFY, 0, 1, display, request.requestor, request.selection, request.target, request.property, request.time)
    x.XSendEvent(display, request.requestor, 0, 0, event)
    x.XFlush(display)


def until(name, uris, seconds):
    """Answers until a message of this name has come; gives it, or nothing."""
    end = time.time() + seconds
    while time.time() < end:
        while x.XPending(display):
            event = Event()
            x.XNextEvent(display, event)
            if event.type == SELECTION_REQUEST:
                answer(event.request, uris)
            if event.type == CLIENT_MESSAGE and event.client.message_type == atom(name):
                return event.client
        time.sleep(0.02)
    return None


def drag(pid, paths, let_go):
    target = window_of(pid)
    uris = "".join(f"{Path(path).absolute().as_uri()}\r\n" for path in paths).encode()
    source = x.XCreateSimpleWindow(display, root, 0, 0, 1, 1, 0, 0, 0)
    x.XSetSelectionOwner(display, atom("XdndSelection"), source, 0)
    send(target, "XdndEnter", source, 5 << 24, atom("text/uri-list"), 0, 0)
    accepted = None
    # A first motion only has the files asked for; a later one is answered with them.
    for step in range(12):
        send(target, "XdndPosition", source, 0, (600 + step) << 16 | 400, 0, atom("XdndActionCopy"))
        accepted = until("XdndStatus", uris, 1)
        if step > 3 and accepted and accepted.data[1] & 1:
            break
    if not let_go:
        until("none", uris, 2)
        send(target, "XdndLeave", source, 0, 0, 0, 0)
        until("none", uris, 0.3)
        return
    if not (accepted and accepted.data[1] & 1):
        sys.exit("The window takes nothing.")
    send(target, "XdndDrop", source, 0, 0, 0, 0)
    if not until("XdndFinished", uris, 10):
        sys.exit("What was dropped was not taken.")


def press(keycode):
    for down in (1, 0):
        xtest.XTestFakeKeyEvent(display, keycode, down, 0)


def type_text(text):
    """Without a window manager nobody gives the focus to a dialog: the window under the pointer takes it."""
    xtest.XTestFakeMotionEvent(display, -1, 640, 400, 0)
    ignored, child, place = Window(), Window(), ctypes.c_int()
    x.XQueryPointer(display, root, ignored, child, place, place, place, place, ctypes.c_uint())
    x.XSetInputFocus(display, child.value, 1, 0)
    x.XFlush(display)
    time.sleep(0.3)
    shift = x.XKeysymToKeycode(display, 0xFFE1)
    for letter in text.replace("\\n", "\n").replace("\\e", "\x1b"):
        keysym = {"\n": 0xFF0D, "\x1b": 0xFF1B}.get(letter, ord(letter))
        keycode = x.XKeysymToKeycode(display, keysym)
        shifted = x.XKeycodeToKeysym(display, keycode, 0) != keysym
        if shifted:
            xtest.XTestFakeKeyEvent(display, shift, 1, 0)
        press(keycode)
        if shifted:
            xtest.XTestFakeKeyEvent(display, shift, 0, 0)
        x.XFlush(display)
        time.sleep(0.02)


match sys.argv[1:]:
    case ["drop", pid, *paths]:
        drag(int(pid), paths, True)
    case ["hover", pid, *paths]:
        drag(int(pid), paths, False)
    case ["type", text]:
        type_text(text)
    case _:
        sys.exit(__doc__)
