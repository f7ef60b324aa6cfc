"""Sends Ethernet frames out of an interface. usage: send_frames.py INTERFACE FILE (frames in hex, one a line)"""

import socket
import sys

sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
sock.bind((sys.argv[1], 0))
with open(sys.argv[2]) as frames:
    for line in frames:
        sock.send(bytes.fromhex(line))
