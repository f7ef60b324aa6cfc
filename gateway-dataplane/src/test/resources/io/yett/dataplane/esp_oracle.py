"""ESP by scapy, an implementation that is not ours.

Reads one request a line, answers with one line of hex or of "error ...":
  seal KEY SALT SPI SEQ ESN NATT OUTER_SRC OUTER_DST INNER_HEX   -> outer IP packet
  open KEY SALT SPI SEQ ESN NATT OUTER_HEX                       -> inner IP packet
KEY and SALT are hex; SPI and SEQ numbers (SEQ of 64 bits); ESN and NATT 0 or 1.
"""

import logging
import sys

logging.getLogger("scapy.runtime").setLevel(logging.ERROR)
from scapy.layers.inet import IP, UDP  # noqa: E402
from scapy.layers.ipsec import ESP, SecurityAssociation  # noqa: E402


def association(key, salt, spi, esn, natt, src, dst):
    return SecurityAssociation(
        ESP,
        spi=spi,
        crypt_algo="AES-GCM",
        crypt_key=bytes.fromhex(key) + bytes.fromhex(salt),
        tunnel_header=IP(src=src, dst=dst),
        nat_t_header=UDP(sport=4500, dport=4500) if natt else None,
        esn_en=esn,
    )


def seal(key, salt, spi, seq, esn, natt, src, dst, inner):
    sa = association(key, salt, int(spi), esn == "1", natt == "1", src, dst)
    seq = int(seq)
    packet = sa.encrypt(
        IP(bytes.fromhex(inner)), seq_num=seq & 0xFFFFFFFF, esn_en=esn == "1", esn=seq >> 32
    )
    if natt == "1":
        packet[UDP].len = 8 + len(packet[ESP])  # scapy 2.5 leaves 8
    return bytes(packet).hex()


def open_(key, salt, spi, seq, esn, natt, outer):
    packet = IP(bytes.fromhex(outer))
    sa = association(key, salt, int(spi), esn == "1", natt == "1", packet.src, packet.dst)
    inner = sa.decrypt(packet, esn_en=esn == "1", esn=int(seq) >> 32)
    return bytes(inner).hex()


for line in sys.stdin:
    words = line.split()
    try:
        answer = (seal if words[0] == "seal" else open_)(*words[1:])
    except Exception as e:  # noqa: BLE001
        answer = "error " + type(e).__name__ + " " + str(e)
    print(answer, flush=True)
