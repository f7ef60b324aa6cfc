"""ESP by scapy and, where scapy 2.5 has no such algorithm, by Python's cryptography (OpenSSL): not ours.

Reads one request a line, answers with one line of hex or of "error ...":
  seal SUITE KEY SPI SEQ ESN NATT OUTER_SRC OUTER_DST INNER_HEX   -> outer IP packet
  open SUITE KEY SPI SEQ ESN NATT OUTER_HEX                       -> inner IP packet
  tseal SUITE KEY SPI SEQ ESN NATT PACKET_HEX                     -> the packet in transport mode
  topen SUITE KEY SPI SEQ ESN NATT PACKET_HEX                     -> the packet that it was
  ahseal SUITE KEY SPI SEQ ESN OUTER_SRC OUTER_DST PACKET_HEX     -> AH in tunnel mode; addresses of "-": in transport mode
  ahopen SUITE KEY SPI SEQ ESN TUNNEL PACKET_HEX                  -> the packet that it was
SUITE is as in the configuration, KEY hex: encryption key, salt, integrity key. SPI and SEQ are numbers
(SEQ of 64 bits); ESN and NATT 0 or 1.
"""

import hashlib
import hmac
import logging
import os
import re
import struct
import sys

logging.getLogger("scapy.runtime").setLevel(logging.ERROR)
from cryptography.hazmat.primitives import cmac  # noqa: E402
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: E402
from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: E402
from scapy.layers.inet import IP, UDP  # noqa: E402
from scapy.layers.ipsec import AH, ESP, AuthAlgo, SecurityAssociation, zero_mutable_fields  # noqa: E402

# What scapy calls it, or None; octets of key; of ICV.
INTEGRITY = {
    "sha1": ("HMAC-SHA1-96", 20, 12),
    "sha256": ("SHA2-256-128", 32, 16),
    "sha384": ("SHA2-384-192", 48, 24),
    "sha512": ("SHA2-512-256", 64, 32),
    "aescmac": ("AES-CMAC-96", 16, 12),
    "aesxcbc": (None, 16, 12),
}
CIPHERS = {"": "AES-CBC", "ctr": "AES-CTR", "gcm": "AES-GCM", "ccm": "AES-CCM", "gmac": "NULL"}


def xcbc(key, data):
    """RFC 3566."""

    def block(k, value):
        return Cipher(algorithms.AES(k), modes.ECB()).encryptor().update(value)

    k1, k2, k3 = (block(key, bytes([n]) * 16) for n in (1, 2, 3))
    whole = len(data) > 0 and len(data) % 16 == 0
    if not whole:
        data += b"\x80" + bytes(-(len(data) + 1) % 16)
    last = bytes(a ^ b for a, b in zip(data[-16:], k2 if whole else k3))
    return Cipher(algorithms.AES(k1), modes.CBC(bytes(16))).encryptor().update(data[:-16] + last)[-16:]


def mac(name, key, data):
    if name == "aesxcbc":
        return xcbc(key, data)
    if name == "aescmac":
        context = cmac.CMAC(algorithms.AES(key))
        context.update(data)
        return context.finalize()
    return hmac.new(key, data, getattr(hashlib, name)).digest()


class Suite:
    """What scapy calls the algorithms, and the parts of the key."""

    def __init__(self, name, key, esn):
        key = bytes.fromhex(key)
        words = name.split("-")
        self.integrity = words[1] if len(words) > 1 else None
        scapys, length, self.icv_length = INTEGRITY.get(self.integrity, (None, 0, 16))
        self.crypt_key, self.auth_key = key[: len(key) - length], key[len(key) - length :]
        mode, icv = re.fullmatch(r"(?:aes\d{3}|null|chacha20poly1305)([a-z]*)(\d*)", words[0]).groups()
        self.gmac = mode == "gmac"
        if words[0] in ("null", "chacha20poly1305"):
            self.crypt = "NULL" if words[0] == "null" else "CHACHA20-POLY1305"
        else:
            self.crypt = CIPHERS[mode]
        # Of the high half of a sequence number scapy 2.5 knows nothing outside of combined modes.
        self.own_icv = self.gmac or (self.integrity is not None and (esn or scapys is None))
        self.auth = scapys if self.integrity and not self.own_icv else "NULL"
        self.crypt_icv = int(icv) if icv else None
        self.short_tag = mode == "gcm" and self.crypt_icv < 16

    def icv(self, esp, seq, esn):
        if self.gmac:
            # The low half is the packet's: scapy 2.5 sends 1 in place of 0.
            head = esp[:4] + struct.pack("!L", seq >> 32) + esp[4:8] if esn else esp[:8]
            nonce = self.crypt_key[-4:] + esp[8:16]
            return AESGCM(self.crypt_key[:-4]).encrypt(nonce, b"", head + esp[8:])
        data = esp + (struct.pack("!L", seq >> 32) if esn else b"")
        return mac(self.integrity, self.auth_key, data)[: self.icv_length]

    def whole_tag(self, esp, seq, esn):
        """Scapy knows GCM's whole tag alone: it, if its front is what came."""
        iv, sealed, tag = esp.data[:8], esp.data[8 : -self.crypt_icv], esp.data[-self.crypt_icv :]
        aad = bytes(esp)[:4] + (struct.pack("!Q", seq) if esn else bytes(esp)[4:8])
        nonce = self.crypt_key[-4:] + iv
        counter = modes.CTR(nonce + b"\0\0\0\2")
        plain = Cipher(algorithms.AES(self.crypt_key[:-4]), counter).encryptor().update(sealed)
        again = AESGCM(self.crypt_key[:-4]).encrypt(nonce, plain, aad)
        if again[:-16] != sealed or again[-16 : self.crypt_icv - 16] != tag:
            raise ValueError("the ICV is wrong")
        return iv + again


def association(suite, spi, esn, natt, src, dst):
    return SecurityAssociation(
        ESP,
        spi=spi,
        crypt_algo=suite.crypt,
        crypt_key=b"" if suite.gmac else suite.crypt_key,
        crypt_icv_size=None if suite.short_tag else suite.crypt_icv,
        auth_algo=suite.auth,
        auth_key=suite.auth_key,
        tunnel_header=IP(src=src, dst=dst) if src else None,
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
    if suite.gmac:
        packet[ESP].data = os.urandom(8) + packet[ESP].data
    if suite.short_tag:
        packet[ESP].data = packet[ESP].data[: suite.crypt_icv - 16]
    if suite.own_icv:
        packet[ESP].data += suite.icv(bytes(packet[ESP]), seq, esn == "1")
    if suite.own_icv or suite.short_tag:
        del packet.chksum
        packet.len = len(packet)
    if natt == "1":
        packet[UDP].len = 8 + len(packet[ESP])  # scapy 2.5 leaves 8
    return bytes(packet).hex()


def tseal(name, key, spi, seq, esn, natt, packet):
    return seal(name, key, spi, seq, esn, natt, None, None, packet)


def topen(name, key, spi, seq, esn, natt, outer):
    return open_(name, key, spi, seq, esn, natt, outer, False)


def open_(name, key, spi, seq, esn, natt, outer, tunnel=True):
    suite = Suite(name, key, esn == "1")
    packet = IP(bytes.fromhex(outer))
    ends = (packet.src, packet.dst) if tunnel else (None, None)
    sa = association(suite, int(spi), esn == "1", natt == "1", *ends)
    if suite.own_icv:
        esp = packet[ESP]
        icv = esp.data[-suite.icv_length :]
        esp.data = esp.data[: -suite.icv_length]
        if icv != suite.icv(bytes(esp), int(seq), esn == "1"):
            raise ValueError("the ICV is wrong")
    if suite.gmac:
        packet[ESP].data = packet[ESP].data[8:]
    if suite.short_tag:
        packet[ESP].data = suite.whole_tag(packet[ESP], int(seq), esn == "1")
    inner = sa.decrypt(packet, esn_en=esn == "1", esn=int(seq) >> 32)
    return bytes(inner).hex()


class OwnAuth(AuthAlgo):
    """For AH what scapy lacks: AES-XCBC-MAC, AES-GMAC, and no IV of the latter is authenticated."""

    def __init__(self, name, size):
        super().__init__(name, mac=object, digestmod=None, icv_size=size)

    def check_key(self, key):
        pass

    def icv(self, pkt, key, esn_en, esn):
        sent = pkt[AH].icv
        text = bytes(zero_mutable_fields(pkt.copy())) + (struct.pack("!L", esn) if esn_en else b"")
        if self.name == "aesxcbc":
            return xcbc(key, text)[: self.icv_size]
        return sent[:8] + AESGCM(key[:-4]).encrypt(key[-4:] + sent[:8], b"", text)

    def sign(self, pkt, key, esn_en=False, esn=0):
        if self.name == "gmac":
            pkt[AH].icv = os.urandom(8) + bytes(16)
        pkt[AH].icv = self.icv(pkt, key, esn_en, esn)
        return pkt

    def verify(self, pkt, key, esn_en=False, esn=0):
        if pkt[AH].icv != self.icv(pkt, key, esn_en, esn):
            raise ValueError("the ICV is wrong")


def ah_association(name, key, spi, esn, header):
    scapys, _, size = INTEGRITY.get(name, (None, 0, 24))
    sa = SecurityAssociation(
        AH,
        spi=int(spi),
        auth_algo=scapys or "NULL",
        auth_key=bytes.fromhex(key),
        tunnel_header=header,
        esn_en=esn == "1",
    )
    if scapys is None:
        sa.auth_algo = OwnAuth(name if name == "aesxcbc" else "gmac", size)
    return sa


def ahseal(name, key, spi, seq, esn, src, dst, packet):
    sa = ah_association(name, key, spi, esn, None if src == "-" else IP(src=src, dst=dst))
    seq = int(seq)
    sealed = sa.encrypt(IP(bytes.fromhex(packet)), seq_num=seq & 0xFFFFFFFF, esn_en=esn == "1", esn=seq >> 32)
    return bytes(sealed).hex()


def ahopen(name, key, spi, seq, esn, tunnel, packet):
    packet = IP(bytes.fromhex(packet))
    sa = ah_association(name, key, spi, esn, IP(src=packet.src, dst=packet.dst) if tunnel == "1" else None)
    return bytes(sa.decrypt(packet, esn_en=esn == "1", esn=int(seq) >> 32)).hex()


REQUESTS = {"seal": seal, "open": open_, "tseal": tseal, "topen": topen, "ahseal": ahseal, "ahopen": ahopen}

for line in sys.stdin:
    words = line.split()
    try:
        answer = REQUESTS[words[0]](*words[1:])
    except Exception as e:  # noqa: BLE001
        answer = "error " + type(e).__name__ + " " + str(e)
    print(answer, flush=True)
