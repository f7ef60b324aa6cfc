/** The demo: two sites, a gateway and a real peer, proven step by step. */
package io.yett.demo;
