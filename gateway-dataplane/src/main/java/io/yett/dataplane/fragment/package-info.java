/** IPv4 fragments: packets cut that are too big, and put together that came in parts. */
package io.yett.dataplane.fragment;
