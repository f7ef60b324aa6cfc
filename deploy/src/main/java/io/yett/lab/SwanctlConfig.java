package io.yett.lab;

/**
 * One connection of a strongSwan with a pre-shared key, as it writes into swanctl.conf.
 *
 * @param name of the connection, and of its one child
 * @param local our address
 * @param remote the peer's address
 * @param localId our identity
 * @param remoteId the peer's identity
 * @param secret the pre-shared key: printable, without quotes
 * @param localNet what is behind us, e.g. {@code 10.2.0.0/24}
 * @param remoteNet what is behind the peer
 * @param ikeProposals in strongSwan's notation
 * @param espProposals in strongSwan's notation
 * @param dpdSeconds time without traffic after which the peer is asked whether it lives
 */
public record SwanctlConfig(
    String name,
    String local,
    String remote,
    String localId,
    String remoteId,
    String secret,
    String localNet,
    String remoteNet,
    String ikeProposals,
    String espProposals,
    int dpdSeconds) {

  /** The file. One setting per line: older releases read nothing else reliably. */
  String text() {
    return """
    connections {
      %1$s {
        version = 2
        local_addrs = %2$s
        remote_addrs = %3$s
        encap = yes
        mobike = no
        proposals = %9$s
        dpd_delay = %11$ds
        rekey_time = 0s
        local {
          auth = psk
          id = %4$s
        }
        remote {
          auth = psk
          id = %5$s
        }
        children {
          %1$s {
            local_ts = %7$s
            remote_ts = %8$s
            esp_proposals = %10$s
            rekey_time = 0s
          }
        }
      }
    }
    secrets {
      ike-%1$s {
        id-local = %4$s
        id-remote = %5$s
        secret = "%6$s"
      }
    }
    """
        .formatted(
            name,
            local,
            remote,
            localId,
            remoteId,
            secret,
            localNet,
            remoteNet,
            ikeProposals,
            espProposals,
            dpdSeconds);
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "SwanctlConfig[" + name + " " + localId + "-" + remoteId + "]";
  }
}
