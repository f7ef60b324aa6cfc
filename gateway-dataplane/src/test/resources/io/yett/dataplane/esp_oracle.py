"""ESP by scapy, an implementation that is not ours.

Reads one request a line, answers with one line of hex or of "error ...":
  seal SUITE KEY SPI SEQ ESN NATT OUTER_SRC OUTER_DST INNER_HEX   -> outer IP packet
  open SUITE KEY SPI SEQ ESN NATT OUTER_HEX                       -> inner IP packet
SUITE is as in the configuration, KEY hex: encryption key, salt, integrity key. SPI and SEQ are numbers
(SEQ of 64 bits); ESN and NATT 0 or 1.
"""

import hashlib
import hmac
import logging
import struct
import sys

logging.getLogger("scapy.runtime").setLevel(logging.ERROR)
from scapy.layers.inet import IP, UDP  # noqa: E402
from scapy.layers.ipsec import ESP, SecurityAssociation  # noqa: E402

HASHES = {"sha256": ("SHA2-256-128", 32), "sha384": ("SHA2-384-192", 48), "sha512": ("SHA2-512-256", 64)}


class Suite:
    """What scapy calls the algorithms, and the parts of the key."""

    def __init__(self, name, key, esn):
        key = bytes.fromhex(key)
        words = name.split("-")
        self.hash = words[1] if len(words) > 1 else None
        length = HASHES[self.hash][1] if self.hash else 0
        self.crypt_key, self.auth_key = key[: len(key) - length], key[len(key) - length :]
        if self.hash:
            self.crypt = "AES-CBC"
        else:
            self.crypt = "CHACHA20-POLY1305" if name.startswith("chacha") else "AES-GCM"
        # Of the high half of a sequence number scapy 2.5 knows nothing outside of combined modes.
        self.own_icv = esn and self.hash is not None
        self.auth = HASHES[self.hash][0] if self.hash and not self.own_icv else "NULL"
        self.icv_length = length // 2

    def icv(self, esp, seq):
        data = esp + struct.pack("!L", seq >> 32)
        return hmac.new(self.auth_key, data, getattr(hashlib, self.hash)).digest()[: self.icv_length]


def association(suite, spi, esn, natt, src, dst):
    return SecurityAssociation(
        ESP,
        spi=spi,
        crypt_algo=suite.crypt,
        crypt_key=suite.crypt_key,
        auth_algo=suite.auth,
        auth_key=suite.auth_key,
        tunnel_header=IP(src=src, dst=dst),
        nat_t_header=UDP(sport=4500, dport=4500) if natt else None,
        esn_en=esn,
    )


def seal(name, key, spi, seq, esn, natt, src, dst, inner):
    suite = Suite(name, key, esn == "1")
    sa = association(suite, int(spi), esn == "1", natt == "1", src, dst)
    seq = int(seq)
    packet = sa.encrypt(
        IP(bytes.fromhex(inner)), seq_num=seq & 0xFFFFFFFF, esn_en=esn == "1", esn=seq >> 32
    )
    if suite.own_icv:
        packet[ESP].data += suite.icv(bytes(packet[ESP]), seq)
        del packet.chksum
        packet.len = len(packet)
    if natt == "1":
        packet[UDP].len = 8 + len(packet[ESP])  # scapy 2.5 leaves 8
    return bytes(packet).hex()


def open_(name, key, spi, seq, esn, natt, outer):
    suite = Suite(name, key, esn == "1")
    packet = IP(bytes.fromhex(outer))
    sa = association(suite, int(spi), esn == "1", natt == "1", packet.src, packet.dst)
    if suite.own_icv:
        esp = packet[ESP]
        icv = esp.data[-suite.icv_length :]
        esp.data = esp.data[: -suite.icv_length]
        if icv != suite.icv(bytes(esp), int(seq)):
            raise ValueError("the ICV is wrong")
    inner = sa.decrypt(packet, esn_en=esn == "1", esn=int(seq) >> 32)
    return bytes(inner).hex()


for line in sys.stdin:
    words = line.split()
    try:
        answer = (seal if words[0] == "seal" else open_)(*words[1:])
    except Exception as e:  # noqa: BLE001
        answer = "error " + type(e).__name__ + " " + str(e)
    print(answer, flush=True)
