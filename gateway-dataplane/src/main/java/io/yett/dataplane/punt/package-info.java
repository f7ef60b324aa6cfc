/**
 * IKE datagrams and NAT keepalives on the control thread: from the lanes' punts to the control
 * plane, and from the control plane to the lanes (RFC 7296 §2.23, RFC 3948).
 */
package io.yett.dataplane.punt;
