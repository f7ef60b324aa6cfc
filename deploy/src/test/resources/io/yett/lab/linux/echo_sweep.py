"""Sends ICMP echo requests of many sizes, each once, and checks the answers octet for octet.

usage: echo_sweep.py TARGET FIRST LAST STEP df|clear

FIRST and LAST are octets of ICMP data; both are sent, and every STEP-th size between. At most WINDOW requests are under way. Writes one line for what came of each size
that was not answered well ("too-big SIZE MTU", "lost SIZE", "wrong SIZE"), and at the end "answered COUNT".
"""

import collections
import os
import select
import socket
import struct
import sys
import time

WINDOW = 24
WAIT = 3.0
MOST_LOST = 20
IP_MTU_DISCOVER, IP_PMTUDISC_DONT, IP_PMTUDISC_PROBE = 10, 0, 3
IP_RECVERR = 11
ECHO_REQUEST, ECHO_REPLY = 8, 0


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def request(identifier, size):
    data = bytes((i * 7 + size) & 0xFF for i in range(size))
    head = struct.pack("!BBHHH", ECHO_REQUEST, 0, 0, identifier, size)
    return struct.pack("!BBHHH", ECHO_REQUEST, 0, checksum(head + data), identifier, size) + data


def too_big(sock, identifier):
    """The size and the MTU that an ICMP error told, or None."""
    try:
        data, ancillary, _, _ = sock.recvmsg(65536, 512, socket.MSG_ERRQUEUE | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    for level, kind, value in ancillary:
        if (level, kind) == (socket.IPPROTO_IP, IP_RECVERR):
            mtu = struct.unpack("=IBBBBII", value[:16])[5]
            icmp = data[(data[0] & 15) * 4 :] if data[0] >> 4 == 4 else data
            quoted, size = struct.unpack("!HH", icmp[4:8])
            return (size, mtu) if quoted == identifier else None
    return None


def main():
    target, fragment = sys.argv[1], sys.argv[5]
    first, last, step = (int(word) for word in sys.argv[2:5])
    sizes = collections.deque(list(range(first, last, step)) + [last])
    sock = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    mode = IP_PMTUDISC_PROBE if fragment == "df" else IP_PMTUDISC_DONT
    sock.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, mode)
    sock.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
    sock.setblocking(False)
    identifier = os.getpid() & 0xFFFF
    waiting, answered, lost = {}, 0, 0
    while sizes or waiting:
        while sizes and len(waiting) < WINDOW:
            message = request(identifier, sizes[0])
            try:
                sock.sendto(message, (target, 0))
            except OSError:
                break  # an ICMP error came; it is read below, and the request is sent again
            waiting[sizes.popleft()] = (message, time.monotonic() + WAIT)
        select.select([sock], [], [], 0.05)
        told = too_big(sock, identifier)
        while told:
            if waiting.pop(told[0], None):
                print("too-big", told[0], told[1])
            told = too_big(sock, identifier)
        while True:
            try:
                packet, (source, _) = sock.recvfrom(65536)
            except OSError:
                break
            reply = packet[(packet[0] & 15) * 4 :]
            kind, _, _, quoted, which = struct.unpack("!BBHHH", reply[:8])
            if kind != ECHO_REPLY or quoted != identifier or source != target or which not in waiting:
                continue
            message, _ = waiting.pop(which)
            if reply[8:] == message[8:] and checksum(reply) == 0:
                answered += 1
            else:
                print("wrong", which)
        now = time.monotonic()
        for late in [s for s, (_, until) in waiting.items() if until < now]:
            del waiting[late]
            print("lost", late)
            lost += 1
        if lost > MOST_LOST:
            break
    print("answered", answered)


main()
