package io.yett.perf.ike;

import io.yett.lab.Lab;
import io.yett.lab.NetworkNamespace;
import io.yett.lab.StrongSwan;
import io.yett.lab.SwanctlConfig;

/** strongSwan's daemon with one connection that all peers fit. */
final class CharonResponder implements Responder {
  static final String NAME = "strongswan";

  private final StrongSwan strongSwan;

  CharonResponder(Lab lab, NetworkNamespace namespace) {
    strongSwan =
        new StrongSwan(
            lab,
            namespace,
            "charon",
            new SwanctlConfig(
                "peers",
                ManyPeers.RESPONDER,
                "%any",
                ManyPeers.RESPONDER_ID,
                "*." + ManyPeers.DOMAIN,
                ManyPeers.SECRET,
                ManyPeers.INNER_RESPONDER,
                ManyPeers.INNER_PEERS,
                "aes128gcm16-prfsha256-x25519,aes128gcm16-prfsha256-ecp256",
                "aes128gcm16",
                0));
    strongSwan.forManyPeers();
    strongSwan.start();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long pid() {
    return strongSwan.pid();
  }

  @Override
  public boolean speaks(Method method) {
    return method.everywhere();
  }

  @Override
  public double heldOctets() {
    return ProcessUse.of(pid()).residentKibibytes() * 1024.0;
  }

  @Override
  public String memoryKind() {
    return "resident memory";
  }
}
