/**
 * Hands what the exchanges negotiated to the data plane, and what the data plane reports back to
 * the IKE engine. The engine knows only {@link io.yett.ike.install.SaInstaller} and {@link
 * io.yett.ike.install.DataplaneListener}; the SA channel is behind them.
 */
package io.yett.ike.install;
