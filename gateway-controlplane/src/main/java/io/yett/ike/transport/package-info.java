/** Ways in which IKE datagrams leave and arrive. */
package io.yett.ike.transport;
