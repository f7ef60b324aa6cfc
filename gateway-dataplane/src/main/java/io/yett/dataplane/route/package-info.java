/** Where a packet goes: own addresses, longest-prefix routes and neighbours. */
package io.yett.dataplane.route;
